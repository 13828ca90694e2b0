package org.hesokuri.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A short text in a file that only the user can read. It is replaced in one go: whoever reads it
 * sees the old text or the new one, also after a loss of power.
 */
record PrivateFile(Path path) {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);

  /** More than anything that is written here. */
  private static final int MOST_BYTES = 256;

  /**
   * The text, without blanks at its ends; empty if there is no file, or if others than the user can
   * read or write it, so that what it holds can no longer be trusted.
   */
  Optional<String> read() throws IOException {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
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
    Path next = path.resolveSibling(path.getFileName() + ".new");
    // What an earlier life left behind may have another mode.
    Files.deleteIfExists(next);
    try (FileChannel file =
        FileChannel.open(
            next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), MODE)) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }

  void remove() throws IOException {
    Files.deleteIfExists(path);
  }
}
