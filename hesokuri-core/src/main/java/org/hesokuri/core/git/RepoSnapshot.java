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
 * @param kept the displaced tips that are kept here
 * @param unreadable branches that exist but have no usable tip, each with why; never acted upon
 */
public record RepoSnapshot(
    ImmutableSortedMap<BranchName, CommitHash> branches,
    ImmutableList<Worktree> worktrees,
    ImmutableSet<KeptTip> kept,
    ImmutableSortedMap<String, String> unreadable) {

  /** A repository without anything in it and with no worktree. */
  public static final RepoSnapshot EMPTY =
      new RepoSnapshot(
          ImmutableSortedMap.of(), ImmutableList.of(), ImmutableSet.of(), ImmutableSortedMap.of());

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
