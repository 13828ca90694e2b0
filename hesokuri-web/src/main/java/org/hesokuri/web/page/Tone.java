package org.hesokuri.web.page;

import java.util.Locale;

/** How a word is coloured; the word itself says the same. */
enum Tone {
  GOOD("✓"),
  PLAIN("·"),
  WAIT("…"),
  BAD("!");

  private final String sign;

  Tone(String sign) {
    this.sign = sign;
  }

  /** The class of the style sheet. */
  String css() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A sign before the word, for those who see. */
  String sign() {
    return sign;
  }

  /** Whether somebody should know. */
  boolean isProblem() {
    return this == WAIT || this == BAD;
  }
}
