package org.hesokuri.daemon.ask;

import org.hesokuri.core.model.Quoted;

/** Texts as single words of a command line, to be pasted into a shell. */
public final class ShellWord {

  private static final String HARMLESS = "[A-Za-z0-9_./:@%+=-]+";

  private ShellWord() {}

  /**
   * The word: as it is if no shell sees anything in it, else quoted. A text with control or
   * direction-changing characters is shown with escapes, so that what is seen is what is pasted; it
   * then names nothing rather than something else.
   */
  public static String of(String text) {
    String shown = Quoted.line(text);
    return shown.matches(HARMLESS) ? shown : "'" + shown.replace("'", "'\\''") + "'";
  }
}
