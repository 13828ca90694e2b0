package org.hesokuri.git.worktree;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What a tree has at a path.
 *
 * @param mode the mode as the index spells it
 * @param id the blob, or the commit of a submodule
 */
record Side(int mode, ObjectId id) {

  private static final int OWNER_MAY_RUN = 0100;

  /**
   * A side with one of the modes that an index may hold, as git makes it of any other: of a file
   * only the executable bit of its owner counts, and what is neither file, link nor folder is a
   * submodule.
   */
  static Side of(int rawMode, ObjectId id) {
    FileMode mode =
        switch (rawMode & FileMode.TYPE_MASK) {
          case FileMode.TYPE_FILE ->
              (rawMode & OWNER_MAY_RUN) != 0 ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
          case FileMode.TYPE_SYMLINK -> FileMode.SYMLINK;
          default -> FileMode.GITLINK;
        };
    return new Side(mode.getBits(), id.copy());
  }

  boolean isLink() {
    return FileMode.SYMLINK.equals(mode);
  }

  boolean isSubmodule() {
    return FileMode.GITLINK.equals(mode);
  }

  boolean isExecutable() {
    return FileMode.EXECUTABLE_FILE.equals(mode);
  }
}
