package org.hesokuri.core.engine;

import java.time.Duration;
import java.util.Optional;

/** What came of the steps of one look. */
final class Progress {

  private final boolean stirred;
  private boolean moved;
  private Optional<Duration> rest = Optional.empty();

  /**
   * Nothing yet.
   *
   * @param stirred whether the round is due to more than the clock
   */
  Progress(boolean stirred) {
    this.stirred = stirred;
  }

  boolean isStirred() {
    return stirred;
  }

  /** Something is no longer as it was: it is worth another look. */
  void moved() {
    moved = true;
  }

  boolean hasMoved() {
    return moved;
  }

  /** The next round is due after this time at the latest. */
  void restFor(Duration time) {
    rest = Optional.of(rest.filter(other -> other.compareTo(time) < 0).orElse(time));
  }

  /** The shortest rest that was asked for. */
  Optional<Duration> rest() {
    return rest;
  }
}
