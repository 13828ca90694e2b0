package org.hesokuri.web.page;

import java.time.Duration;
import java.util.Locale;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.status.PeerStatus;

/**
 * What is and was spoken with a peer, in words.
 *
 * @param answer how long its last answer took
 * @param now who talks to it now and who waits
 * @param traffic what has crossed the wire
 */
record TalkWords(String answer, String now, String traffic) {

  private static final long A_THOUSAND = 1000;
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  static TalkWords of(PeerStatus.Talks talks) {
    return new TalkWords(
        talks.answeredIn().map(TalkWords::length).orElse("not measured yet"),
        now(talks),
        traffic(talks.traffic()));
  }

  private static String length(Duration answer) {
    double millis = answer.toNanos() / 1e6;
    return millis < 10
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : millis < 10_000 ? Math.round(millis) + " ms" : Math.round(millis / 1000) + " s";
  }

  private static String now(PeerStatus.Talks talks) {
    if (talks.underWay() == 0 && talks.waiting() == 0) {
      return "nothing under way";
    }
    String underWay = sources(talks.underWay()) + " under way";
    return talks.waiting() == 0
        ? underWay
        : underWay + ", " + sources(talks.waiting()) + " waiting for a turn";
  }

  private static String sources(int number) {
    return number == 1 ? "1 source" : number + " sources";
  }

  private static String traffic(Traffic traffic) {
    return bytes(traffic.sent()) + " sent, " + bytes(traffic.received()) + " received";
  }

  static String bytes(long number) {
    if (number < A_THOUSAND) {
      return number == 1 ? "1 byte" : number + " bytes";
    }
    double shown = number;
    int unit = -1;
    // Not "1000 kB" but "1.0 MB", after rounding.
    while (shown >= 999.95) {
      shown /= A_THOUSAND;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", shown, UNITS[unit]);
  }
}
