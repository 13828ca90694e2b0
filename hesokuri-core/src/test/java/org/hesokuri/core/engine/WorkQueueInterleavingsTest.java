package org.hesokuri.core.engine;

import static org.hesokuri.core.engine.Interleavings.must;

import java.util.concurrent.atomic.AtomicInteger;
import org.hesokuri.core.engine.Interleavings.Threads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
final class WorkQueueInterleavingsTest {

  private static final int MOST_AT_ONCE = 2;

  /** A queue, and what became of what was added to it. */
  private static final class Office {

    private final WorkQueue queue;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger routineUnderWay = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    Office(Threads threads) {
      this.queue = new WorkQueue(threads::later, MOST_AT_ONCE);
    }

    void add(Urgency urgency) {
      AtomicInteger begun = new AtomicInteger();
      queue.add(
          () -> {
            must(begun.incrementAndGet() == 1, "each piece is done once");
            work(urgency);
          },
          urgency);
    }

    private void work(Urgency urgency) {
      int routine = urgency == Urgency.ROUTINE ? 1 : 0;
      must(underWay.incrementAndGet() <= MOST_AT_ONCE, "a few pieces at a time");
      must(
          routineUnderWay.addAndGet(routine) < MOST_AT_ONCE,
          "there is always a place for what moves");
      done.incrementAndGet();
      routineUnderWay.addAndGet(-routine);
      underWay.decrementAndGet();
    }

    void mustHaveDone(int pieces) {
      must(done.get() == pieces, "no piece is left behind");
      must(queue.waiting() == 0, "what is done does not wait");
      must(queue.underWay() == 0, "what is done is not under way");
    }
  }

  @Test
  void doesEachPieceOnce() {
    Interleavings.explore(
        threads -> {
          Office office = new Office(threads);
          threads.run(() -> office.add(Urgency.MOVED), () -> office.add(Urgency.MOVED));
          office.mustHaveDone(2);
        });
  }

  @Test
  void doesAFewPiecesAtATime() {
    Interleavings.explore(
        threads -> {
          Office office = new Office(threads);
          threads.run(
              () -> office.add(Urgency.MOVED),
              () -> office.add(Urgency.MOVED),
              () -> office.add(Urgency.MOVED));
          office.mustHaveDone(3);
        });
  }

  @Test
  void leavesNoRoutineBehindAndAPlaceFree() {
    Interleavings.explore(
        threads -> {
          Office office = new Office(threads);
          threads.run(() -> office.add(Urgency.ROUTINE), () -> office.add(Urgency.ROUTINE));
          office.mustHaveDone(2);
        });
  }
}
