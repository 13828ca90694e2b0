package org.hesokuri.daemon.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads ref files without the milliseconds that starting git takes. */
final class Refs {

  private Refs() {}

  /** What a loose ref file holds now; an empty text if there is none. */
  static String at(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
