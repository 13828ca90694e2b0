package org.hesokuri.git;

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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Files and folders that are still there after a power cut. */
final class DurableFiles {

  private DurableFiles() {}

  /** Writes a whole file; its folder is not flushed. */
  static void write(Path file, byte[] content, OpenOption... how) throws IOException {
    try (FileChannel channel = FileChannel.open(file, how)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Flushes the names in a folder, or the content of a file. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Flushes a folder with everything below it. */
  static void syncAll(Path folder) throws IOException {
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

  /**
   * Makes the folder and those between it and the one above, which must be there: where a disk was
   * unmounted, nothing appears.
   *
   * @throws FileAlreadyExistsException if something that is no folder is in the way
   * @throws java.nio.file.NoSuchFileException if the one above is gone
   */
  static Path createFolders(Path above, Path folder) throws IOException {
    Path parent = folder.getParent();
    if (folder.equals(above) || parent == null || Files.isDirectory(folder)) {
      return folder;
    }
    createFolders(above, parent);
    try {
      Files.createDirectory(folder);
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
  static boolean removeEmptyFolders(Path folder) throws IOException {
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
}
