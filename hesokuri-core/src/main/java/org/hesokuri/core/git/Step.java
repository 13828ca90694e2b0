package org.hesokuri.core.git;

import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** One change to a repository of this machine, with what it expects to find. */
public sealed interface Step {

  /** {@return the branch that changes} */
  BranchName branch();

  /**
   * Calls the function for this step, so that a new kind cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param move what is done with a branch that is moved
   * @param fastForward what is done with one that is moved with its worktree
   * @param delete what is done with one that is deleted
   * @param keep what is done with a tip that is to be kept
   * @param drop what is done with a kept tip that is let go
   * @return what the function gave
   */
  <T> T fold(
      Function<? super MoveBranch, ? extends T> move,
      Function<? super FastForwardWorktree, ? extends T> fastForward,
      Function<? super DeleteBranch, ? extends T> delete,
      Function<? super KeepTip, ? extends T> keep,
      Function<? super DropKept, ? extends T> drop);

  /**
   * Points a branch that is checked out nowhere to a commit that contains its old tip.
   *
   * @param branch the branch
   * @param from the tip that it must have; empty if it must not exist
   * @param to the new tip
   */
  record MoveBranch(BranchName branch, Optional<CommitHash> from, CommitHash to) implements Step {
    @Override
    public <T> T fold(
        Function<? super MoveBranch, ? extends T> move,
        Function<? super FastForwardWorktree, ? extends T> fastForward,
        Function<? super DeleteBranch, ? extends T> delete,
        Function<? super KeepTip, ? extends T> keep,
        Function<? super DropKept, ? extends T> drop) {
      return move.apply(this);
    }
  }

  /**
   * Fast-forwards a checked-out branch with index and files: all of it or nothing. Refused unless
   * the worktree is clean, idle and of a kind that is written right, and each path that changes
   * holds exactly what the old tree had.
   *
   * @param worktree the path of the only worktree that holds the branch
   * @param branch the branch that its HEAD names
   * @param from the tip that it must have; empty if HEAD is unborn
   * @param to the new tip, which contains the old one
   */
  record FastForwardWorktree(
      String worktree, BranchName branch, Optional<CommitHash> from, CommitHash to)
      implements Step {
    @Override
    public <T> T fold(
        Function<? super MoveBranch, ? extends T> move,
        Function<? super FastForwardWorktree, ? extends T> fastForward,
        Function<? super DeleteBranch, ? extends T> delete,
        Function<? super KeepTip, ? extends T> keep,
        Function<? super DropKept, ? extends T> drop) {
      return fastForward.apply(this);
    }
  }

  /**
   * Deletes a branch that is checked out nowhere, so that nothing is lost with it.
   *
   * @param branch the branch
   * @param from the tip that it must have
   * @param containedIn the branch that contains the tip: it must contain it when the step begins,
   *     and if it no longer does when the deletion is done (the user was faster), the tip is kept
   *     after all; empty if nothing is known to contain the tip, which is then kept before anything
   *     is deleted
   */
  record DeleteBranch(BranchName branch, CommitHash from, Optional<BranchName> containedIn)
      implements Step {
    @Override
    public <T> T fold(
        Function<? super MoveBranch, ? extends T> move,
        Function<? super FastForwardWorktree, ? extends T> fastForward,
        Function<? super DeleteBranch, ? extends T> delete,
        Function<? super KeepTip, ? extends T> keep,
        Function<? super DropKept, ? extends T> drop) {
      return delete.apply(this);
    }
  }

  /**
   * Keeps a tip that its branch has left, unless it is kept already. Where this repository no
   * longer holds it, the race is lost.
   *
   * @param kept the tip
   */
  record KeepTip(KeptTip kept) implements Step {
    @Override
    public BranchName branch() {
      return kept.branch();
    }

    @Override
    public <T> T fold(
        Function<? super MoveBranch, ? extends T> move,
        Function<? super FastForwardWorktree, ? extends T> fastForward,
        Function<? super DeleteBranch, ? extends T> delete,
        Function<? super KeepTip, ? extends T> keep,
        Function<? super DropKept, ? extends T> drop) {
      return keep.apply(this);
    }
  }

  /**
   * Lets go of a kept tip whose time is over, unless its branch stands there again: whoever
   * displaces it next counts on its being kept.
   *
   * @param kept the tip
   */
  record DropKept(KeptTip kept) implements Step {
    @Override
    public BranchName branch() {
      return kept.branch();
    }

    @Override
    public <T> T fold(
        Function<? super MoveBranch, ? extends T> move,
        Function<? super FastForwardWorktree, ? extends T> fastForward,
        Function<? super DeleteBranch, ? extends T> delete,
        Function<? super KeepTip, ? extends T> keep,
        Function<? super DropKept, ? extends T> drop) {
      return drop.apply(this);
    }
  }
}
