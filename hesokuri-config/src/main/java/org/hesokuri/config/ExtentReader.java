package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/**
 * Finds where values begin and end, in a text that {@link FormReader} has read without a problem;
 * so that it is sure to end, and nests no deeper than {@value FormReader#MAX_NESTING}.
 */
final class ExtentReader {

  private final PlacedText text;

  /** The same as in {@link FormReader}, so that both agree on where a scalar ends. */
  private final Parser scalars =
      Parsers.newParser(
          Parsers.newParserConfigBuilder().acceptUnicodeEscapesInStringLiterals(true).build());

  ExtentReader(String text) {
    this.text = new PlacedText(text);
  }

  Extent value() {
    passDiscarded();
    int start = text.offset();
    ImmutableList<Extent> items = ImmutableList.of();
    switch (text.peek()) {
      case '[', '(', '{' -> items = items();
      case '#' -> {
        text.read();
        if (text.peek() == '{') {
          items = items();
        } else {
          scalars.nextValue(text);
          value();
        }
      }
      default -> scalars.nextValue(text);
    }
    return new Extent(start, text.offset(), items);
  }

  private ImmutableList<Extent> items() {
    text.read();
    ImmutableList.Builder<Extent> items = ImmutableList.builder();
    passDiscarded();
    while (!closes(text.peek())) {
      items.add(value());
      passDiscarded();
    }
    text.read();
    return items.build();
  }

  private static boolean closes(int next) {
    return next == ']' || next == ')' || next == '}';
  }

  /** Passes blanks, comments, and values that do not count. */
  private void passDiscarded() {
    text.skipBlanks();
    while (text.peek() == '#' && text.peekSecond() == '_') {
      text.read();
      text.read();
      value();
      text.skipBlanks();
    }
  }
}
