package org.hesokuri.core.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;

/** A repository as its user handles it, with git and an editor, past the backend. */
public interface UserRepository {

  /** A hook that can be made to refuse pushes. */
  enum Hook {
    /** Refuses all of a push if one of its refs is meant. */
    PRE_RECEIVE,
    /** Refuses those refs that are meant. */
    UPDATE
  }

  /** Where the connection of a push breaks. */
  enum Cut {
    /** The objects have come, but nothing has moved. */
    BEFORE_THE_EFFECT,
    /** The branches have moved, but nobody was told. */
    BEFORE_THE_ANSWER
  }

  /** Where it is. */
  RepoPath path();

  /** The main worktree; not to be asked for if there is none. */
  UserWorktree main();

  /** {@code git worktree add <path> <branch>}. */
  UserWorktree addWorktree(String branch);

  /** {@code git worktree remove --force}. */
  void removeWorktree(UserWorktree linked);

  /** Makes commit objects that no ref points to; the hash of each by its name. */
  Map<String, CommitHash> make(List<Draft> drafts);

  /** Makes one commit object that no ref points to. */
  default CommitHash commit(Map<String, String> tree, List<CommitHash> parents) {
    return make(List.of(Draft.onTopOf(tree, parents))).values().iterator().next();
  }

  /** Takes over a commit of another repository, with all that it contains. */
  void fetch(UserRepository from, CommitHash commit);

  /** {@code git update-ref refs/heads/<branch> <tip>}. */
  void point(String branch, CommitHash tip);

  /** {@code git update-ref -d refs/heads/<branch>}. */
  void delete(String branch);

  /** {@code git symbolic-ref refs/heads/<branch> refs/heads/<target>}. */
  void alias(String branch, String target);

  /** A crash leaves nonsense in the file of a branch. */
  void damage(String branch);

  /** {@code git pack-refs --all}. */
  void packRefs();

  /** Every branch that can be read, and its tip. */
  Map<String, CommitHash> branches();

  /** Where the branch points; empty if it does not exist. */
  default Optional<CommitHash> tip(String branch) {
    return Optional.ofNullable(branches().get(branch));
  }

  /** The tips below {@code refs/hesokuri/kept}. */
  Set<KeptTip> kept();

  /** From now on a hook refuses pushes to refs whose full names contain the text. */
  void refuse(Hook hook, String partOfTheRef);

  /** From now on no hook refuses anything. */
  void refuseNothing();

  /** {@code git config transfer.hideRefs refs/hesokuri}, or {@code --unset}. */
  void hideKept(boolean now);

  /** Every push to this repository breaks there; with empty, none does any more. */
  void cutPushes(Optional<Cut> where);

  /** The whole folder is moved out of sight. */
  void vanish();

  /** What vanished is back. */
  void comeBack();
}
