package org.hesokuri.daemon;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;
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
  static boolean to(String question) throws CannotDo {
    Optional<Console> console = Terminal.console();
    if (console.isEmpty()) {
      throw new CannotDo("there is no terminal to ask on; nothing was changed, say --yes to agree");
    }
    String answer = console.get().readLine("%s [y/N] ", question);
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
