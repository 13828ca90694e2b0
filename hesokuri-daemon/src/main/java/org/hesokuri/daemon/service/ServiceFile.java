package org.hesokuri.daemon.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.hesokuri.core.model.Quoted;

/** A file in which a service manager reads what to run. */
record ServiceFile(Path path) {

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
    try (Stream<String> lines = Files.lines(path)) {
      return lines.limit(2).anyMatch(line -> line.contains(Template.MARK));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new CannotInstall(
          "cannot read " + path + ": " + Quoted.plain(e.toString()) + "; is it yours?", e);
    }
  }

  /**
   * Writes it, in one go.
   *
   * @throws CannotInstall if it cannot be written
   */
  void write(String text) throws CannotInstall {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(next, text);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CannotInstall(
          "cannot write " + path + ": " + Quoted.plain(e.toString()) + "; is the folder yours?", e);
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
          "cannot remove " + path + ": " + Quoted.plain(e.toString()) + "; is the folder yours?",
          e);
    }
  }
}
