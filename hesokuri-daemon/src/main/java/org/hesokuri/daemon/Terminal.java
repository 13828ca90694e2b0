package org.hesokuri.daemon;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/**
 * Whoever sits before the program, if somebody does.
 *
 * @param coloured whether lines for people are coloured; no colour says what no word says
 */
record Terminal(boolean coloured) {

  private static final String WELL = "\u001b[32m";
  private static final String ILL = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  /**
   * The terminal of this process. It is coloured unless the user does not want that: {@code
   * NO_COLOR}, see no-color.org, or a terminal that cannot.
   */
  static Terminal of(Map<String, String> environment) {
    return new Terminal(
        console().isPresent()
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

  /** Text that says that something is as it should be, or that it is not. */
  String shown(String text, boolean well) {
    return coloured ? (well ? WELL : ILL) + text + PLAIN : text;
  }
}
