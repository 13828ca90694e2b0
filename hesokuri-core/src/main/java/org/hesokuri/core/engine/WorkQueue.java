package org.hesokuri.core.engine;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs work of one kind a few pieces at a time. What moved comes before routine, each in the order
 * in which it came: with 1,000 sources the looks that are due at one moment take seconds, and a
 * commit must not wait for them.
 */
final class WorkQueue {

  /**
   * After so many pieces that moved one of routine is done: a busy day must not stop all asking.
   */
  private static final int MOST_BEFORE_ROUTINE = 16;

  private final Consumer<Runnable> executor;
  private final int mostAtOnce;
  private final ArrayDeque<Runnable> moved = new ArrayDeque<>();
  private final ArrayDeque<Runnable> routine = new ArrayDeque<>();
  private int active;
  private int underWay;
  private int routineUnderWay;
  private int movedInARow;

  private record Piece(Runnable work, Urgency urgency) {}

  /**
   * An empty queue.
   *
   * @param executor runs what it is given soon
   * @param mostAtOnce pieces that it is given at a time, all but one of which may be routine: there
   *     is always a place for what moves; 2 or more
   */
  WorkQueue(Consumer<Runnable> executor, int mostAtOnce) {
    this.executor = executor;
    this.mostAtOnce = mostAtOnce;
  }

  void add(Runnable work, Urgency urgency) {
    synchronized (this) {
      waiting(urgency).add(work);
      if (active == mostAtOnce) {
        return;
      }
      active++;
    }
    executor.accept(this::runNext);
  }

  private ArrayDeque<Runnable> waiting(Urgency urgency) {
    return urgency == Urgency.MOVED ? moved : routine;
  }

  /** How many pieces are done now. */
  synchronized int underWay() {
    return underWay;
  }

  /** How many pieces wait for their turn. */
  synchronized int waiting() {
    return moved.size() + routine.size();
  }

  /** Whether more pieces wait than are done at a time. */
  boolean isCrowded() {
    return waiting() > mostAtOnce;
  }

  private void runNext() {
    Optional<Piece> next = begin();
    if (next.isEmpty()) {
      return;
    }
    try {
      next.get().work.run();
    } finally {
      end(next.get());
      // Handed back to the executor after each piece, so that it decides who is next.
      executor.accept(this::runNext);
    }
  }

  private synchronized Optional<Piece> begin() {
    Optional<Piece> next = next();
    if (next.isEmpty()) {
      // If some routine waits all the same, the routine that is under way goes on with it.
      active--;
      return next;
    }
    underWay++;
    boolean isRoutine = next.get().urgency == Urgency.ROUTINE;
    routineUnderWay += isRoutine ? 1 : 0;
    movedInARow = isRoutine ? 0 : movedInARow + 1;
    return next;
  }

  private Optional<Piece> next() {
    boolean routineMay = routineUnderWay < mostAtOnce - 1 && !routine.isEmpty();
    if (routineMay && (moved.isEmpty() || movedInARow >= MOST_BEFORE_ROUTINE)) {
      return Optional.of(new Piece(routine.remove(), Urgency.ROUTINE));
    }
    return Optional.ofNullable(moved.poll()).map(work -> new Piece(work, Urgency.MOVED));
  }

  private synchronized void end(Piece piece) {
    underWay--;
    routineUnderWay -= piece.urgency == Urgency.ROUTINE ? 1 : 0;
  }
}
