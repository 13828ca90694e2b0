package org.hesokuri.daemon.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.hesokuri.daemon.file.Replacement;
import org.hesokuri.daemon.reason.IoReason;

/** A file in which a service manager reads what to run. */
record ServiceFile(Path path) {

  private static final int FIRST_LINES = 2;

  /** There is no secret in it; service managers warn of those that they alone may read. */
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

  /** Whether anything is there, be it only a link that leads nowhere. */
  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes sure that nobody else's work is touched.
   *
   * @throws CannotInstall if something is there that this program did not write
   */
  void checkOurs() throws CannotInstall {
    if (exists() && !isOurs()) {
      throw new CannotInstall(
          path + " is not of hesokuri's making, and stays as it is; move it away, then try again");
    }
  }

  private boolean isOurs() throws CannotInstall {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      for (int i = 0; i < FIRST_LINES; i++) {
        String line = lines.readLine();
        if (line != null && line.contains(Template.MARK)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new CannotInstall("cannot read " + path + ": " + IoReason.of(e) + "; is it yours?", e);
    }
  }

  /**
   * Writes it, in one go.
   *
   * @throws CannotInstall if it cannot be written
   */
  void write(String text) throws CannotInstall {
    try {
      Files.createDirectories(path.getParent());
      Replacement.write(path, text, MODE);
    } catch (IOException e) {
      throw new CannotInstall(
          "cannot write " + path + ": " + IoReason.of(e) + "; is the folder yours?", e);
    }
  }

  /**
   * Removes it.
   *
   * @throws CannotInstall if it cannot be removed
   */
  void remove() throws CannotInstall {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new CannotInstall(
          "cannot remove " + path + ": " + IoReason.of(e) + "; is the folder yours?", e);
    }
  }
}
