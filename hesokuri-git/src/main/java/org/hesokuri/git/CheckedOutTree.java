package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;
import org.hesokuri.core.model.CommitHash;

/** Tells whether a checkout that happened while a branch moved took the old tip or the new one. */
final class CheckedOutTree {

  private static final int OLD = 0;
  private static final int NEW = 1;
  private static final int INDEX = 2;

  /** A checkout names the branch in HEAD before or after it writes the index, and is then done. */
  private static final Duration CHECKOUT_UNDER_WAY = Duration.ofSeconds(2);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private CheckedOutTree() {}

  /**
   * Whether the index has all that differs between the trees as the new one has it; false if it
   * cannot be told.
   *
   * @param gitDir the git folder of the worktree
   * @param from the old tip; empty if there was none
   */
  static boolean showsNew(
      Repository repository, Path gitDir, Optional<CommitHash> from, CommitHash to) {
    Path index = gitDir.resolve("index");
    if (!awaitIndex(index)) {
      return false;
    }
    try (RevWalk commits = new RevWalk(repository);
        TreeWalk trees = new TreeWalk(repository)) {
      if (from.isPresent()) {
        trees.addTree(commits.parseCommit(id(from.get())).getTree());
      } else {
        trees.addTree(new EmptyTreeIterator());
      }
      trees.addTree(commits.parseCommit(id(to)).getTree());
      trees.addTree(new DirCacheIterator(DirCache.read(index.toFile(), FS.DETECTED)));
      trees.setRecursive(true);
      while (trees.next()) {
        if (!same(trees, OLD, NEW) && !same(trees, INDEX, NEW)) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      // An index of a kind that JGit cannot read tells nothing.
      return false;
    }
  }

  private static boolean same(TreeWalk trees, int one, int other) {
    return trees.getRawMode(one) == trees.getRawMode(other) && trees.idEqual(one, other);
  }

  private static ObjectId id(CommitHash hash) {
    return ObjectId.fromString(hash.hex());
  }

  /** Waits until there is an index and nobody writes it; false if that takes too long. */
  private static boolean awaitIndex(Path index) {
    Path lock = index.resolveSibling("index.lock");
    long begin = System.nanoTime();
    while (Files.exists(lock, LinkOption.NOFOLLOW_LINKS) || !Files.exists(index)) {
      if (System.nanoTime() - begin > CHECKOUT_UNDER_WAY.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
