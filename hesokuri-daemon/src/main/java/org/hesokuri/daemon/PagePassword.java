package org.hesokuri.daemon;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.reason.IoReason;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.web.PasswordHash;

/**
 * The password of the page for those who come from other machines: only its hash is kept, in the
 * state folder, in a file that only the user can read.
 */
final class PagePassword {

  private static final String NAME = "password";

  private PagePassword() {}

  /**
   * Reads what was set.
   *
   * @throws CannotStart if nothing was, or nothing that counts
   */
  static PasswordHash kept(Path stateFolder) throws CannotStart {
    PrivateFile file = new PrivateFile(stateFolder.resolve(NAME));
    try {
      Optional<String> text = file.read();
      if (text.isPresent()) {
        return PasswordHash.parse(text.get());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw CannotStart.because(
          "the page's password in "
              + Quoted.of(file.path().toString())
              + " cannot be used: "
              + Quoted.plain(String.valueOf(e.getMessage()))
              + "; set it anew with hesokuri password",
          e);
    }
    throw CannotStart.because(
        "$HESOBIND needs a password, and there is none that only you could have read; set one with"
            + " hesokuri password",
        new IllegalStateException("no password"));
  }

  /**
   * Takes a new one and keeps its hash.
   *
   * @param piped whether it is the first line of the standard input; otherwise it is asked for
   *     twice on the terminal
   */
  static void take(Path stateFolder, boolean piped) throws CannotDo {
    PasswordHash hash;
    try {
      hash = PasswordHash.of(piped ? firstLine() : typedTwice());
    } catch (IllegalArgumentException e) {
      throw new CannotDo(String.valueOf(e.getMessage()) + "; nothing was changed");
    }
    try {
      Files.createDirectories(
          stateFolder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      new PrivateFile(stateFolder.resolve(NAME)).write(hash.text());
    } catch (IOException e) {
      throw new CannotDo(
          "the password cannot be kept in "
              + Quoted.of(stateFolder.toString())
              + ": "
              + IoReason.of(e));
    }
  }

  private static String typedTwice() throws CannotDo {
    char[] one = typed("A new password for the page: ");
    char[] again = typed("Once more: ");
    if (!Arrays.equals(one, again)) {
      throw new CannotDo("the two are not the same; nothing was changed");
    }
    return new String(one);
  }

  private static char[] typed(String prompt) throws CannotDo {
    Console console =
        Terminal.console()
            .orElseThrow(
                () ->
                    new CannotDo(
                        "there is no terminal to ask on; pipe the password in with --stdin"));
    return Optional.ofNullable(console.readPassword("%s", prompt))
        .orElseThrow(() -> new CannotDo("no password was given; nothing was changed"));
  }

  private static String firstLine() throws CannotDo {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return Optional.ofNullable(in.readLine())
          .orElseThrow(() -> new CannotDo("no password was given; nothing was changed"));
    } catch (IOException e) {
      throw new CannotDo("no password could be read: " + IoReason.of(e));
    }
  }
}
