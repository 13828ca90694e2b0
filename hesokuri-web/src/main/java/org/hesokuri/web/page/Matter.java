package org.hesokuri.web.page;

import java.util.Optional;

/**
 * Something that somebody should know or do something about.
 *
 * @param tone how bad it is
 * @param about what it is about, in a few words
 * @param href where more is said about it
 * @param text what it is, why, and what to do, one or two sentences
 * @param since since when, where that is known
 * @param nextTry when it is tried again, where that is planned
 * @param push the peer to which a push can be tried at once, or nothing
 * @param more what the link to more is called
 */
record Matter(
    Tone tone,
    String about,
    String href,
    String text,
    Optional<Moment> since,
    Optional<Moment> nextTry,
    String push,
    String more) {

  static Matter of(Tone tone, String about, String href, String text) {
    return new Matter(tone, about, href, text, Optional.empty(), Optional.empty(), "", "Show more");
  }

  Matter since(Moment moment) {
    return new Matter(tone, about, href, text, Optional.of(moment), nextTry, push, more);
  }

  Matter trying(Optional<Moment> next) {
    return new Matter(tone, about, href, text, since, next, push, more);
  }

  Matter pushing(String peer) {
    return new Matter(tone, about, href, text, since, nextTry, peer, more);
  }

  Matter calling(String link) {
    return new Matter(tone, about, href, text, since, nextTry, push, link);
  }
}
