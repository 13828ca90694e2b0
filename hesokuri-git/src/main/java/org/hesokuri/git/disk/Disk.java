package org.hesokuri.git.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done to files and folders so that it is still so after a loss of power. */
public final class Disk {

  private Disk() {}

  /** Waits until the content of the file, or the names in the folder, are on the disk. */
  public static void sync(Path fileOrFolder) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Flushes a folder with everything below it. */
  public static void syncAll(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              sync(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            sync(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Makes a new file with the content, on the disk when this returns; its name need not be. */
  public static void create(Path file, byte[] content) throws IOException {
    create(file, ByteBuffer.wrap(content));
  }

  /** Makes a new file with the content, on the disk when this returns; its name need not be. */
  public static void create(Path file, ByteBuffer content) throws IOException {
    write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Writes a file anew under all of its names; a loss of power may leave any part of it. */
  public static void overwrite(Path file, byte[] content) throws IOException {
    write(
        file,
        ByteBuffer.wrap(content),
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void write(Path file, ByteBuffer content, OpenOption... how) throws IOException {
    try (FileChannel channel = FileChannel.open(file, how)) {
      write(channel, content);
      channel.force(true);
    }
  }

  /** Writes all of it where the file is open. */
  public static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The folder of a file, which every file but the top of the disk has. */
  public static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
  }

  /**
   * Puts the content in the place of what the file holds, or makes the file: whoever reads it sees
   * the old content or the new one, also after a loss of power. Nobody else may be at it. What a
   * kill leaves, a file with {@code .new} at the end of its name, is overwritten the next time.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    replace(file, content, SharedRights.UMASK);
  }

  /**
   * The same for a file that others use, too.
   *
   * @param rights who may use the file, see {@link SharedRights}
   */
  public static void replace(Path file, byte[] content, SharedRights rights) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      write(
          next,
          ByteBuffer.wrap(content),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
      rights.giveTo(next);
      rename(next, file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(next);
      throw e;
    }
  }

  /** Renames over what is there; the rename is on the disk when this returns. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(folderOf(to));
  }

  /**
   * Makes the folder and those between it and the common git folder above, which must be there:
   * where a disk was unmounted, nothing appears. Whoever shares the repository may use them too.
   *
   * @throws FileAlreadyExistsException if something that is no folder is in the way
   * @throws java.nio.file.NoSuchFileException if the one above is gone
   */
  public static Path createFolders(Path above, Path folder) throws IOException {
    Path parent = folder.getParent();
    if (folder.equals(above) || parent == null || Files.isDirectory(folder)) {
      return folder;
    }
    createFolders(above, parent);
    try {
      Files.createDirectory(folder);
      SharedRights.of(above).giveTo(folder);
      sync(parent);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(folder)) {
        throw there;
      }
    }
    return folder;
  }

  /**
   * Removes a folder if there is nothing but folders in it, as Git leaves them where names with a
   * slash were.
   *
   * @return whether nothing is in the way at the place now
   */
  public static boolean removeEmptyFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
      return true;
    } catch (DirectoryNotEmptyException occupied) {
      return false;
    }
  }

  /** Removes a folder of our own with all that is in it. */
  public static void removeAll(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
