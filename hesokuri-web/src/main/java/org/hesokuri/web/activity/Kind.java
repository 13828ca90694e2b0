package org.hesokuri.web.activity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What kind of thing happened, as coarse as people ask for it. */
public enum Kind {
  /** A peer was given a branch. */
  PUSHED,
  /** A branch moved forward to a copy. */
  ADVANCED,
  /** A tip that a branch left is kept. */
  KEPT,
  /** A copy, an unwanted branch or a kept tip was removed. */
  DELETED,
  /** A peer would not take a branch or a source. */
  REFUSED,
  /** A branch waits for the user. */
  BLOCKED,
  /** A peer was met or lost. */
  REACH,
  /** A source started, stopped or is no longer configured. */
  SOURCE,
  /** A configuration took effect or was not used. */
  CONFIGURATION;

  /** Its name in addresses, in the file and on the page. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this name; empty if there is none. */
  public static Optional<Kind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
