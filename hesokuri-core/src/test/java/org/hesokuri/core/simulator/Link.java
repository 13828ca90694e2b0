package org.hesokuri.core.simulator;

import java.util.Optional;
import org.hesokuri.core.model.PeerId;

/** The way from one host to another one, in both directions. */
final class Link {

  /** How it stands. */
  enum State {
    UP,
    /** No route: every attempt fails at once. */
    DOWN,
    /** Packets vanish: every attempt ends with a timeout. */
    HANGING
  }

  /** Where the next push over it breaks. */
  enum Cut {
    NEVER,
    BEFORE_ANYTHING,
    AFTER_THE_FIRST_REF,
    BETWEEN_KEEPING_AND_MOVING,
    BEFORE_THE_ANSWER
  }

  private final boolean exists;
  private State state;
  private Optional<PeerId> onlyFor = Optional.empty();
  private Cut cut = Cut.NEVER;
  private int changes;

  Link(boolean exists) {
    this.exists = exists;
    this.state = exists ? State.UP : State.DOWN;
  }

  boolean exists() {
    return exists;
  }

  /** How it stands for calls of the given host. */
  State state(PeerId caller) {
    return onlyFor.isEmpty() || onlyFor.get().equals(caller) ? state : State.UP;
  }

  void become(State now) {
    state = exists ? now : State.DOWN;
    changes++;
    onlyFor = Optional.empty();
  }

  /** Fails in one direction only: for calls of the given host. */
  void become(State now, PeerId caller) {
    become(now);
    onlyFor = exists ? Optional.of(caller) : Optional.empty();
  }

  /** How often it became another one: what was open over it before is broken. */
  int changes() {
    return changes;
  }

  void cutNextPush(Cut where) {
    cut = where;
  }

  Cut takeCut() {
    Cut taken = cut;
    cut = Cut.NEVER;
    return taken;
  }
}
