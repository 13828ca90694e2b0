package org.hesokuri.web.page;

import java.time.Instant;
import org.hesokuri.core.status.PeerStatus;

/**
 * A peer in words.
 *
 * @param name its name
 * @param word what it is like now, in a word or two
 * @param tone whether that is good
 * @param detail what is to be said about that
 */
record PeerRow(String name, String word, Tone tone, String detail) {

  static PeerRow of(PeerStatus peer, Instant now) {
    String name = peer.peer().name();
    return peer.reach()
        .fold(
            notTried -> new PeerRow(name, "not tried yet", Tone.PLAIN, "It is about to be tried."),
            met -> new PeerRow(name, "in reach", Tone.GOOD, about(met, now)),
            failing -> new PeerRow(name, "cannot be met", Tone.BAD, about(failing, now)));
  }

  private static String about(PeerStatus.Met met, Instant now) {
    return "It answered "
        + Moment.of(met.last(), now).relative()
        + ", and has for "
        + Moment.of(met.since(), now).length()
        + ".";
  }

  private static String about(PeerStatus.Failing failing, Instant now) {
    return Words.sentence(failing.why())
        + " So for "
        + Moment.of(failing.since(), now).length()
        + "; "
        + failing
            .lastMet()
            .map(at -> "it last answered " + Moment.of(at, now).relative())
            .orElse("it has not answered since the daemon started")
        + "; next try "
        + (failing.nextTry().isAfter(now) ? Moment.of(failing.nextTry(), now).relative() : "now")
        + ".";
  }
}
