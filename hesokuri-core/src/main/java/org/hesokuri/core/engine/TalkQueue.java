package org.hesokuri.core.engine;

import java.util.ArrayDeque;

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

  private void runNext() {
    Runnable next;
    synchronized (this) {
      next = waiting.remove();
    }
    try {
      next.run();
    } finally {
      boolean more;
      synchronized (this) {
        more = !waiting.isEmpty();
        if (!more) {
          active--;
        }
      }
      if (more) {
        scheduling.runForPeers(this::runNext);
      }
    }
  }
}
