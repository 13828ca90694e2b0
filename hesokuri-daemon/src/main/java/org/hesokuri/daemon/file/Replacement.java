package org.hesokuri.daemon.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is going to take the place of a file, in a file beside it. Whoever reads the file sees the
 * old text or the new one, also after a loss of power.
 *
 * <p>A link at the place is replaced, not followed. A replacement that has not taken its place
 * leaves nothing behind when it is closed. A kill may leave its file, which has a name of its own,
 * so that two who replace a file at the same time do not write into each other's.
 */
public final class Replacement implements AutoCloseable {

  /** Only the user reads and writes it. */
  public static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Pattern BESIDE = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.new");

  private final Path file;
  private final Path next;

  private Replacement(Path file, Path next) {
    this.file = file;
    this.next = next;
  }

  /**
   * Puts a text in the place of what the file holds; makes the file where there is none.
   *
   * @param mode who may read and write it from the first moment on
   * @throws IOException if it cannot be written; unless only the folder could not be flushed, the
   *     file is as it was
   */
  public static void write(Path file, String text, Set<PosixFilePermission> mode)
      throws IOException {
    try (Replacement replacement = of(file, text, mode)) {
      replacement.takePlace();
    }
  }

  /**
   * Writes the text beside the file, on the disk when this returns.
   *
   * @param mode who may read and write it from the first moment on
   */
  public static Replacement of(Path file, String text, Set<PosixFilePermission> mode)
      throws IOException {
    Path next = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
    Replacement replacement = new Replacement(file, next);
    try {
      replacement.write(text, mode);
      return replacement;
    } catch (IOException | RuntimeException e) {
      replacement.close();
      throw e;
    }
  }

  private void write(String text, Set<PosixFilePermission> mode) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(mode))) {
      grant(mode);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The mask of the process may have taken away what others are to read. */
  private void grant(Set<PosixFilePermission> mode) throws IOException {
    Set<PosixFilePermission> given = new HashSet<>(Files.getPosixFilePermissions(next));
    if (given.addAll(mode)) {
      Files.setPosixFilePermissions(next, given);
    }
  }

  /** Where the text is until it takes its place. */
  public Path beside() {
    return next;
  }

  /** Takes the place of the file; that is on the disk when this returns. */
  public void takePlace() throws IOException {
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    // Without this the rename itself may not survive a loss of power.
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** Removes what has not taken its place. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(next);
  }

  /** Removes what kills left in a folder in which nobody else replaces a file now. */
  public static void removeLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(folder, Replacement::isBesideAFile)) {
      for (Path each : left) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static boolean isBesideAFile(Path path) {
    return BESIDE.matcher(path.getFileName().toString()).matches();
  }
}
