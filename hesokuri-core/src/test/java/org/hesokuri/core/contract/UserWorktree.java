package org.hesokuri.core.contract;

import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.CommitHash;

/** A worktree in the hands of its user. */
public interface UserWorktree {

  /** What a user can leave a worktree in the middle of. */
  enum Work {
    /** {@code git merge} that waits for a commit. */
    MERGE,
    /** {@code git cherry-pick} that stopped. */
    CHERRY_PICK,
    /** {@code git revert} that waits for a commit. */
    REVERT,
    /** {@code git rebase -i} at a break: HEAD is detached. */
    REBASE,
    /** {@code git bisect start} that has moved HEAD away from its branch. */
    BISECT,
    /** {@code git bisect start}, HEAD being where it was. */
    BISECT_IN_PLACE,
    /** {@code git am} with a patch that does not apply. */
    AM;

    /** Whether HEAD is detached by it, to come back to its branch later. */
    public boolean detaches() {
      return this == REBASE || this == BISECT;
    }

    /** Whether it will come back to, or rewrite, the branch on which it began. */
    public boolean reserves() {
      return detaches() || this == BISECT_IN_PLACE;
    }
  }

  /** Its path, as snapshots name it. */
  String path();

  /** {@code git checkout -f <branch>}. */
  void checkOut(String branch);

  /** {@code git checkout -f --detach <commit>}. */
  void detach(CommitHash commit);

  /** {@code git reset --hard <commit>}. */
  void reset(CommitHash commit);

  /** {@code git add -A} and {@code git commit}, or {@code git commit --amend}. */
  CommitHash commitAll(String message, boolean amend);

  /** {@code git stash -u}, as far as files and index go. */
  void clean();

  /** Whether {@code git status} is silent. */
  boolean isClean();

  /** Writes a file. */
  void write(String file, String content);

  /** What a file holds; empty if it is not there. */
  default Optional<String> read(String file) {
    return Optional.ofNullable(files().get(file));
  }

  /** All files, each with its content. */
  Map<String, String> files();

  /** Removes a file. */
  void remove(String file);

  /** {@code chmod +x}. */
  void makeExecutable(String file);

  /** {@code git add -A <file>}. */
  void stage(String file);

  /** {@code git rm --cached <file>}: what is staged is a deletion. */
  void unstage(String file);

  /** From now on the file is ignored, by a rule outside of the worktree. */
  void ignore(String file);

  /** {@code git update-index --assume-unchanged}. */
  void assumeUnchanged(String file);

  /** {@code git update-index --skip-worktree}. */
  void skipWorktree(String file);

  /** Begins something and leaves it there; the worktree is clean and its branch born. */
  void begin(Work work);

  /** Gives up what was begun; HEAD, index and files stay. */
  void end();

  /** Takes or gives back {@code index.lock}. */
  void lockIndex(boolean held);
}
