package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;

/**
 * What one pass over a source does, and what it leaves. Each branch of the snapshot is in it once.
 *
 * @param steps the changes, which do not depend on each other
 * @param left every other branch, with why nothing happens to it
 */
public record AdvancePlan(ImmutableList<Step> steps, ImmutableList<Left> left) {

  /** A pass over a source without branches. */
  public static final AdvancePlan EMPTY = new AdvancePlan(ImmutableList.of(), ImmutableList.of());

  /** The branches that this plan deletes; there is no point in giving them to anybody. */
  public ImmutableSet<BranchName> leaving() {
    return steps.stream()
        .filter(
            step ->
                step.<Boolean>fold(
                    move -> false, forward -> false, del -> true, keep -> false, drop -> false))
        .map(Step::branch)
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * What it leaves, but for the local branches with nothing to take over: nearly all, as a rule.
   */
  public ImmutableSet<Left> leftUnsettled() {
    return left.stream()
        .filter(each -> each.reason() != Reason.SETTLED)
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * A branch to which nothing happens.
   *
   * @param branch the branch; for a live-edit branch that does not exist yet, the copy from which
   *     it would be made
   * @param reason why
   * @param concerned the other branch of the reason: what it diverged from, where it would move;
   *     the branch itself where there is no other
   * @param detail what else is worth saying, for people; may be empty
   */
  public record Left(BranchName branch, Reason reason, BranchName concerned, String detail) {

    static Left of(BranchName branch, Reason reason) {
      return new Left(branch, reason, branch, "");
    }
  }

  /** Why nothing happens to a branch. */
  public enum Reason {
    /** A local branch with nothing to take over. */
    SETTLED,
    /** A copy that is merged by hand because its branch is not live-edit. */
    FOR_THE_USER,
    /** A copy that the live-edit branch is about to move to. */
    BEING_TAKEN_OVER,
    /** A copy of a live-edit branch that has gone another way than the branch. */
    DIVERGED,
    /** A copy ahead of a live-edit branch beside another one that has gone another way. */
    RIVAL,
    /** An unwanted branch that is checked out. */
    UNWANTED_CHECKED_OUT,
    /** A copy that could go, but is checked out. */
    COPY_CHECKED_OUT,
    /** An advance is due, but its worktree is in the middle of something. */
    WORKTREE_BUSY,
    /** An advance is due, but more than one worktree holds the branch. */
    SEVERAL_WORKTREES,
    /** How the copy and its branch are related cannot be read from this repository. */
    UNREADABLE,
    /** A branch that is named like a copy of this machine's own. */
    NAMED_LIKE_OWN_COPY
  }
}
