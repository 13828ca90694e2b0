package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.Test;

final class LaneTest {

  private final ManualScheduling scheduling = new ManualScheduling();
  private final List<String> rounds = new ArrayList<>();

  private final List<Urgency> queued = new ArrayList<>();

  private void queue(Runnable work, Urgency urgency) {
    queued.add(urgency);
    scheduling.runLocally(work);
  }

  @Test
  void runsOneRoundForManyPokes() {
    Lane lane = new Lane(this::queue, () -> rounds.add("round"));
    lane.poke();
    lane.poke();
    lane.poke();
    scheduling.settle();
    assertThat(rounds).hasSize(1);
  }

  @Test
  void runsAgainAfterAPokeThatCameDuringARound() {
    Lane lane =
        lane(
            poked -> {
              poked.poke();
              poked.poke();
            });
    lane.poke();
    scheduling.settle();
    assertThat(rounds).hasSize(2);
  }

  /** A lane to which something is done during its first round. */
  private Lane lane(Consumer<Lane> duringFirstRound) {
    Lane[] lane = new Lane[1];
    lane[0] =
        new Lane(
            this::queue,
            () -> {
              rounds.add("round");
              if (rounds.size() == 1) {
                duringFirstRound.accept(lane[0]);
              }
            });
    return lane[0];
  }

  @Test
  void livesOnAfterARoundThatFailed() {
    Lane lane =
        lane(
            failing -> {
              throw new IllegalStateException("made on purpose by this test");
            });
    lane.poke();
    scheduling.settle();
    lane.poke();
    scheduling.settle();
    assertThat(rounds).hasSize(2);
  }

  @Test
  void isQueuedFurtherAheadWhenSomethingMovesAndStillRunsOnce() {
    Lane lane = new Lane(this::queue, () -> rounds.add("round"));
    lane.pokeInTurn();
    lane.pokeInTurn();
    lane.poke();
    lane.poke();
    lane.pokeInTurn();
    scheduling.settle();
    assertThat(queued).containsExactly(Urgency.ROUTINE, Urgency.MOVED);
    assertThat(rounds).hasSize(1);
    lane.pokeInTurn();
    scheduling.settle();
    assertThat(rounds).hasSize(2);
  }

  @Test
  void remembersTheMoreUrgentPokeThatCameDuringARound() {
    Lane lane =
        lane(
            poked -> {
              poked.pokeInTurn();
              poked.poke();
              poked.pokeInTurn();
            });
    lane.pokeInTurn();
    scheduling.settle();
    assertThat(rounds).hasSize(2);
    assertThat(queued).containsExactly(Urgency.ROUTINE, Urgency.MOVED);
  }

  @Test
  void beginsNothingOnceClosed() {
    Lane lane = new Lane(this::queue, () -> rounds.add("round"));
    lane.poke();
    lane.close();
    lane.poke();
    scheduling.settle();
    assertThat(rounds).isEmpty();
  }

  @Test
  void neverRunsTwoRoundsAtOnceAndForgetsNoPoke() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger wanted = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Lane lane =
        new Lane(
            (work, urgency) -> threads.execute(work),
            () -> {
              if (running.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
              }
              seen.set(wanted.get());
              running.decrementAndGet();
            });
    CountDownLatch poked = new CountDownLatch(3);
    for (int thread = 0; thread < 3; thread++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 5_000; i++) {
              wanted.incrementAndGet();
              lane.poke();
            }
            poked.countDown();
          });
    }
    assertThat(poked.await(20, TimeUnit.SECONDS)).isTrue();
    CountDownLatch last = new CountDownLatch(1);
    new Lane((work, urgency) -> threads.execute(work), last::countDown).poke();
    assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
    Await.until(() -> "15,000 are seen: " + seen, () -> seen.get() == 15_000);
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(seen.get()).isEqualTo(15_000);
    assertThat(overlaps.get()).isZero();
  }
}
