package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WorkQueueTest {

  private final ArrayDeque<Runnable> threads = new ArrayDeque<>();
  private final WorkQueue queue = new WorkQueue(threads::add, 4);
  private final List<String> done = new ArrayList<>();

  private void add(String name, Urgency urgency) {
    queue.add(() -> done.add(name), urgency);
  }

  private void settle() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void doesWhatMovedBeforeTheRoutineThatWasThereFirst() {
    IntStream.range(0, 100).forEach(i -> add("routine " + i, Urgency.ROUTINE));
    add("moved 1", Urgency.MOVED);
    add("moved 2", Urgency.MOVED);
    settle();
    assertThat(done.subList(0, 3)).containsExactly("moved 1", "moved 2", "routine 0");
    assertThat(done).hasSize(102).endsWith("routine 99");
  }

  @Test
  void doesSomeRoutineHoweverMuchMoves() {
    add("routine", Urgency.ROUTINE);
    IntStream.range(0, 100).forEach(i -> add("moved " + i, Urgency.MOVED));
    settle();
    assertThat(done.indexOf("routine")).isEqualTo(16);
    assertThat(done).hasSize(101);
  }

  @Test
  void keepsAPlaceForWhatMovesWhileRoutineTakesItsTime() {
    List<Runnable> begun = new ArrayList<>();
    // Each piece of routine takes until all threads were asked: it runs the other ones.
    for (int i = 0; i < 10; i++) {
      queue.add(
          () -> {
            begun.add(() -> {});
            Runnable other = threads.poll();
            if (other != null) {
              other.run();
            }
            done.add("routine");
          },
          Urgency.ROUTINE);
    }
    threads.remove().run();
    assertThat(begun).as("routine under way at a time").hasSize(3);
    settle();
    assertThat(done).hasSize(10);
    assertThat(queue.underWay()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void givesFourPiecesAtATimeToItsThreads() {
    IntStream.range(0, 10).forEach(i -> add("moved " + i, Urgency.MOVED));
    assertThat(threads).hasSize(4);
    settle();
    assertThat(done).hasSize(10);
    add("later", Urgency.MOVED);
    settle();
    assertThat(done).endsWith("later");
  }
}
