package org.hesokuri.daemon;

import java.io.Console;
import java.util.Locale;
import java.util.Set;
import org.hesokuri.daemon.repository.CannotDo;

/** The user's word before something is deleted. */
final class Consent {

  private static final Set<String> YES = Set.of("y", "yes");

  private Consent() {}

  /**
   * Asks on the terminal.
   *
   * @return whether the user agrees; anything but yes is a no
   * @throws CannotDo if there is no terminal to ask on
   */
  // From JDK 22 on there is always a console, which then reads what is piped.
  @SuppressWarnings("SystemConsoleNull")
  static boolean to(String question) throws CannotDo {
    Console console = System.console();
    if (console == null || !isTerminal(console)) {
      throw new CannotDo("there is no terminal to ask on; nothing was changed, say --yes to agree");
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
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
}
