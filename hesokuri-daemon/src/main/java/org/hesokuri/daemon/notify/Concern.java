package org.hesokuri.daemon.notify;

import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.status.UnsafeSince;

/**
 * Something that the user should know of while it lasts.
 *
 * @param key what it is about; two with the same key are one and the same
 * @param sentence what it is, for people
 * @param since when it began, as far as is known
 */
record Concern(Key key, String sentence, Instant since) {

  /** What can be of concern. */
  enum Kind {
    /** A branch has not been on every peer for longer than the user wants. */
    UNSAFE,
    /** A branch and a copy have each gone their own way. */
    DIVERGED,
    /** An advance would be due but is not safe. */
    BLOCKED,
    /** The configuration file is not valid. */
    CONFIGURATION
  }

  /**
   * What a concern is about.
   *
   * @param kind of what kind it is
   * @param place the branch; empty for what concerns none
   */
  record Key(Kind kind, Optional<UnsafeSince.Place> place) {}
}
