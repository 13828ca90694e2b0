package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;

/** Makes the changes of {@link FoldStep} as the port promises, and fails where one is a mistake. */
final class SimulatedFolds {

  private static final int MOST_PARENTS = 16;

  private final SimulatedBackend backend;
  private final SimulatedWorld world;
  private final SimulatedRepository repository;
  private final RepoSnapshot look;

  /** Steps that were planned after the given look. */
  SimulatedFolds(SimulatedBackend backend, SimulatedRepository repository, RepoSnapshot look) {
    this.backend = backend;
    this.world = backend.world();
    this.repository = repository;
    this.look = look;
  }

  StepOutcome apply(FoldStep step) {
    StepOutcome outcome =
        step.<Making>fold(tips -> () -> fold(tips), drop -> () -> drop(drop)).make();
    settle(step.toString());
    world.witness().stirred(repository);
    return outcome;
  }

  private interface Making {
    StepOutcome make();
  }

  private void settle(String what) {
    repository.changedByDaemon(world.graph(), what);
    world.witness().changed(repository, Optional.empty());
  }

  private StepOutcome fold(FoldStep.FoldTips step) {
    step.tips().forEach(tip -> mustHaveSeen(tip.tip()));
    if (!step.from().equals(seenAt(step))) {
      throw new AssertionError("S3: no such fold was seen: " + step);
    }
    Optional<SimulatedFold> before = Optional.ofNullable(repository.folds().get(step.week()));
    if (!before.map(fold -> fold.commit().hash()).equals(step.from())) {
      return new StepOutcome.LostRace("the fold of " + step.week() + " is not what it was");
    }
    List<FoldedTip> foldable =
        step.tips().stream()
            .filter(tip -> repository.kept().containsKey(tip.tip()) && !standsAt(tip.tip()))
            .toList();
    if (foldable.isEmpty()) {
      return StepOutcome.Done.QUIETLY;
    }
    repository.fold(step.week(), folded(before, foldable));
    settle("folding by " + step);
    backend.between("folded by " + step);
    for (FoldedTip tip : foldable) {
      if (!standsAt(tip.tip())) {
        repository.letGo(tip.tip());
        settle("letting go of what is folded, " + tip.tip());
        backend.between("let go of the folded " + tip.tip());
      }
    }
    world.witness().folded(repository);
    return StepOutcome.Done.QUIETLY;
  }

  private SimulatedFold folded(Optional<SimulatedFold> before, List<FoldedTip> added) {
    Map<FoldedTip, Long> all = new LinkedHashMap<>();
    before.ifPresent(fold -> all.putAll(fold.tips()));
    Map<KeptTip, Long> since = new HashMap<>(repository.kept());
    // What is displaced and folded once more has its whole time before it again.
    all.replaceAll((tip, then) -> Math.max(then, since.getOrDefault(tip.tip(), then)));
    List<FoldedTip> fresh =
        added.stream()
            .filter(tip -> all.keySet().stream().noneMatch(known -> known.tip().equals(tip.tip())))
            .toList();
    Optional<Commit> last = before.map(SimulatedFold::commit);
    for (List<FoldedTip> part : Lists.partition(fresh, MOST_PARENTS - 1)) {
      List<Commit> parents = new ArrayList<>();
      last.ifPresent(parents::add);
      part.forEach(tip -> parents.add(world.graph().get(tip.tip().tip())));
      last = Optional.of(world.commit(parents, Map.of()));
    }
    fresh.forEach(tip -> all.put(tip, Objects.requireNonNull(since.get(tip.tip()))));
    return new SimulatedFold(last.orElseThrow(), ImmutableMap.copyOf(all));
  }

  private StepOutcome drop(FoldStep.DropFold step) {
    if (!look.folds().contains(step.fold())) {
      throw new AssertionError(step + " was not seen and must not be dropped");
    }
    SimulatedFold there = repository.folds().get(step.fold().week());
    if (there == null || !there.commit().hash().equals(step.fold().commit())) {
      return new StepOutcome.LostRace("the fold of " + step.fold().week() + " is not what it was");
    }
    repository.changedByAge(world.graph(), () -> repository.letGo(step.fold().week()));
    return StepOutcome.Done.QUIETLY;
  }

  private boolean standsAt(KeptTip tip) {
    return repository.tip(tip.branch()).map(Commit::hash).filter(tip.tip()::equals).isPresent();
  }

  private Optional<CommitHash> seenAt(FoldStep.FoldTips step) {
    return look.folds().stream()
        .filter(fold -> fold.week().equals(step.week()))
        .map(fold -> fold.commit())
        .findFirst();
  }

  private void mustHaveSeen(KeptTip tip) {
    if (!look.kept().contains(tip)) {
      throw new AssertionError(tip + " was not seen and must not be folded");
    }
  }
}
