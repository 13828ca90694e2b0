package org.hesokuri.core.contract.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;

/** Chance that a seed decides, and what there is to choose from. */
final class Choices {

  private static final List<String> BRANCHES =
      List.of(
          "main",
          "main",
          "x",
          "x/y",
          "deep/er/x",
          "deep",
          "main_hesokr_beta",
          "x_hesokr_beta",
          "ünï");

  private static final List<String> FILES = List.of("f0", "f1", "dir/a", "dir/deep/b");

  /** Covered by an ignore rule from the begin on; now and then a commit has it all the same. */
  static final String IGNORED = "ignored";

  private final SplittableRandom random;

  /** The replica that is asked how things stand; all are alike. */
  final Replica model;

  /** The names of commits that this machine has, in the order of their making. */
  final Set<String> here = new LinkedHashSet<>();

  /** The names of commits that the peer has. */
  final Set<String> there = new LinkedHashSet<>();

  private int made;
  private final Set<String> locked = new LinkedHashSet<>();

  Choices(long seed, Replica model) {
    // Mixed, because neighbouring seeds shall not begin alike.
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ 0x5DEECE66DL);
    this.model = model;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T pick(Collection<T> some) {
    return new ArrayList<>(some).get(random.nextInt(some.size()));
  }

  <T> Optional<T> pickIfAny(Collection<T> some) {
    return some.isEmpty() ? Optional.empty() : Optional.of(pick(some));
  }

  String newCommit() {
    made++;
    return "c" + made;
  }

  String branchName() {
    return pick(BRANCHES);
  }

  String fileName() {
    return pick(FILES);
  }

  Map<String, String> tree() {
    Map<String, String> tree = new TreeMap<>();
    for (String file : FILES) {
      if (!oneIn(3)) {
        tree.put(file, "content " + below(3));
      }
    }
    if (oneIn(8)) {
      tree.put(IGNORED, "content");
    }
    tree.put("root", "r");
    return tree;
  }

  RepoSnapshot now() {
    try {
      return model.now();
    } catch (GitFailure failure) {
      throw new AssertionError("the model cannot be looked at", failure);
    }
  }

  /** Whether git can make the branch, or it is there. */
  static boolean canBe(String branch, Collection<String> branches) {
    return branches.stream()
        .noneMatch(other -> other.startsWith(branch + "/") || branch.startsWith(other + "/"));
  }

  boolean canBeHere(String branch) {
    return canBe(branch, now().branches().keySet().stream().map(BranchName::text).toList());
  }

  boolean canBeThere(String branch) {
    return canBe(branch, model.theirs.branches().keySet());
  }

  /** One of the worktrees, as it is now. */
  Worktree someWorktree() {
    return pick(now().worktrees());
  }

  boolean isLocked(String worktree) {
    return locked.contains(worktree);
  }

  void lock(String worktree, boolean held) {
    if (held) {
      locked.add(worktree);
    } else {
      locked.remove(worktree);
    }
  }
}
