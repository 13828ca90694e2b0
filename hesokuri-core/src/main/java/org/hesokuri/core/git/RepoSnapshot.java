package org.hesokuri.core.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * A repository at one moment.
 *
 * @param branches each branch and its tip; symbolic and broken branches are left out
 * @param worktrees the main worktree, unless bare, and the linked ones
 * @param kept the displaced tips that are kept here, each as a ref of its own
 * @param folds the folds of such tips, each of another week
 * @param unreadable branches that exist but have no usable tip, each with why; never acted upon
 */
public record RepoSnapshot(
    ImmutableSortedMap<BranchName, CommitHash> branches,
    ImmutableList<Worktree> worktrees,
    ImmutableSet<KeptTip> kept,
    ImmutableSet<KeptFold> folds,
    ImmutableSortedMap<String, String> unreadable) {

  /** A repository without anything in it and with no worktree. */
  public static final RepoSnapshot EMPTY =
      new RepoSnapshot(
          ImmutableSortedMap.of(), ImmutableList.of(), ImmutableSet.of(), ImmutableSortedMap.of());

  /**
   * A repository in which nothing was folded.
   *
   * @param branches each branch and its tip
   * @param worktrees the worktrees
   * @param kept the displaced tips that are kept here
   * @param unreadable branches without a usable tip
   */
  public RepoSnapshot(
      ImmutableSortedMap<BranchName, CommitHash> branches,
      ImmutableList<Worktree> worktrees,
      ImmutableSet<KeptTip> kept,
      ImmutableSortedMap<String, String> unreadable) {
    this(branches, worktrees, kept, ImmutableSet.of(), unreadable);
  }

  /** {@return how many displaced tips are kept here, as refs of their own and in folds} */
  public int keptTips() {
    return kept.size() + folds.stream().mapToInt(KeptFold::tips).sum();
  }

  /**
   * Whether a branch stands at a tip that is kept: then it is not displaced, or not yet again.
   *
   * @param tip the kept tip
   * @return whether its branch points to it
   */
  public boolean standsAt(KeptTip tip) {
    return tip.tip().equals(branches.get(tip.branch()));
  }

  /**
   * The worktrees in which the branch is checked out, or to whose work it belongs.
   *
   * @param branch the branch
   * @return these worktrees; none if it is checked out nowhere
   */
  public ImmutableList<Worktree> worktreesOf(BranchName branch) {
    return worktrees.stream()
        .filter(worktree -> worktree.holds(branch))
        .collect(ImmutableList.toImmutableList());
  }
}
