package org.hesokuri.core.model;

/** Hostile or broken text made harmless for a log line or an error sentence. */
public final class Quoted {

  private static final int MAX_SHOWN = 120;

  private Quoted() {}

  /**
   * The text in double quotes, with control, format (bidi) and unpaired characters written as
   * escapes and with at most 120 characters shown.
   *
   * @param text any text
   * @return the harmless one
   */
  public static String of(String text) {
    return '"' + plain(text) + '"';
  }

  /**
   * As {@link #of}, without the quotes around it.
   *
   * @param text any text
   * @return the harmless one
   */
  public static String plain(String text) {
    return plain(text, MAX_SHOWN);
  }

  /**
   * As {@link #plain(String)}, with another limit.
   *
   * @param text any text
   * @param most how many characters are shown at most
   * @return the harmless one
   */
  public static String plain(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).forEach(c -> append(shown, c));
    if (text.codePointCount(0, text.length()) > most) {
      shown.append("...");
    }
    return shown.toString();
  }

  /**
   * As {@link #plain(String)}, for a whole sentence: however long it is, all of it is shown.
   *
   * @param text any text
   * @return the harmless one
   */
  public static String line(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          shown.append(String.format("\\u%04x", c));
      default -> shown.appendCodePoint(c);
    }
  }
}
