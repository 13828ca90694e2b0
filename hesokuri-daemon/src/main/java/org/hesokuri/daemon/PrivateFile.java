package org.hesokuri.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.hesokuri.daemon.file.Replacement;

/** A short text in a file that only the user can read. */
record PrivateFile(Path path) {

  /** More than anything that is written here. */
  private static final int MOST_BYTES = 256;

  /**
   * The text, without blanks at its ends; empty if there is no file, or if others than the user can
   * read or write it, so that what it holds can no longer be trusted.
   */
  Optional<String> read() throws IOException {
    try {
      if (!Replacement.OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
        return Optional.empty();
      }
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
          continue;
        }
        return Optional.of(
            new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip());
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces the text, and ends it with a line feed. */
  void write(String text) throws IOException {
    Replacement.write(path, text + "\n", Replacement.OWNER_ONLY);
  }

  void remove() throws IOException {
    Files.deleteIfExists(path);
  }
}
