package org.hesokuri.config;

import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.util.CharClassify;

/** The text of the file with a mark in it that knows its line and column. */
final class PlacedText implements Parseable {

  private final String text;
  private int offset;

  /** Line and column up to this offset are counted; positions are asked for in rising order. */
  private int counted;

  private int line = 1;
  private int column = 1;

  PlacedText(String text) {
    this.text = text;
  }

  @Override
  public int read() {
    int next = peek();
    // Also past the end, so that unread() is its inverse there too.
    offset++;
    return next;
  }

  @Override
  public void unread(int last) {
    offset--;
  }

  @Override
  public void close() {
    // Nothing is held: the text is in memory.
  }

  /** The next character, or {@link #END_OF_INPUT}, without passing it. */
  int peek() {
    return offset < text.length() ? text.charAt(offset) : END_OF_INPUT;
  }

  /** The character after the next one, or {@link #END_OF_INPUT}. */
  int peekSecond() {
    return offset + 1 < text.length() ? text.charAt(offset + 1) : END_OF_INPUT;
  }

  /** Passes blanks, commas and comments. */
  void skipBlanks() {
    boolean inComment = false;
    for (; offset < text.length(); offset++) {
      char c = text.charAt(offset);
      if (c == ';') {
        inComment = true;
      } else if (c == '\n' || c == '\r') {
        inComment = false;
      } else if (!inComment && !CharClassify.isWhitespace(c)) {
        return;
      }
    }
  }

  /** How many characters from the offset on belong to one word, its first one in any case. */
  int wordLength(int start) {
    int end = start + 1;
    while (end < text.length() && !CharClassify.separatesTokens(text.charAt(end))) {
      end++;
    }
    return end - start;
  }

  int offset() {
    return offset;
  }

  /** The characters from an offset on, at most {@code length} of them. */
  String from(int start, int length) {
    return text.substring(start, Math.min(text.length(), start + length));
  }

  /** The place of the next character. */
  Position position() {
    int end = Math.min(offset, text.length());
    for (; counted < end; counted++) {
      char c = text.charAt(counted);
      boolean pair = c == '\r' && counted + 1 < text.length() && text.charAt(counted + 1) == '\n';
      if (c == '\n' || (c == '\r' && !pair)) {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    return new Position(line, column);
  }
}
