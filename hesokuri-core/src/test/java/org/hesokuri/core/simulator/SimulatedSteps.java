package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** Makes the changes of {@link Step} as the port promises, and fails where one is a mistake. */
final class SimulatedSteps {

  private final SimulatedBackend backend;
  private final SimulatedWorld world;
  private final SimulatedRepository repository;
  private final RepoSnapshot look;

  /** Steps that were planned after the given look. */
  SimulatedSteps(SimulatedBackend backend, SimulatedRepository repository, RepoSnapshot look) {
    this.backend = backend;
    this.world = backend.world();
    this.repository = repository;
    this.look = look;
  }

  StepOutcome apply(Step step) throws GitFailure {
    StepOutcome outcome =
        step.<Making>fold(
                move -> () -> move(move),
                forward -> () -> fastForward(forward),
                delete -> () -> delete(delete),
                keep -> () -> keep(keep.kept()),
                drop -> () -> drop(drop.kept()))
            .make();
    boolean made = outcome instanceof StepOutcome.Done;
    repository.changedByDaemon(world.graph(), step.toString());
    world.witness().changed(repository, made ? Optional.of(step) : Optional.empty());
    if (made) {
      world.witness().stirred(repository);
    }
    return outcome;
  }

  private interface Making {
    StepOutcome make() throws GitFailure;
  }

  private StepOutcome move(Step.MoveBranch step) throws GitFailure {
    mustHaveSeen(step.branch(), step.from());
    if (!look.worktreesOf(step.branch()).isEmpty()) {
      throw new AssertionError("S5: " + step.branch() + " is checked out and must not be moved");
    }
    Commit to = mustBeForward(step.from(), step.to());
    Optional<StepOutcome> obstacle = obstacle(step.branch(), step.from());
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    mustHold(to);
    if (step.from().isEmpty() && repository.cannotMake(step.branch())) {
      return refused("there cannot be a branch " + step.branch() + " beside the others");
    }
    repository.set(step.branch(), to);
    return StepOutcome.Done.QUIETLY;
  }

  private StepOutcome fastForward(Step.FastForwardWorktree step) throws GitFailure {
    mustHaveSeen(step.branch(), step.from());
    boolean seen =
        look.worktreesOf(step.branch()).stream()
            .anyMatch(w -> w.path().equals(step.worktree()) && w.busy().isEmpty());
    if (!seen || look.worktreesOf(step.branch()).size() != 1) {
      throw new AssertionError("S4: that worktree was not seen to be idle: " + step);
    }
    Commit to = mustBeForward(step.from(), step.to());
    for (SimulatedWorktree worktree : repository.worktrees()) {
      if (worktree.path().equals(step.worktree())) {
        return fastForward(step, worktree, to);
      }
    }
    return refused(step.worktree() + " is no longer a worktree");
  }

  private StepOutcome fastForward(
      Step.FastForwardWorktree step, SimulatedWorktree worktree, Commit to) throws GitFailure {
    if (!worktree.head().equals(Optional.of(step.branch()))) {
      return new StepOutcome.LostRace(step.branch() + " is no longer checked out there");
    }
    if (worktree.work().isPresent()) {
      return refused(worktree.path() + " is in the middle of " + worktree.work().get());
    }
    for (SimulatedWorktree other : repository.worktrees()) {
      if (other != worktree && other.holds(step.branch())) {
        return refused(step.branch() + " is checked out in " + other.path() + " too");
      }
    }
    if (worktree.isIndexLocked()) {
      return isAtWork(worktree);
    }
    Optional<Commit> from = repository.tip(step.branch());
    if (!from.map(Commit::hash).equals(step.from())) {
      return new StepOutcome.LostRace(step.branch() + " is not what it was");
    }
    ImmutableSortedMap<String, String> old = from.map(Commit::tree).orElse(ImmutableSortedMap.of());
    List<String> uncommitted = worktree.uncommitted(old);
    if (!uncommitted.isEmpty()) {
      return new StepOutcome.Refused(
          uncommitted.get(0) + " has unsaved changes",
          uncommitted.stream()
              .map(path -> worktree.path() + "/" + path)
              .collect(ImmutableSet.toImmutableSet()));
    }
    Optional<String> inTheWay = worktree.inTheWay(old, to.tree());
    if (inTheWay.isPresent()) {
      String path = worktree.path() + "/" + inTheWay.get();
      return new StepOutcome.Refused(path + " is in the way", ImmutableSet.of(path));
    }
    mustHold(to);
    if (step.from().isEmpty() && repository.cannotMake(step.branch())) {
      return refused("there cannot be a branch " + step.branch() + " beside the others");
    }
    worktree.fill(to.tree());
    repository.set(step.branch(), to);
    return StepOutcome.Done.QUIETLY;
  }

  private StepOutcome delete(Step.DeleteBranch step) {
    mustHaveSeen(step.branch(), Optional.of(step.from()));
    if (!look.worktreesOf(step.branch()).isEmpty()) {
      throw new AssertionError("S5: " + step.branch() + " is checked out and must not be deleted");
    }
    step.containedIn().ifPresent(in -> mustHaveSeenContained(step.from(), in));
    Optional<StepOutcome> obstacle = obstacle(step.branch(), Optional.of(step.from()));
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (step.containedIn().isPresent() && !isContained(step.from(), step.containedIn().get())) {
      return new StepOutcome.LostRace(step.containedIn().get() + " no longer contains it");
    }
    backend.between("before " + step);
    Optional<StepOutcome> since = obstacle(step.branch(), Optional.of(step.from()));
    if (since.isPresent()) {
      return since.get();
    }
    // Kept also where the branch that contained the tip was moved away in the last moment.
    if (step.containedIn().filter(in -> isContained(step.from(), in)).isEmpty()) {
      keep(step.branch(), step.from());
      repository.changedByDaemon(world.graph(), "keeping for " + step);
      world.witness().changed(repository, Optional.empty());
      backend.between("kept for " + step);
      Optional<StepOutcome> late = obstacle(step.branch(), Optional.of(step.from()));
      if (late.isPresent()) {
        return late.get();
      }
    }
    repository.remove(step.branch());
    return StepOutcome.Done.QUIETLY;
  }

  private StepOutcome keep(KeptTip tip) {
    Optional<Commit> commit = world.graph().find(tip.tip()).filter(repository::has);
    if (commit.isEmpty()) {
      return new StepOutcome.LostRace(tip + " is no longer here");
    }
    repository.keep(tip, commit.get(), world.time().nanos());
    return StepOutcome.Done.QUIETLY;
  }

  private StepOutcome drop(KeptTip tip) {
    if (!look.kept().contains(tip)) {
      throw new AssertionError(tip + " was not seen and must not be dropped");
    }
    if (!repository.kept().containsKey(tip)) {
      return new StepOutcome.LostRace(tip + " is gone");
    }
    if (repository.tip(tip.branch()).map(Commit::hash).filter(tip.tip()::equals).isPresent()) {
      return new StepOutcome.LostRace(tip.branch() + " stands at the kept tip again");
    }
    repository.changedByAge(world.graph(), () -> repository.letGo(tip));
    return StepOutcome.Done.QUIETLY;
  }

  private void keep(BranchName branch, CommitHash tip) {
    repository.keep(new KeptTip(branch, tip), world.graph().get(tip), world.time().nanos());
  }

  private Optional<StepOutcome> obstacle(BranchName branch, Optional<CommitHash> from) {
    for (SimulatedWorktree worktree : repository.worktrees()) {
      if (worktree.holds(branch)) {
        return Optional.of(new StepOutcome.LostRace(branch + " is now checked out"));
      }
      if (worktree.isIndexLocked()) {
        return Optional.of(isAtWork(worktree));
      }
    }
    return repository.tip(branch).map(Commit::hash).equals(from)
        ? Optional.empty()
        : Optional.of(new StepOutcome.LostRace(branch + " is not what it was"));
  }

  private static StepOutcome isAtWork(SimulatedWorktree worktree) {
    return new StepOutcome.Refused(
        "another git command is at work in " + worktree.path(), ImmutableSet.of(), true);
  }

  private static StepOutcome refused(String why) {
    return new StepOutcome.Refused(why, ImmutableSet.of());
  }

  private void mustHaveSeen(BranchName branch, Optional<CommitHash> from) {
    if (look.unreadable().containsKey(branch.text())) {
      throw new AssertionError("S9: " + branch + " cannot be read and is acted upon");
    }
    if (!Optional.ofNullable(look.branches().get(branch)).equals(from)) {
      throw new AssertionError("S3: " + branch + " was not seen at " + from);
    }
  }

  private void mustHaveSeenContained(CommitHash tip, BranchName in) {
    boolean contained =
        Optional.ofNullable(look.branches().get(in))
            .filter(other -> world.graph().get(other).contains(world.graph().get(tip)))
            .isPresent();
    if (!contained) {
      throw new AssertionError("S1: " + in + " was not seen to contain " + tip);
    }
  }

  private boolean isContained(CommitHash tip, BranchName in) {
    Commit inner = world.graph().get(tip);
    return repository.tip(in).filter(outer -> outer.contains(inner)).isPresent();
  }

  private Commit mustBeForward(Optional<CommitHash> from, CommitHash to) {
    Commit target = world.graph().get(to);
    from.map(world.graph()::get)
        .filter(old -> old == target || !target.contains(old))
        .ifPresent(
            old -> {
              throw new AssertionError("S6: " + old + " to " + target + " is not forward");
            });
    return target;
  }

  private void mustHold(Commit commit) throws GitFailure {
    if (!repository.has(commit)) {
      throw new GitFailure(
          GitFailure.Kind.BROKEN, repository + " does not hold the commit " + commit);
    }
  }
}
