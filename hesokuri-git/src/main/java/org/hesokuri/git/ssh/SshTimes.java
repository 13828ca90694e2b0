package org.hesokuri.git.ssh;

import java.time.Duration;

/**
 * How long each step of a connection may take. All are measured on the monotonic clock.
 *
 * @param connect to reach the peer, check its key and log in; also to open a channel on a session
 *     that is already there
 * @param advertisement for the peer to say what it holds
 * @param idle how long a push may stand still, neither sending nor receiving anything; its whole
 *     length has no limit, or a first push of many gigabytes could never succeed
 * @param answer for the peer to take in what it got, run its hooks and answer, though it shows all
 *     the while that it is alive; ten times the time that sending took is added
 */
public record SshTimes(Duration connect, Duration advertisement, Duration idle, Duration answer) {

  /** What suits people's machines. */
  public static final SshTimes DEFAULT =
      new SshTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10));

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public SshTimes {
    requirePositive("connect", connect);
    requirePositive("advertisement", advertisement);
    requirePositive("idle", idle);
    requirePositive("answer", answer);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("the time for " + name + " must be more than zero");
    }
  }
}
