package org.hesokuri.core.contract.trace;

import static org.hesokuri.core.contract.trace.Replica.LINKED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.contract.Draft;
import org.hesokuri.core.contract.UserWorktree;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;

/** What the user of this machine does with git and an editor. */
final class UserOperations {

  private final Choices choices;

  UserOperations(Choices choices) {
    this.choices = choices;
  }

  /** Something that can be done now. */
  Operation next() {
    Optional<Operation> found = Optional.empty();
    while (found.isEmpty()) {
      found = choices.oneIn(3) ? onRefs() : inWorktree(choices.someWorktree());
    }
    return found.get();
  }

  private Optional<Operation> onRefs() {
    return switch (choices.below(8)) {
      case 0, 1 -> Optional.of(make());
      case 2, 3, 4 -> point();
      case 5 -> delete();
      case 6 -> worktrees();
      default -> Optional.of(Operation.of("git pack-refs", replica -> replica.mine.packRefs()));
    };
  }

  /** Makes a commit that no branch has yet. */
  Operation make() {
    String name = choices.newCommit();
    List<String> parents = new ArrayList<>();
    for (int i = choices.below(5) % 3; i > 0; i--) {
      choices.pickIfAny(choices.here).filter(p -> !parents.contains(p)).ifPresent(parents::add);
    }
    Map<String, String> tree = choices.tree();
    choices.here.add(name);
    return Operation.of(
        name + " is made of " + parents + " with " + tree,
        replica ->
            replica.call(
                name, replica.mine.commit(tree, parents.stream().map(replica::commit).toList())));
  }

  private Optional<Operation> point() {
    String branch = choices.branchName();
    Optional<String> tip = choices.pickIfAny(choices.here);
    return tip.isEmpty() || !choices.canBeHere(branch)
        ? Optional.empty()
        : Optional.of(
            Operation.of(
                "git update-ref " + branch + " " + tip.get(),
                replica -> replica.mine.point(branch, replica.commit(tip.get()))));
  }

  private Optional<Operation> delete() {
    return choices
        .pickIfAny(choices.now().branches().keySet())
        .map(
            branch ->
                Operation.of(
                    "git update-ref -d " + branch, replica -> replica.mine.delete(branch.text())));
  }

  private Optional<Operation> worktrees() {
    if (choices.model.isLinked()) {
      choices.lock(LINKED, false);
      return Optional.of(
          Operation.of(
              "git worktree remove",
              replica -> {
                replica.mine.removeWorktree(replica.worktree(LINKED));
                replica.unlink();
              }));
    }
    return choices
        .pickIfAny(choices.now().branches().keySet())
        .map(
            branch ->
                Operation.of(
                    "git worktree add " + branch,
                    replica -> replica.link(replica.mine.addWorktree(branch.text()))));
  }

  private Optional<Operation> inWorktree(Worktree seen) {
    String name = choices.model.nameOf(seen);
    if (choices.oneIn(12) || (choices.isLocked(name) && choices.oneIn(3))) {
      return Optional.of(lock(name));
    }
    if (choices.oneIn(4)) {
      return edit(name);
    }
    if (choices.isLocked(name)) {
      return Optional.empty();
    }
    if (seen.busy().isPresent()) {
      return isBorn(seen) && choices.oneIn(2) ? Optional.of(end(name)) : Optional.empty();
    }
    return switch (choices.below(10)) {
      case 0, 1, 2 -> commit(name, seen);
      case 3 -> reset(name, seen);
      case 4, 5 -> checkOut(name, seen);
      case 6 -> detach(name);
      case 7 -> Optional.of(clean(name));
      default -> begin(name, seen);
    };
  }

  private boolean isBorn(Worktree seen) {
    return seen.checkedOut().isEmpty()
        || choices.now().branches().containsKey(seen.checkedOut().get());
  }

  private boolean canBeBorn(Worktree seen) {
    return seen.checkedOut().map(BranchName::text).filter(b -> !choices.canBeHere(b)).isEmpty();
  }

  private Operation lock(String name) {
    boolean held = !choices.isLocked(name);
    choices.lock(name, held);
    return Operation.of(
        (held ? "index.lock is taken in the " : "index.lock is given back in the ") + name,
        replica -> replica.worktree(name).lockIndex(held));
  }

  private Optional<Operation> edit(String name) {
    String file = choices.oneIn(6) ? Choices.IGNORED : choices.fileName();
    boolean there = choices.model.worktree(name).files().containsKey(file);
    String content = "edited " + choices.below(100);
    boolean stages = !choices.isLocked(name) && !file.equals(Choices.IGNORED);
    return switch (choices.below(5)) {
      case 0, 1 ->
          Optional.of(
              Operation.of(
                  "writes " + file + " in the " + name,
                  replica -> replica.worktree(name).write(file, content)));
      case 2 ->
          Optional.of(
                  Operation.of(
                      "removes " + file + " in the " + name,
                      replica -> replica.worktree(name).remove(file)))
              .filter(it -> there);
      case 3 ->
          Optional.of(
                  Operation.of(
                      "chmod +x " + file + " in the " + name,
                      replica -> {
                        if (replica.worktree(name).read(file).isPresent()) {
                          replica.worktree(name).makeExecutable(file);
                        }
                      }))
              .filter(it -> there && choices.oneIn(3));
      default ->
          Optional.of(
                  Operation.of(
                      "git add " + file + " in the " + name,
                      replica -> replica.worktree(name).stage(file)))
              .filter(it -> there && stages);
    };
  }

  private Optional<Operation> commit(String name, Worktree seen) {
    boolean amend = isBorn(seen) && choices.oneIn(4);
    if (!canBeBorn(seen) || (seen.checkedOut().isEmpty() && choices.oneIn(2))) {
      return Optional.empty();
    }
    String commit = choices.newCommit();
    String file = choices.fileName();
    choices.here.add(commit);
    return Optional.of(
        Operation.of(
            (amend ? "git commit --amend as " : "git commit as ") + commit + " in the " + name,
            replica -> {
              UserWorktree worktree = replica.worktree(name);
              worktree.write(file, "by " + commit);
              replica.call(commit, worktree.commitAll(commit, amend));
            }));
  }

  private Optional<Operation> reset(String name, Worktree seen) {
    Optional<String> commit = choices.pickIfAny(choices.here);
    return commit.isEmpty() || !canBeBorn(seen)
        ? Optional.empty()
        : Optional.of(
            Operation.of(
                "git reset --hard " + commit.get() + " in the " + name,
                replica -> replica.worktree(name).reset(replica.commit(commit.get()))));
  }

  private Optional<Operation> checkOut(String name, Worktree seen) {
    RepoSnapshot now = choices.now();
    List<BranchName> free =
        now.branches().keySet().stream()
            .filter(
                branch ->
                    now.worktrees().stream()
                        .noneMatch(other -> !other.equals(seen) && other.holds(branch)))
            .toList();
    return choices
        .pickIfAny(free)
        .map(
            branch ->
                Operation.of(
                    "git checkout -f " + branch + " in the " + name,
                    replica -> replica.worktree(name).checkOut(branch.text())));
  }

  private Optional<Operation> detach(String name) {
    return choices
        .pickIfAny(choices.here)
        .map(
            commit ->
                Operation.of(
                    "git checkout --detach " + commit + " in the " + name,
                    replica -> replica.worktree(name).detach(replica.commit(commit))));
  }

  private Operation clean(String name) {
    return Operation.of(
        "git reset --hard and clean in the " + name, replica -> replica.worktree(name).clean());
  }

  private Optional<Operation> begin(String name, Worktree seen) {
    boolean ready =
        seen.checkedOut().isPresent() && isBorn(seen) && choices.model.worktree(name).isClean();
    UserWorktree.Work work = choices.pick(List.of(UserWorktree.Work.values()));
    return ready
        ? Optional.of(
            Operation.of(
                "begins a " + work + " in the " + name,
                replica -> replica.worktree(name).begin(work)))
        : Optional.empty();
  }

  private Operation end(String name) {
    return Operation.of(
        "gives up what is under way in the " + name, replica -> replica.worktree(name).end());
  }

  /** The first commits, and what is ignored. */
  Operation start() {
    List<Draft> drafts = new ArrayList<>();
    for (String parent : List.of("", "c1", "c2", "c1")) {
      String name = choices.newCommit();
      choices.here.add(name);
      drafts.add(new Draft(name, choices.tree(), parent.isEmpty() ? List.of() : List.of(parent)));
    }
    return Operation.of(
        "c1 is made, c2 and c4 of it, c3 of c2, " + drafts,
        replica -> {
          replica.mine.main().ignore(Choices.IGNORED);
          replica.mine.make(drafts).forEach(replica::call);
        });
  }
}
