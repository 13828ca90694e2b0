package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hesokuri.git.disk.SharedRights;

/**
 * Held while a fast-forward or a recovery is at work in a repository, so that nobody takes one that
 * is under way for one that crashed. The system lets go of it when the process dies.
 */
final class RunLock {

  private RunLock() {}

  /** What is done under the lock. */
  interface Work<T> {
    /** Does it. */
    T run() throws Stopped, IOException;
  }

  static <T> T holding(Path commonDir, Work<T> work) throws Stopped, IOException {
    Path file = folder(commonDir).resolve("advancing");
    boolean isNew = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (isNew) {
        SharedRights.of(commonDir).giveTo(file);
      }
      if (!isTaken(channel)) {
        throw Stopped.passing("another Hesokuri is at work in " + commonDir, file);
      }
      return work.run();
    }
  }

  /** Only the last folder is made: nothing appears where a disk was unmounted. */
  private static Path folder(Path commonDir) throws IOException {
    Path own = WorktreeHome.own(commonDir);
    if (!Files.isDirectory(own)) {
      try {
        Files.createDirectory(own);
        SharedRights.of(commonDir).giveTo(own);
      } catch (FileAlreadyExistsException madeMeanwhile) {
        return own;
      }
    }
    return own;
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
