package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.disk.Disk;

/** The folders between the top of a worktree and a path in it; never reached through a link. */
final class Folders {

  private Folders() {}

  /** The folders above the path, the nearest first, without the top. */
  static List<Path> above(Path top, Path path) {
    List<Path> found = new ArrayList<>();
    for (Path above = path.getParent();
        above != null && !above.equals(top);
        above = above.getParent()) {
      found.add(above);
    }
    return found;
  }

  /** Whether each folder above the path is a real one; false also if one is missing. */
  static boolean areReal(Path top, String path) {
    return above(top, top.resolve(path)).stream().allMatch(FileContent::isFolder);
  }

  /** Refuses if a folder above the path is a link, a file or missing. */
  static void mustBeReal(Path top, String path) throws Stopped {
    if (!areReal(top, path)) {
      throw Stopped.refused(
          "a folder above " + Quoted.plain(path) + " is missing or not a real folder",
          Disk.folderOf(top.resolve(path)));
    }
  }

  /**
   * Makes the folders above the path that are missing.
   *
   * @return false if something that is not a folder is in the way
   */
  static boolean make(Path top, String path) throws IOException {
    List<Path> folders = above(top, top.resolve(path));
    Collections.reverse(folders);
    for (Path folder : folders) {
      if (!FileContent.isFolder(folder)) {
        try {
          Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
          if (!FileContent.isFolder(folder)) {
            return false;
          }
        } catch (NoSuchFileException e) {
          return false;
        }
      }
    }
    return true;
  }
}
