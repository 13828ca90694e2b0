package org.hesokuri.config;

import java.time.Duration;
import java.util.Optional;

/** The value of {@code :keep-days}. */
final class Days {

  /** A hundred years: beyond it, a number is a slip of the finger. */
  static final int MAX = 36_500;

  private Days() {}

  /** The number of days; empty if it is none, which is told. */
  static Optional<Duration> read(Form value, Problems problems) {
    if (value instanceof Form.Whole days && days.value() >= 1 && days.value() <= MAX) {
      return Optional.of(Duration.ofDays(days.value()));
    }
    Expectation.tell(problems, "a whole number of days from 1 to " + MAX, value);
    return Optional.empty();
  }
}
