package org.hesokuri.daemon.ask;

import java.time.Duration;

/** Lengths of time as people say them. */
public final class Spoken {

  private Spoken() {}

  /** The length in its largest unit; what is negative, because clocks differ, is no time. */
  public static String time(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
  }
}
