package org.hesokuri.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.file.Replacement;
import org.hesokuri.daemon.reason.IoReason;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the daemon keeps what it must remember, held by one daemon at a time.
 *
 * <p>The hold is a lock of the operating system's, which ends with the process, however that ends.
 */
final class StateFolder implements AutoCloseable {

  private final Path folder;
  private final FileChannel lockFile;

  private StateFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Takes hold of the folder, which is made if it is missing.
   *
   * @throws CannotStart if another daemon holds it, or if it cannot be made or written
   */
  static StateFolder hold(Path folder) throws CannotStart {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(lockFile) == null) {
        String holder = holder(lockFile);
        lockFile.close();
        throw heldByAnother(folder, holder);
      }
      Replacement.removeLeftovers(folder);
      lockFile.truncate(0);
      lockFile.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new StateFolder(folder, lockFile);
    } catch (IOException e) {
      throw CannotStart.because(
          "cannot use the state folder "
              + Quoted.of(folder.toString())
              + ": "
              + IoReason.of(e)
              + "; make it writable, or set $XDG_STATE_HOME to a folder that is",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process, as in tests; for whoever asks that is the same.
      return null;
    }
  }

  private static String holder(FileChannel lockFile) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(20);
    lockFile.read(number, 0);
    String text = new String(number.array(), 0, number.position(), StandardCharsets.US_ASCII);
    return text.strip().matches("[0-9]+") ? " (process " + text.strip() + ")" : "";
  }

  private static CannotStart heldByAnother(Path folder, String holder) {
    String message =
        "another Hesokuri"
            + holder
            + " runs with the state folder "
            + Quoted.of(folder.toString())
            + "; stop it first";
    return CannotStart.because(message, new IllegalStateException(message));
  }

  /** A file in the folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Lets go of the folder. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
