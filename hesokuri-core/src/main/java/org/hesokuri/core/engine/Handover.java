package org.hesokuri.core.engine;

import java.util.Optional;

/**
 * Passes the repository at one path from a worker that was closed, and may be in the middle of its
 * last round, to the one that follows: the two must not both find it absent and create it.
 */
final class Handover {

  private boolean free;
  private Optional<Runnable> waiting = Optional.empty();

  /** Whether the repository is free; if not, the caller is called back when it is. */
  synchronized boolean isFreeOrCalls(Runnable later) {
    if (!free) {
      waiting = Optional.of(later);
    }
    return free;
  }

  /** The repository is let go of for good. */
  void letGo() {
    Optional<Runnable> next;
    synchronized (this) {
      free = true;
      next = waiting;
      waiting = Optional.empty();
    }
    next.ifPresent(Runnable::run);
  }
}
