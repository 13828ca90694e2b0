package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.model.BranchName;

/** Does to a repository what a person with git does. */
final class SimulatedUser {

  private static final List<BranchName> NAMES =
      List.of(
          new BranchName("main"),
          new BranchName("main"),
          new BranchName("topic"),
          new BranchName("junk"),
          new BranchName("deep/er"),
          new BranchName("deep"));

  private static final String BISECT = "a bisect";

  private final SimulatedWorld world;
  private final SimulatedRepository repository;
  private final Dice dice;

  SimulatedUser(SimulatedWorld world, SimulatedRepository repository, Dice dice) {
    this.world = world;
    this.repository = repository;
    this.dice = dice;
  }

  /** Does something of the kind, if it can be done; what it was, for the trace. */
  String act(Script.Kind kind) {
    String[] what = {"does nothing"};
    repository.changedByUser(world.graph(), () -> what[0] = perform(kind));
    return what[0];
  }

  private String perform(Script.Kind kind) {
    if (kind == Script.Kind.REFS) {
      return onRefs();
    }
    if (kind == Script.Kind.COLLECT) {
      repository.collectGarbage(world.graph());
      return "collects garbage";
    }
    if (repository.worktrees().isEmpty()) {
      return pushToBare();
    }
    SimulatedWorktree worktree = dice.pick(repository.worktrees());
    if (worktree.isIndexLocked()) {
      worktree.lockIndex(false);
      return "gives back index.lock";
    }
    if (worktree.busy().isPresent() && kind != Script.Kind.EDIT) {
      return finish(worktree);
    }
    return switch (kind) {
      case COMMIT -> commit(worktree);
      case AMEND -> amend(worktree);
      case RESET -> reset(worktree);
      case MERGE -> merge(worktree);
      case CHECK_OUT -> checkOut(worktree);
      case EDIT -> edit(worktree);
      case STASH -> stash(worktree);
      case POP -> pop(worktree);
      case BEGIN -> begin(worktree);
      case FINISH -> "has nothing to finish in " + worktree.path();
      case LOCK -> lock(worktree);
      case WORKTREE -> linkedWorktree();
      default -> throw new IllegalArgumentException(kind + " is nothing that a user does");
    };
  }

  private Optional<Commit> tipOf(SimulatedWorktree worktree) {
    return worktree.head().isPresent()
        ? repository.tip(worktree.head().get())
        : worktree.detachedAt();
  }

  private Map<String, String> changed(Map<String, String> tree) {
    Map<String, String> next = new TreeMap<>(tree);
    next.put("file" + dice.below(3), "by commit " + (world.graph().size() + 1));
    return next;
  }

  private String commit(SimulatedWorktree worktree) {
    Optional<Commit> tip = tipOf(worktree);
    worktree.files.putAll(changed(worktree.files));
    worktree.commitAll();
    return settle(worktree, tip.map(List::of).orElse(List.of()), "commits");
  }

  private String settle(SimulatedWorktree worktree, List<Commit> parents, String what) {
    if (worktree.head().filter(this::isBlocked).isPresent()) {
      return "cannot commit beside a folder";
    }
    Commit made = world.commit(parents, worktree.index);
    repository.receive(made);
    if (worktree.head().isPresent()) {
      repository.set(worktree.head().get(), made);
    } else {
      worktree.detach(made);
    }
    return what + " " + made + " " + parents + " on " + worktree.head() + " in " + worktree.path();
  }

  private boolean isBlocked(BranchName branch) {
    return repository.conflictsWithAFolder(branch);
  }

  private String amend(SimulatedWorktree worktree) {
    Optional<Commit> tip = tipOf(worktree);
    if (tip.isEmpty()) {
      return "has nothing to amend";
    }
    worktree.files.putAll(changed(worktree.files));
    worktree.commitAll();
    return settle(worktree, tip.get().parents(), "amends " + tip.get() + " as");
  }

  private String reset(SimulatedWorktree worktree) {
    Optional<Commit> target = someCommit();
    if (target.isEmpty() || worktree.head().filter(b -> !isBlocked(b)).isEmpty()) {
      return "has nothing to reset to";
    }
    repository.set(worktree.head().get(), target.get());
    worktree.fill(target.get().tree());
    return "resets " + worktree.head().get() + " to " + target.get();
  }

  private Optional<Commit> someCommit() {
    if (repository.branches().isEmpty()) {
      return Optional.empty();
    }
    Commit commit = dice.pick(new ArrayList<>(repository.branches().values()));
    while (!commit.parents().isEmpty() && dice.oneIn(3)) {
      commit = commit.parents().get(0);
    }
    return Optional.of(commit);
  }

  private String merge(SimulatedWorktree worktree) {
    Optional<Commit> tip = tipOf(worktree);
    Optional<Commit> other = someCommit();
    if (tip.isEmpty() || other.isEmpty() || tip.get().contains(other.get())) {
      return "has nothing to merge";
    }
    Map<String, String> merged = new TreeMap<>(tip.get().tree());
    merged.putAll(other.get().tree());
    if (other.get().contains(tip.get()) && worktree.head().isPresent()) {
      repository.set(worktree.head().get(), other.get());
      worktree.fill(other.get().tree());
      return "fast-forwards " + worktree.head().get() + " to " + other.get();
    }
    worktree.fill(merged);
    worktree.commitAll();
    return settle(worktree, List.of(tip.get(), other.get()), "merges");
  }

  private String checkOut(SimulatedWorktree worktree) {
    if (repository.branches().isEmpty()) {
      return "has nothing to check out";
    }
    BranchName branch = dice.pick(new ArrayList<>(repository.branches().keySet()));
    Commit tip = repository.branches().get(branch);
    if (dice.oneIn(6)) {
      worktree.detach(tip);
      return "detaches HEAD at " + tip + " in " + worktree.path();
    }
    if (repository.isCheckedOut(branch)) {
      return "cannot check " + branch + " out twice";
    }
    worktree.attach(branch, tip.tree());
    return "checks out " + branch + " in " + worktree.path();
  }

  private String edit(SimulatedWorktree worktree) {
    String name = "file" + dice.below(4);
    String content = "unsaved " + dice.below(1000);
    switch (dice.below(3)) {
      case 0 -> worktree.files.put(name, content);
      case 1 -> {
        worktree.files.put(name, content);
        worktree.index.put(name, content);
      }
      default -> {
        if (!worktree.index.containsKey(name)) {
          worktree.ignored.add(name);
          worktree.files.put(name, content);
        }
      }
    }
    return "edits " + name + " in " + worktree.path();
  }

  private String stash(SimulatedWorktree worktree) {
    worktree.stashAll();
    worktree.files.clear();
    worktree.index.clear();
    worktree.ignored.clear();
    worktree.fill(tipOf(worktree).<Map<String, String>>map(Commit::tree).orElse(Map.of()));
    return "stashes everything in " + worktree.path();
  }

  private String pop(SimulatedWorktree worktree) {
    if (!worktree.popAll()) {
      return "has nothing stashed in " + worktree.path();
    }
    return "pops the stash in " + worktree.path();
  }

  private String lock(SimulatedWorktree worktree) {
    worktree.lockIndex(true);
    return "takes index.lock in " + worktree.path();
  }

  private String begin(SimulatedWorktree worktree) {
    Optional<BranchName> head = worktree.head().filter(b -> repository.tip(b).isPresent());
    if (head.isPresent() && dice.oneIn(2)) {
      boolean bisect = dice.oneIn(3);
      worktree.detach(repository.branches().get(head.get()));
      worktree.begin(bisect ? BISECT : "a rebase", head);
      return "begins to " + (bisect ? "bisect " : "rebase ") + head.get();
    }
    worktree.begin("a merge", Optional.empty());
    return "begins a merge in " + worktree.path();
  }

  private String finish(SimulatedWorktree worktree) {
    Optional<BranchName> rebased = worktree.rebased();
    boolean bisect = worktree.busy().filter(BISECT::equals).isPresent();
    worktree.finish();
    if (rebased.isEmpty() || repository.tip(rebased.get()).isEmpty()) {
      return "finishes what was under way in " + worktree.path();
    }
    Commit tip = repository.branches().get(rebased.get());
    if (bisect) {
      worktree.attach(rebased.get(), tip.tree());
      return "ends the bisect of " + rebased.get();
    }
    Commit made = world.commit(tip.parents(), changed(tip.tree()));
    repository.set(rebased.get(), made);
    worktree.attach(rebased.get(), made.tree());
    return "finishes to rebase " + rebased.get() + " as " + made;
  }

  private String linkedWorktree() {
    if (repository.worktrees().size() > 1) {
      SimulatedWorktree last = repository.worktrees().remove(repository.worktrees().size() - 1);
      return "removes the worktree " + last.path();
    }
    Optional<BranchName> free =
        repository.branches().keySet().stream()
            .filter(branch -> !repository.isCheckedOut(branch))
            .findFirst();
    if (free.isEmpty()) {
      return "has no branch for a worktree";
    }
    SimulatedWorktree linked = new SimulatedWorktree(repository.path() + "-linked", free.get());
    linked.attach(free.get(), repository.branches().get(free.get()).tree());
    repository.worktrees().add(linked);
    return "adds a worktree for " + free.get();
  }

  private String onRefs() {
    BranchName name = dice.pick(NAMES);
    boolean there = repository.tip(name).isPresent();
    if (there && dice.oneIn(2) && !repository.isCheckedOut(name)) {
      repository.remove(name);
      return "deletes " + name;
    }
    Optional<Commit> from = someCommit();
    if (from.isEmpty() || isBlocked(name) || repository.isCheckedOut(name)) {
      return "cannot make " + name;
    }
    Commit made =
        dice.oneIn(2) ? world.commit(List.of(from.get()), changed(from.get().tree())) : from.get();
    repository.set(name, made);
    return "points " + name + " to " + made;
  }

  private String pushToBare() {
    BranchName name = dice.pick(NAMES);
    if (isBlocked(name)) {
      return "cannot push " + name;
    }
    List<Commit> parents =
        repository.tip(name).or(this::someCommit).map(List::of).orElse(List.of());
    Map<String, String> tree = parents.isEmpty() ? Map.of() : parents.get(0).tree();
    Commit made = world.commit(parents, changed(tree));
    repository.set(name, made);
    return "pushes " + made + " to " + name;
  }
}
