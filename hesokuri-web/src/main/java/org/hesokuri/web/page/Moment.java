package org.hesokuri.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time, as people say it and as it is.
 *
 * @param length how far away it is, such as "3 min"
 * @param relative such as "3 min ago" or "in 40 s"
 * @param absolute in UTC, to the second, for programs
 */
record Moment(String length, String relative, String absolute) {

  static Moment of(Instant at, Instant now) {
    Duration distance = Duration.between(at, now);
    String length = length(distance.abs());
    return new Moment(
        length, relative(distance, length), at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** When something planned happens: what is due happens now. */
  String coming() {
    return relative.startsWith("in ") ? relative : "now";
  }

  private static String relative(Duration distance, String length) {
    if (distance.abs().toMillis() < 1_000) {
      return "just now";
    }
    return distance.isNegative() ? "in " + length : length + " ago";
  }

  /** In UTC, to the second, for people. */
  String spoken() {
    return absolute.replace('T', ' ').replace("Z", " UTC");
  }

  private static String length(Duration length) {
    if (length.toMinutes() < 2) {
      return length.toSeconds() + " s";
    }
    if (length.toHours() < 2) {
      return length.toMinutes() + " min";
    }
    return length.toDays() < 2 ? length.toHours() + " h" : length.toDays() + " days";
  }
}
