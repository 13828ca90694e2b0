package org.hesokuri.core.engine;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial worker: however often it is poked, its round runs once at a time, and at least once
 * after the last poke. A poke carries nothing, so a doubled one does no harm.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private enum State {
    IDLE,
    QUEUED,
    RUNNING,
    RUNNING_AND_POKED,
    CLOSED
  }

  private final Consumer<Runnable> executor;
  private final Runnable round;
  private State state = State.IDLE;
  private boolean running;

  /**
   * A lane at rest.
   *
   * @param executor where rounds run
   * @param round one round of work; what it throws is a bug and is logged
   */
  Lane(Consumer<Runnable> executor, Runnable round) {
    this.executor = executor;
    this.round = round;
  }

  /** Asks for a round that begins after this call. */
  void poke() {
    synchronized (this) {
      switch (state) {
        case QUEUED, RUNNING_AND_POKED, CLOSED -> {
          return;
        }
        case RUNNING -> {
          state = State.RUNNING_AND_POKED;
          return;
        }
        case IDLE -> state = State.QUEUED;
      }
    }
    executor.accept(this::run);
  }

  /** No further round begins. One that runs goes on; see {@link #isRunning}. */
  synchronized void close() {
    state = State.CLOSED;
  }

  /** Whether it was closed. */
  synchronized boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether a round runs at this moment. */
  synchronized boolean isRunning() {
    return running;
  }

  private void run() {
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.RUNNING;
      running = true;
    }
    try {
      round.run();
    } catch (RuntimeException bug) {
      LOG.error("a round of work failed in a way that nobody foresaw; please report this", bug);
    } finally {
      finish();
    }
  }

  private void finish() {
    boolean again;
    synchronized (this) {
      running = false;
      again = state == State.RUNNING_AND_POKED;
      if (state != State.CLOSED) {
        state = again ? State.QUEUED : State.IDLE;
      }
    }
    if (again) {
      executor.accept(this::run);
    }
  }
}
