package org.hesokuri.core.engine;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Runs the work for one peer, a few pieces at a time and in the order in which it came. However
 * many sources wait for a slow peer, they take no more than these few threads from the others.
 */
final class TalkQueue {

  /** Pieces at a time; sshd serves ten on one connection by default. */
  private static final int MOST_AT_ONCE = 4;

  private final Scheduling scheduling;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int active;
  private int underWay;

  TalkQueue(Scheduling scheduling) {
    this.scheduling = scheduling;
  }

  void add(Runnable work) {
    synchronized (this) {
      waiting.add(work);
      if (active == MOST_AT_ONCE) {
        return;
      }
      active++;
    }
    scheduling.runForPeers(this::runNext);
  }

  /** How many pieces are done now. */
  synchronized int underWay() {
    return underWay;
  }

  /** How many pieces wait for their turn. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Whether more pieces wait than are done at a time. */
  boolean isCrowded() {
    return waiting() > MOST_AT_ONCE;
  }

  private void runNext() {
    Optional<Runnable> next;
    synchronized (this) {
      next = Optional.ofNullable(waiting.poll());
      if (next.isEmpty()) {
        active--;
        return;
      }
      underWay++;
    }
    try {
      next.get().run();
    } finally {
      synchronized (this) {
        underWay--;
      }
      // Handed back to the executor after each piece, so that it decides who is next.
      scheduling.runForPeers(this::runNext);
    }
  }
}
