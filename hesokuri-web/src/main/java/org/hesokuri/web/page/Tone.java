package org.hesokuri.web.page;

import java.util.Locale;

/** How a word is coloured; the word itself says the same. */
enum Tone {
  GOOD,
  PLAIN,
  BAD;

  /** The class of the style sheet. */
  String css() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of the box around the word. */
  String box() {
    return this == BAD ? "box trouble" : "box";
  }
}
