package org.hesokuri.core.engine;

import java.time.Duration;

/**
 * How patient the engine is.
 *
 * @param firstPause the pause after a peer's first failure; it doubles with each further one
 * @param retryPeriod the longest pause after failures; also how often a peer in step is asked what
 *     it holds, and how often a source is looked at without any cause
 * @param blockedRetry how often a blocked advance is tried without any cause
 * @param declinedLongest the longest pause before a peer that deletes what it was given is given it
 *     again; the first pause is the retry period
 */
public record EngineTimes(
    Duration firstPause, Duration retryPeriod, Duration blockedRetry, Duration declinedLongest) {

  /** The times of the specification. */
  public static final EngineTimes DEFAULT =
      new EngineTimes(
          Duration.ofSeconds(5), Duration.ofMinutes(3), Duration.ofSeconds(30), Duration.ofDays(1));

  /**
   * Checks the times.
   *
   * @param firstPause how long the first pause is
   * @param retryPeriod how long a pause is at most
   * @param blockedRetry after which time a blocked advance is tried again at the latest
   * @param declinedLongest how long a pause is at most after a peer deleted what it was given
   * @throws IllegalArgumentException if one of them is not positive
   */
  public EngineTimes {
    for (Duration time : new Duration[] {firstPause, retryPeriod, blockedRetry, declinedLongest}) {
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException("a pause must take time, unlike " + time);
      }
    }
  }
}
