package org.hesokuri.core.engine;

import java.util.Optional;
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
    QUEUED_AS_ROUTINE,
    QUEUED,
    RUNNING,
    CLOSED
  }

  private final Queue queue;
  private final Runnable round;
  private State state = State.IDLE;
  // Asked for while a round runs.
  private Optional<Urgency> again = Optional.empty();

  /** Where rounds wait for their turn. */
  interface Queue {
    void add(Runnable work, Urgency urgency);
  }

  /**
   * A lane at rest.
   *
   * @param queue runs the rounds
   * @param round one round of work; what it throws is a bug and is logged
   */
  Lane(Queue queue, Runnable round) {
    this.queue = queue;
    this.round = round;
  }

  /** Asks for a round that begins after this call, because something moved. */
  void poke() {
    poke(Urgency.MOVED);
  }

  /** Asks for a round that begins after this call, because its time has come. */
  void pokeInTurn() {
    poke(Urgency.ROUTINE);
  }

  private void poke(Urgency urgency) {
    if (needsATurn(urgency)) {
      queue.add(this::run, urgency);
    }
  }

  private synchronized boolean needsATurn(Urgency urgency) {
    return switch (state) {
      case QUEUED, CLOSED -> false;
      case RUNNING -> {
        again = again.filter(Urgency.MOVED::equals).or(() -> Optional.of(urgency));
        yield false;
      }
      case QUEUED_AS_ROUTINE -> {
        boolean sooner = urgency == Urgency.MOVED;
        if (sooner) {
          // Queued once more, further ahead. Whichever turn comes first is taken.
          state = State.QUEUED;
        }
        yield sooner;
      }
      case IDLE -> {
        state = queuedFor(urgency);
        yield true;
      }
    };
  }

  private static State queuedFor(Urgency urgency) {
    return urgency == Urgency.MOVED ? State.QUEUED : State.QUEUED_AS_ROUTINE;
  }

  /** No further round begins, but for one whose turn has come; one that runs goes on. */
  synchronized void close() {
    state = State.CLOSED;
  }

  /** Whether it was closed. */
  synchronized boolean isClosed() {
    return state == State.CLOSED;
  }

  private void run() {
    if (!takesTurn()) {
      return;
    }
    try {
      round.run();
    } catch (RuntimeException bug) {
      LOG.error("a round of work failed in a way that nobody foresaw; please report this", bug);
    } finally {
      rest().ifPresent(urgency -> queue.add(this::run, urgency));
    }
  }

  private synchronized boolean takesTurn() {
    boolean waited = state == State.QUEUED || state == State.QUEUED_AS_ROUTINE;
    if (waited) {
      state = State.RUNNING;
    }
    return waited;
  }

  /** Ends a round; says how urgent the next one is if it was asked for meanwhile. */
  private synchronized Optional<Urgency> rest() {
    Optional<Urgency> next = again.filter(urgency -> state != State.CLOSED);
    again = Optional.empty();
    if (state != State.CLOSED) {
      state = next.map(Lane::queuedFor).orElse(State.IDLE);
    }
    return next;
  }
}
