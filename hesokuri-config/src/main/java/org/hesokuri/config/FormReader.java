package org.hesokuri.config;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.EdnException;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.Symbol;
import us.bpsm.edn.Tag;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/**
 * Reads EDN text into forms that know their place, in time linear to the text.
 *
 * <p>Strings, numbers and names are read by edn-java. Collections are read here, because edn-java
 * tells no positions, keeps the last of two equal keys in silence, and calls itself for every
 * bracket, so that a million of them would end the thread.
 */
final class FormReader {

  /** How deep brackets, tags and {@code #_} may nest. */
  static final int MAX_NESTING = 64;

  /** The longest accepted number in characters: reading n digits costs n squared. */
  static final int MAX_NUMBER = 100;

  /**
   * How many values, brackets and tags a file may have. No file of real sources comes near it, and
   * half a million values take longer to answer than a hostile file may.
   */
  static final int MAX_VALUES = 100_000;

  private static final int MAX_SHOWN = 40;

  private static final Symbol NIL = Symbol.newSymbol("nil");

  private static final ImmutableMap<String, Tag> BUILT_IN =
      ImmutableMap.of("inst", Parser.Config.EDN_INSTANT, "uuid", Parser.Config.EDN_UUID);

  private static final Parser.Config SYNTAX =
      Parsers.newParserConfigBuilder().acceptUnicodeEscapesInStringLiterals(true).build();

  private final PlacedText text;
  private final Problems problems;
  private final Parser scalars = Parsers.newParser(SYNTAX);
  private final Deque<Frame> open = new ArrayDeque<>();
  private @Nullable Form root;

  private FormReader(String text, Problems problems) {
    this.text = new PlacedText(text);
    this.problems = problems;
  }

  /**
   * Reads the only value of the text.
   *
   * @return the value, in which what is told as a problem is left out or {@link Form.Told}; empty
   *     if the text cannot be read to its end, which is told too
   */
  static Optional<Form> read(String text, Problems problems) {
    try {
      return Optional.of(new FormReader(text, problems).readAll());
    } catch (Unreadable e) {
      problems.addLast(e.where, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Form readAll() throws Unreadable {
    for (int values = 0; ; values++) {
      text.skipBlanks();
      Position at = text.position();
      int next = text.peek();
      if (next == Parseable.END_OF_INPUT) {
        return end(at);
      }
      Form value = root;
      boolean discards = !open.isEmpty() || (next == '#' && text.peekSecond() == '_');
      if (value != null && !discards) {
        problems.add(
            at, () -> "the configuration ended before this; put all sources into one vector [...]");
        return value;
      }
      if (values == MAX_VALUES) {
        throw new Unreadable(
            at, "the file has more than " + MAX_VALUES + " values; is it the right one?");
      }
      step((char) next, at);
    }
  }

  private Form end(Position at) throws Unreadable {
    Frame frame = open.peek();
    if (frame != null) {
      String missing =
          frame.kind.isCollection()
              ? "is never closed; add the missing " + frame.kind.closing
              : "has no value after it; remove it";
      throw new Unreadable(frame.at, Quoted.plain(frame.kind.opening + frame.tag) + " " + missing);
    }
    Form value = root;
    if (value == null) {
      throw new Unreadable(at, "the file holds no configuration; write a vector of sources [...]");
    }
    return value;
  }

  private void step(char next, Position at) throws Unreadable {
    switch (next) {
      case '[' -> open(Frame.Kind.VECTOR, at);
      case '(' -> open(Frame.Kind.ROUND, at);
      case '{' -> open(Frame.Kind.ENTRIES, at);
      case ']', ')', '}' -> close(next, at);
      case '#' -> dispatch(at);
      default -> scalar(next, at);
    }
  }

  private void open(Frame.Kind kind, Position at) throws Unreadable {
    text.read();
    push(kind, at, "");
  }

  private void push(Frame.Kind kind, Position at, String tag) throws Unreadable {
    if (open.size() == MAX_NESTING) {
      throw new Unreadable(
          at,
          "brackets, tags and #_ are nested deeper than "
              + MAX_NESTING
              + " here; a configuration needs five");
    }
    open.push(new Frame(kind, at, tag, Optional.ofNullable(open.peek()), problems));
  }

  private void close(char bracket, Position at) throws Unreadable {
    text.read();
    Frame frame = open.peek();
    if (frame == null) {
      throw new Unreadable(at, bracket + " closes nothing; remove it");
    }
    if (!frame.kind.isCollection()) {
      throw new Unreadable(
          frame.at,
          Quoted.plain(frame.kind.opening + frame.tag) + " has no value after it; remove it");
    }
    if (frame.kind.closing != bracket) {
      throw new Unreadable(
          at,
          String.format(
              "%c does not close the %s of %s; expected %c",
              bracket, frame.kind.opening, frame.at, frame.kind.closing));
    }
    open.pop();
    complete(frame.close(), frame.comparison());
  }

  private void dispatch(Position at) throws Unreadable {
    text.read();
    int next = text.peek();
    if (next == '{') {
      open(Frame.Kind.MEMBERS, at);
    } else if (next == '_') {
      open(Frame.Kind.DISCARD, at);
    } else if (Character.isLetter(next)) {
      push(Frame.Kind.TAG, at, scan(at).toString());
    } else {
      throw new Unreadable(
          at,
          Quoted.of("#" + text.from(text.offset(), 1))
              + " is not EDN; nothing in a configuration is evaluated, and only #{...}, #_, #inst"
              + " and #uuid begin with #");
    }
  }

  private void complete(Form form, String comparison) {
    Form value = form;
    String compared = comparison;
    for (Frame top = open.peek(); top != null; top = open.peek()) {
      if (top.kind.isCollection()) {
        top.add(value, compared);
        return;
      }
      open.pop();
      if (top.kind == Frame.Kind.DISCARD) {
        return;
      }
      value = tagged(top, value);
      compared = top.tag + compared;
    }
    root = value;
  }

  private Form tagged(Frame frame, Form value) {
    if (frame.discarded || value instanceof Form.Told) {
      return new Form.Told(frame.at);
    }
    String tag = Quoted.plain("#" + frame.tag);
    Optional<Tag> builtIn = Optional.ofNullable(BUILT_IN.get(frame.tag));
    if (builtIn.isEmpty()) {
      problems.add(frame.at, () -> "the tag " + tag + " is not read; write plain data without it");
      return new Form.Told(frame.at);
    }
    if (value instanceof Form.Text string && isReadable(builtIn.get(), string.text())) {
      return new Form.Other(frame.at, tag + " " + Quoted.of(string.text()));
    }
    problems.add(
        frame.at,
        () ->
            tag
                + " does not take "
                + value.described()
                + "; write #inst \"2026-01-31T12:00:00Z\" or #uuid with its 32 digits in quotes");
    return new Form.Told(frame.at);
  }

  private static boolean isReadable(Tag tag, String value) {
    try {
      SYNTAX.getTagHandler(tag).transform(tag, value);
      return true;
    } catch (EdnException | IllegalArgumentException e) {
      return false;
    }
  }

  private void scalar(char next, Position at) throws Unreadable {
    boolean signed = next == '-' || next == '+';
    boolean number = isDigit(signed ? text.peekSecond() : next);
    if (number && text.wordLength(text.offset()) > MAX_NUMBER) {
      throw new Unreadable(
          at, "this number is longer than " + MAX_NUMBER + " characters; write a shorter one");
    }
    Object value = scan(at);
    if (value instanceof String string) {
      // The length makes the ends of strings plain when comparisons are joined.
      complete(new Form.Text(at, string), '"' + string.length() + ":" + string);
    } else if (value instanceof Keyword keyword) {
      complete(new Form.Key(at, keyword.toString()), keyword + " ");
    } else if (value instanceof Long whole) {
      complete(new Form.Whole(at, whole), whole + " ");
    } else {
      String shown = value instanceof Character ? "\\" + value : value.toString();
      String comparison = value.getClass().getSimpleName() + shown + " ";
      complete(new Form.Other(at, shown), comparison);
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The string, number, name or character that begins here; nil as the symbol of that name. */
  private Object scan(Position at) throws Unreadable {
    int start = text.offset();
    try {
      return Objects.requireNonNullElse(scalars.nextValue(text), NIL);
    } catch (EdnException | NumberFormatException e) {
      throw new Unreadable(at, whyNot(start));
    }
  }

  private String whyNot(int start) {
    String line = text.from(start, MAX_SHOWN).lines().findFirst().orElse("");
    boolean string = line.startsWith("\"");
    String shown =
        Quoted.plain(string ? line : text.from(start, Math.min(MAX_SHOWN, text.wordLength(start))));
    return switch (shown.charAt(0)) {
      case '"' ->
          "the string that begins with "
              + shown
              + " has no closing quote, or an escape other than \\\" \\\\ \\t \\n \\r \\b \\f"
              + " and \\u with four digits";
      case ':' -> shown + " is no keyword; write a colon and a name, such as :host-to-path";
      case '\\' -> shown + " is no character; text stands in \"quotes\"";
      case '\'' -> "a single quote means nothing here; text stands in \"double quotes\"";
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-', '+' ->
          shown + " is no number; text stands in \"quotes\"";
      default -> shown + " cannot be read here; text stands in \"quotes\"";
    };
  }

  /** The text cannot be read on from here. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Position where;

    Unreadable(Position where, String message) {
      super(message, null, false, false);
      this.where = where;
    }
  }
}
