package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A lock file of Git's that we can prove to be ours, even after a crash: it is a second name of a
 * private file.
 *
 * @param own the private file
 * @param lock where Git looks for the lock
 */
record OwnedLock(Path own, Path lock) {

  /** Takes the lock. */
  void take() throws Stopped, IOException {
    try {
      Files.createLink(lock, own);
    } catch (FileAlreadyExistsException e) {
      throw held();
    } catch (NoSuchFileException e) {
      throw Stopped.lostRace("the folder of " + lock + " has just gone");
    } catch (UnsupportedOperationException e) {
      throw Stopped.refused(
          "the file system of " + lock + " has no hard links, which a safe advance needs");
    }
  }

  private Stopped held() {
    return Stopped.passing(
        lock
            + " is held by another program; if none is running, a crash left it behind:"
            + " remove it by hand",
        lock);
  }

  /** Refuses early if somebody holds the lock. */
  void mustBeFree() throws Stopped {
    if (FileContent.isThere(lock)) {
      throw held();
    }
  }

  boolean isOurs() throws IOException {
    return FileContent.isSame(own, lock);
  }

  /** Lets go of it, if it is ours. */
  void release() throws IOException {
    if (isOurs()) {
      Files.delete(lock);
    }
  }

  /**
   * Puts the content in force: the lock file takes the place of the file that it guards. That is on
   * the disk only when somebody has waited for its folder.
   */
  void commit(Path guarded) throws IOException {
    Files.move(lock, guarded, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
