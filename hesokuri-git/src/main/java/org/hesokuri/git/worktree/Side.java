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

  static Side of(FileMode mode, ObjectId id) {
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
