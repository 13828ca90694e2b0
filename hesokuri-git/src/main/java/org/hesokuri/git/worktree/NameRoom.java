package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether names find room in the file system of a folder. It is asked itself, as each has a limit
 * of its own, in bytes or in characters.
 */
final class NameRoom {

  private final Path top;
  private final Set<String> fitting = new HashSet<>();

  NameRoom(Path top) {
    this.top = top;
  }

  /** The first part of the path that can be no name there; empty if all can. */
  Optional<String> unfit(String path) throws IOException {
    for (String part : path.split("/", -1)) {
      // In the top folder, as nothing can be asked in one that is yet to be made.
      if (!fitting.contains(part) && !isAccepted(top.resolve(part))) {
        return Optional.of(part);
      }
      fitting.add(part);
    }
    return Optional.empty();
  }

  /** Whether the system takes a path that is so many bytes longer than that of the folder. */
  boolean takes(int more) throws IOException {
    return isAccepted(Path.of(top + "/.".repeat((more + 1) / 2)));
  }

  private static boolean isAccepted(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // The folder is there and may be read: it is the name that is wrong.
      return false;
    }
  }
}
