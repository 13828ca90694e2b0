package org.hesokuri.git;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.hesokuri.core.git.Worktree;

/**
 * A worktree and where Git keeps what it knows of it.
 *
 * @param worktree what it holds
 * @param gitDir the folder of its HEAD and index
 */
record KnownWorktree(Worktree worktree, Path gitDir) {

  /** The lock of its index, if somebody holds it; it says so whatever else is under way. */
  Optional<Path> heldIndexLock() {
    return Optional.of(gitDir.resolve("index.lock"))
        .filter(lock -> Files.exists(lock, LinkOption.NOFOLLOW_LINKS));
  }
}
