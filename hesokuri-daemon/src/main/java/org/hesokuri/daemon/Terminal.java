package org.hesokuri.daemon;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whoever sits before the program, if somebody does.
 *
 * @param present whether somebody does
 * @param coloured whether lines for people are coloured; no colour says what no word says
 */
record Terminal(boolean present, boolean coloured) {

  private static final int WIDTH = 80;

  /** A command between backticks is one word, so that it can be copied. */
  private static final Pattern WORD = Pattern.compile("`[^`]*`\\S*|\\S+");

  private static final String WELL = "\u001b[32m";
  private static final String ILL = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  /**
   * The terminal of this process. It is coloured unless the user does not want that: {@code
   * NO_COLOR}, see no-color.org, or a terminal that cannot.
   */
  static Terminal of(Map<String, String> environment) {
    boolean present = console().isPresent();
    return new Terminal(
        present,
        present
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb"));
  }

  /** Where questions are asked; empty if input or output is not a terminal. */
  // From JDK 22 on there is always a console, which then reads what is piped.
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Terminal::isTerminal);
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK's console cannot be asked what it is", e);
    }
  }

  /**
   * A line of prose: broken between words where somebody reads it, since a terminal breaks within
   * them; elsewhere as it is, for programs.
   *
   * @param before how many columns are taken by what stands before it
   * @param indent how many blanks what follows after a break is set in by
   */
  String prose(String line, int before, int indent) {
    if (!present) {
      return line;
    }
    StringBuilder laid = new StringBuilder();
    int begin = 0;
    int end = 0;
    int column = before;
    Matcher words = WORD.matcher(line);
    while (words.find()) {
      if (end > 0 && column + words.end() - begin > WIDTH) {
        laid.append(line, begin, end).append('\n').append(" ".repeat(indent));
        begin = words.start();
        column = indent;
      }
      end = words.end();
    }
    return laid.append(line.substring(begin)).toString();
  }

  /** Text that says that something is as it should be, or that it is not. */
  String shown(String text, boolean well) {
    return coloured ? (well ? WELL : ILL) + text + PLAIN : text;
  }
}
