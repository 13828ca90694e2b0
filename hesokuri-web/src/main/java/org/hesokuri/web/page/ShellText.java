package org.hesokuri.web.page;

import java.nio.charset.StandardCharsets;
import org.hesokuri.core.model.Quoted;

/** Text that a shell takes for one word, whatever it holds, and that shows as what it is. */
final class ShellText {

  private ShellText() {}

  /**
   * The text as one word for a POSIX shell: in quotes, so that nothing in it is a command; with
   * characters that nobody sees as escapes, which bash, zsh and ksh read.
   */
  static String word(String text) {
    if (text.matches("[A-Za-z0-9_./+@%:,-]+")) {
      return text;
    }
    if (Quoted.line(text).equals(text)) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    StringBuilder word = new StringBuilder("$'");
    text.codePoints().forEach(c -> append(word, c));
    return word.append("'").toString();
  }

  private static void append(StringBuilder word, int c) {
    String character = Character.toString(c);
    if (c == '\'' || c == '\\') {
      word.append('\\').append(character);
    } else if (Quoted.line(character).equals(character)) {
      word.append(character);
    } else {
      for (byte each : character.getBytes(StandardCharsets.UTF_8)) {
        word.append(String.format("\\%03o", each));
      }
    }
  }

  /** A path, of which the shell still replaces a home folder at its start. */
  static String path(String text) {
    return text.startsWith("~/") ? "~/" + word(text.substring(2)) : word(text);
  }
}
