package org.hesokuri.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.disk.SharedRights;

/**
 * A lock file of Git's that can be proved to be ours even after a kill or a power cut: it is a
 * second name of a private file, which was made durable first. What JGit leaves behind when it is
 * killed could not be told from somebody else's lock.
 */
final class ProvenLock implements AutoCloseable {

  static final String PREFIX = "lock-";

  private final Path own;
  private final Path lock;

  private ProvenLock(Path own, Path lock) {
    this.own = own;
    this.lock = lock;
  }

  /**
   * Takes the lock of a file.
   *
   * @param content what the file shall have if the lock is committed
   * @throws HeldLock if somebody holds it
   */
  static ProvenLock take(Path commonDir, Path guarded, byte[] content) throws IOException {
    Path folder = Disk.createFolders(commonDir, folder(commonDir));
    Path own = folder.resolve(PREFIX + UUID.randomUUID());
    Disk.create(own, content);
    SharedRights.of(commonDir).giveTo(own);
    Disk.sync(folder);
    Path lock = guarded.resolveSibling(guarded.getFileName() + ".lock");
    try {
      link(lock, own);
    } catch (IOException | RuntimeException e) {
      Files.delete(own);
      throw e;
    }
    return new ProvenLock(own, lock);
  }

  static void link(Path lock, Path own) throws IOException {
    try {
      Files.createLink(lock, own);
    } catch (FileAlreadyExistsException held) {
      throw new HeldLock(lock);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      throw new IOException(
          "the lock "
              + lock
              + " cannot be made as a hard link ("
              + e.getMessage()
              + "); a file system without hard links, such as FAT, is not safe enough",
          e);
    }
  }

  /** Replaces what the guarded file shall have. */
  void rewrite(byte[] content) throws IOException {
    Disk.overwrite(own, content);
  }

  /** Puts the content in force. */
  void commit(Path guarded) throws IOException {
    Disk.rename(lock, guarded);
  }

  /** Lets go of the lock if it was not committed. */
  @Override
  public void close() throws IOException {
    release(lock, own);
    Files.deleteIfExists(own);
  }

  /** Whether a killed process may have left something; says so without changing anything. */
  static boolean hasLeftovers(Path commonDir) throws IOException {
    return !leftovers(commonDir).isEmpty();
  }

  private static List<Path> leftovers(Path commonDir) throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder(commonDir), PREFIX + "*")) {
      entries.forEach(left::add);
    } catch (NoSuchFileException | NotDirectoryException neverUsed) {
      return List.of();
    }
    return left;
  }

  /** Removes what a killed process left, and nothing else; see {@link #whileNobodyElseIs}. */
  static void removeLeftovers(Path commonDir) throws IOException {
    List<Path> left = leftovers(commonDir);
    for (Path lock : locks(commonDir)) {
      for (Path own : left) {
        release(lock, own);
      }
    }
    for (Path own : left) {
      Files.deleteIfExists(own);
    }
  }

  private static List<Path> locks(Path commonDir) throws IOException {
    List<Path> locks = new ArrayList<>(List.of(commonDir.resolve("packed-refs.lock")));
    Files.walkFileTree(
        commonDir.resolve("refs"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".lock")) {
              locks.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return locks;
  }

  /** Work that nobody else's start may take for a leftover. */
  interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Does the work while no other process changes refs here in our way. The system lets go when the
   * process dies.
   *
   * @param otherwise the answer if another process is at it
   */
  static <T> T whileNobodyElseIs(Path commonDir, Work<T> work, T otherwise) throws IOException {
    Path file = Disk.createFolders(commonDir, folder(commonDir)).resolve("moving-refs");
    boolean isNew = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (isNew) {
        SharedRights.of(commonDir).giveTo(file);
      }
      try {
        if (channel.tryLock() == null) {
          return otherwise;
        }
      } catch (OverlappingFileLockException inThisProcess) {
        return otherwise;
      }
      return work.run();
    }
  }

  static Path folder(Path commonDir) {
    return commonDir.resolve("hesokuri");
  }

  static void release(Path lock, Path own) throws IOException {
    try {
      if (Files.isSameFile(lock, own)) {
        Files.delete(lock);
      }
    } catch (NoSuchFileException gone) {
      // Committed, or never taken.
    }
  }
}
