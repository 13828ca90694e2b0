package org.hesokuri.core.contract.trace;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** What an engine asks of the repository on this machine; it plans steps after its last look. */
final class PortOperations {

  private final Choices choices;

  PortOperations(Choices choices) {
    this.choices = choices;
  }

  Operation look() {
    return new Operation("looks", replica -> replica.told(replica.look()));
  }

  /** Something that a correct engine may ask after its last look. */
  Optional<Operation> next() {
    return switch (choices.below(9)) {
      case 8 -> keep();
      case 0 -> ancestry();
      case 1, 2 -> move();
      case 3, 4, 5 -> forward();
      case 6 -> delete();
      default -> drop();
    };
  }

  private Optional<Operation> ancestry() {
    Set<String> some = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>(choices.here);
    all.addAll(choices.there);
    for (int i = 0; i < 4; i++) {
      choices.pickIfAny(all).ifPresent(some::add);
    }
    return Optional.of(
        new Operation(
            "asks how " + some + " are related",
            replica -> {
              ImmutableSet.Builder<CommitPair> pairs = ImmutableSet.builder();
              some.forEach(
                  left ->
                      some.forEach(
                          right ->
                              pairs.add(
                                  new CommitPair(replica.commit(left), replica.commit(right)))));
              Ancestry ancestry = replica.repository.ancestry(pairs.build());
              StringBuilder told = new StringBuilder();
              for (CommitPair pair : pairs.build()) {
                told.append(ancestry.of(pair.left(), pair.right())).append(' ');
              }
              return told.toString();
            }));
  }

  private RepoSnapshot seen() {
    return choices.model.lastLook();
  }

  /** What a branch could go on to from there. */
  private Optional<String> ahead(Optional<CommitHash> from) {
    if (from.isEmpty()) {
      return choices.pickIfAny(choices.here);
    }
    String old = choices.model.nameOf(from.get());
    return choices.pickIfAny(choices.here.stream().filter(each -> isAhead(each, old)).toList());
  }

  private boolean isAhead(String outer, String inner) {
    return !outer.equals(inner) && contains(outer, inner);
  }

  private boolean contains(String outer, String inner) {
    try {
      CommitHash left = choices.model.commit(inner);
      CommitHash right = choices.model.commit(outer);
      return choices
          .model
          .repository
          .ancestry(ImmutableSet.of(new CommitPair(left, right)))
          .of(left, right)
          .isContained();
    } catch (GitFailure failure) {
      throw new AssertionError("the model cannot be asked", failure);
    }
  }

  private static Optional<CommitHash> hash(Replica replica, Optional<String> commit) {
    return commit.map(replica::commit);
  }

  private Optional<Operation> move() {
    Set<BranchName> candidates = new LinkedHashSet<>(seen().branches().keySet());
    candidates.add(new BranchName(choices.branchName()));
    BranchName branch = choices.pick(candidates);
    Optional<CommitHash> from = Optional.ofNullable(seen().branches().get(branch));
    Optional<String> to = ahead(from);
    if (to.isEmpty() || !seen().worktreesOf(branch).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> old = from.map(choices.model::nameOf);
    return Optional.of(
        step(
            "moves " + branch + " from " + old + " to " + to.get(),
            replica -> new Step.MoveBranch(branch, hash(replica, old), replica.commit(to.get()))));
  }

  private Optional<Operation> forward() {
    List<Worktree> idle = new ArrayList<>();
    for (Worktree each : seen().worktrees()) {
      boolean alone = each.checkedOut().filter(b -> seen().worktreesOf(b).size() == 1).isPresent();
      if (alone && each.busy().isEmpty() && isThere(each)) {
        idle.add(each);
      }
    }
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    Worktree worktree = choices.pick(idle);
    BranchName branch = worktree.checkedOut().orElseThrow();
    Optional<CommitHash> from = Optional.ofNullable(seen().branches().get(branch));
    String which = choices.model.nameOf(worktree);
    Optional<String> old = from.map(choices.model::nameOf);
    return ahead(from)
        .map(
            to ->
                step(
                    "fast-forwards the " + which + " from " + old + " to " + to,
                    replica ->
                        new Step.FastForwardWorktree(
                            replica.worktree(which).path(),
                            branch,
                            hash(replica, old),
                            replica.commit(to))));
  }

  /** The linked worktree of the last look may be another one by now, or none. */
  private boolean isThere(Worktree worktree) {
    return choices.now().worktrees().stream().anyMatch(now -> now.path().equals(worktree.path()));
  }

  private Optional<Operation> delete() {
    List<BranchName> free =
        seen().branches().keySet().stream()
            .filter(branch -> seen().worktreesOf(branch).isEmpty())
            .toList();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    BranchName branch = choices.pick(free);
    String tip = nameOfTip(branch);
    Optional<BranchName> holder =
        choices
            .pickIfAny(
                seen().branches().keySet().stream()
                    .filter(other -> !other.equals(branch) && contains(nameOfTip(other), tip))
                    .toList())
            .filter(it -> !choices.oneIn(4));
    return Optional.of(
        step(
            "deletes " + branch + " at " + tip + ", contained in " + holder,
            replica -> new Step.DeleteBranch(branch, replica.commit(tip), holder)));
  }

  private String nameOfTip(BranchName branch) {
    return choices.model.nameOf(Optional.ofNullable(seen().branches().get(branch)).orElseThrow());
  }

  private Optional<Operation> keep() {
    String branch = choices.branchName();
    return choices
        .pickIfAny(choices.oneIn(8) ? choices.there : choices.here)
        .map(
            tip ->
                step(
                    "keeps " + tip + " of " + branch,
                    replica ->
                        new Step.KeepTip(
                            new KeptTip(new BranchName(branch), replica.commit(tip)))));
  }

  private Optional<Operation> drop() {
    return choices
        .pickIfAny(seen().kept())
        .map(
            kept -> {
              String tip = choices.model.nameOf(kept.tip());
              return step(
                  "drops the kept " + kept.branch() + " at " + tip,
                  replica -> new Step.DropKept(new KeptTip(kept.branch(), replica.commit(tip))));
            });
  }

  private interface Planned {
    Step on(Replica replica);
  }

  private Operation step(String told, Planned planned) {
    boolean away = choices.oneIn(25);
    return new Operation(
        told + (away ? " while the disk is away" : ""),
        replica -> {
          Step step = planned.on(replica);
          if (!away) {
            return told(replica.repository.apply(step));
          }
          replica.mine.vanish();
          try {
            return told(replica.repository.apply(step));
          } finally {
            replica.mine.comeBack();
          }
        });
  }

  private static String told(StepOutcome outcome) {
    return outcome.fold(
        done -> "done",
        lostRace -> "lost the race",
        refused -> refused.passing() ? "refused for a moment" : "refused");
  }
}
