package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;

/**
 * How users last left each repository, and what daemons were allowed to make of that since: after
 * every change by a daemon, every branch, HEAD, index, file and ignore rule must be exactly as
 * computed here (S2, S4, S5, S6).
 */
final class LastLeft {

  private final SimulatedWorld world;
  // Never iterated: the order of identities is not the seed's.
  private final Map<SimulatedRepository, Left> all = new IdentityHashMap<>();

  private static final class Left {
    final TreeMap<BranchName, Commit> branches;
    final List<Tree> worktrees = new ArrayList<>();

    Left(SimulatedRepository repository) {
      branches = new TreeMap<>(repository.branches());
      for (SimulatedWorktree worktree : repository.worktrees()) {
        worktrees.add(new Tree(worktree));
      }
    }
  }

  private static final class Tree {
    final String path;
    final Optional<BranchName> head;
    final Optional<Commit> detachedAt;
    final Optional<BranchName> rebased;
    final Optional<String> busy;
    final Set<String> ignored;
    Map<String, String> index;
    Map<String, String> files;

    Tree(SimulatedWorktree worktree) {
      path = worktree.path();
      head = worktree.head();
      detachedAt = worktree.detachedAt();
      rebased = worktree.rebased();
      busy = worktree.busy();
      ignored = new TreeSet<>(worktree.ignored);
      index = new TreeMap<>(worktree.index);
      files = new TreeMap<>(worktree.files);
    }

    boolean holds(BranchName branch) {
      return head.filter(branch::equals).isPresent() || rebased.filter(branch::equals).isPresent();
    }
  }

  LastLeft(SimulatedWorld world) {
    this.world = world;
  }

  /** A user has just left the repository as it is now. */
  void note(SimulatedRepository repository) {
    all.put(repository, new Left(repository));
  }

  private Left of(SimulatedRepository repository) {
    return Optional.ofNullable(all.get(repository))
        .orElseThrow(() -> new AssertionError("nobody noted how " + repository + " began"));
  }

  /** A daemon made the step, or tried to and changed nothing. */
  void check(SimulatedRepository repository, Optional<Step> made) {
    Left left = of(repository);
    made.ifPresent(step -> apply(left, step));
    compare(repository, left, () -> made.map(Step::toString).orElse("what was refused"));
  }

  /** A daemon elsewhere pushed this here, or tried to and moved no branch. */
  void checkPush(SimulatedRepository repository, Optional<Push> made) {
    Left left = of(repository);
    made.ifPresent(push -> apply(left, push));
    compare(repository, left, () -> made.map(Push::toString).orElse("what was refused"));
  }

  private void apply(Left left, Push push) {
    mustBeNobodysHead(left, push.target(), push);
    left.branches.put(push.target(), world.graph().get(push.tip()));
  }

  private void apply(Left left, Step step) {
    step.<Runnable>fold(
            move ->
                () -> {
                  mustBeNobodysHead(left, move.branch(), step);
                  left.branches.put(move.branch(), world.graph().get(move.to()));
                },
            forward -> () -> apply(left, forward),
            delete ->
                () -> {
                  mustBeNobodysHead(left, delete.branch(), step);
                  left.branches.remove(delete.branch());
                },
            keep -> () -> {},
            drop -> () -> {})
        .run();
  }

  private static void mustBeNobodysHead(Left left, BranchName branch, Object what) {
    for (Tree tree : left.worktrees) {
      if (tree.holds(branch)) {
        throw new AssertionError("S5: " + what + " changes what is checked out in " + tree.path);
      }
    }
  }

  private void apply(Left left, Step.FastForwardWorktree step) {
    Map<String, String> old =
        Optional.ofNullable(left.branches.get(step.branch()))
            .<Map<String, String>>map(Commit::tree)
            .orElse(Map.of());
    Commit to = world.graph().get(step.to());
    for (Tree tree : left.worktrees) {
      if (tree.path.equals(step.worktree())) {
        if (tree.busy.isPresent()) {
          throw new AssertionError("S4: " + step + " in the middle of " + tree.busy.get());
        }
        mustHoldOnlyWhatGitHolds(tree, old, to.tree(), step);
        tree.files.keySet().removeAll(old.keySet());
        tree.files.putAll(to.tree());
        tree.index = new TreeMap<>(to.tree());
      } else if (tree.holds(step.branch())) {
        throw new AssertionError("S5: " + step + " changes what is checked out in " + tree.path);
      }
    }
    left.branches.put(step.branch(), to);
  }

  private static void mustHoldOnlyWhatGitHolds(
      Tree tree, Map<String, String> old, Map<String, String> to, Step step) {
    if (!tree.index.equals(old)) {
      throw new AssertionError("S2: " + step + " over a staged change");
    }
    if (!tree.files.keySet().containsAll(old.keySet())) {
      throw new AssertionError("S2: " + step + " over a deleted file");
    }
    tree.files.forEach(
        (path, content) -> {
          boolean asInGit = content.equals(old.get(path));
          boolean untouched =
              !old.containsKey(path) && to.keySet().stream().noneMatch(in -> collide(path, in));
          if (!asInGit && !untouched) {
            throw new AssertionError("S2: " + step + " over " + path);
          }
        });
  }

  /** Whether no disk can hold both: they are one name, or one is a folder of the other. */
  private static boolean collide(String one, String other) {
    return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
  }

  private interface What {
    String told();
  }

  private static void compare(SimulatedRepository repository, Left left, What what) {
    if (!left.branches.equals(repository.branches())) {
      throw new AssertionError(
          "S6: after "
              + what.told()
              + " the branches of "
              + repository
              + " are "
              + repository.branches()
              + ", not "
              + left.branches);
    }
    boolean sameWorktrees = left.worktrees.size() == repository.worktrees().size();
    for (int i = 0; sameWorktrees && i < left.worktrees.size(); i++) {
      Tree tree = left.worktrees.get(i);
      SimulatedWorktree now = repository.worktrees().get(i);
      sameWorktrees =
          tree.head.equals(now.head())
              && tree.detachedAt.equals(now.detachedAt())
              && tree.rebased.equals(now.rebased())
              && tree.busy.equals(now.busy());
      if (!tree.index.equals(now.index)
          || !tree.files.equals(now.files)
          || !tree.ignored.equals(now.ignored)) {
        throw new AssertionError(
            "S2: after "
                + what.told()
                + " the files of "
                + now.path()
                + " are "
                + now.files
                + " and staged "
                + now.index
                + ", not "
                + tree.files
                + " and "
                + tree.index);
      }
    }
    if (!sameWorktrees) {
      throw new AssertionError(
          "S4: after " + what.told() + " a HEAD of " + repository + " differs");
    }
  }
}
