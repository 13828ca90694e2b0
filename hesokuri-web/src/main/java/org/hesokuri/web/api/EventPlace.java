package org.hesokuri.web.api;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an event among all events, as programs give it back to go on from there. Events of
 * each start are numbered from 1, so the number alone would not tell after a restart that others
 * are meant.
 *
 * @param life which start of the daemon it belongs to
 * @param number the number of the event; 0 for the place before the first
 */
record EventPlace(String life, long number) {

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})-([0-9]{1,18})");
  private static final int LIFE_BYTES = 4;

  /** A name for this start that no earlier start is likely to have had. */
  static String newLife() {
    byte[] bytes = new byte[LIFE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Reads what {@link #toString} wrote; empty if it is something else. */
  static Optional<EventPlace> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new EventPlace(form.group(1), Long.parseLong(form.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return life + "-" + number;
  }
}
