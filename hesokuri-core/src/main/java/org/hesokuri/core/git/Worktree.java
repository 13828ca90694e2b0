package org.hesokuri.core.git;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;

/**
 * A working tree of a repository.
 *
 * @param path its absolute path, which also names it
 * @param checkedOut the branch that HEAD names, born or not; empty if HEAD is detached or names
 *     something that is no branch
 * @param reserved branches that a rebase or bisect under way will return to or rewrite
 * @param busy what the worktree is in the middle of, for people ("a rebase"); empty if nothing
 */
public record Worktree(
    String path,
    Optional<BranchName> checkedOut,
    ImmutableSet<BranchName> reserved,
    Optional<String> busy) {

  /**
   * Whether the branch counts as checked out here.
   *
   * @param branch the branch
   * @return whether it does
   */
  public boolean holds(BranchName branch) {
    return checkedOut.filter(branch::equals).isPresent() || reserved.contains(branch);
  }
}
