package org.hesokuri.core.simulator;

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
  private Cut cut = Cut.NEVER;

  Link(boolean exists) {
    this.exists = exists;
    this.state = exists ? State.UP : State.DOWN;
  }

  boolean exists() {
    return exists;
  }

  State state() {
    return state;
  }

  void become(State now) {
    state = exists ? now : State.DOWN;
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
