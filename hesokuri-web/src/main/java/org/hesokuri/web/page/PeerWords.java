package org.hesokuri.web.page;

import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.status.PeerStatus;

/**
 * What a peer is like now.
 *
 * @param tone whether that is good
 * @param word in a word or two
 */
record PeerWords(Tone tone, String word) {

  static PeerWords of(PeerStatus peer) {
    return peer.reach()
        .fold(
            notTried -> new PeerWords(Tone.PLAIN, "not tried yet"),
            met -> new PeerWords(Tone.GOOD, "in reach"),
            failing -> new PeerWords(Tone.BAD, word(failing.kind())));
  }

  private static String word(PeerFailure.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> "cannot be met";
      case TIMED_OUT -> "does not answer";
      case HOST_KEY_UNKNOWN -> "host key unknown";
      case HOST_KEY_CHANGED -> "host key changed";
      case LOGIN_REFUSED -> "login refused";
      case NO_REPOSITORY -> "no repository";
      case BROKEN -> "failing";
    };
  }
}
