package org.hesokuri.git;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds displaced tips. What holds them is on the disk, then in force, then read back, and only
 * then do their own refs go: at each moment of it every tip is in its fold or a ref or both.
 */
final class FoldSteps {

  private static final Logger LOG = LoggerFactory.getLogger(FoldSteps.class);

  private final Repository repository;
  private final RefSteps refs;
  private final FoldReader reader;
  private final FoldWriter writer;
  private final Witness witness;

  /** Told that the fold is in force, and the tips are refs of their own still. */
  interface Witness {
    Witness NONE = () -> {};

    void folded();
  }

  FoldSteps(Repository repository, RefSteps refs, FoldReader reader, Witness witness) {
    this.repository = repository;
    this.refs = refs;
    this.reader = reader;
    this.writer = new FoldWriter(repository);
    this.witness = witness;
  }

  StepOutcome fold(FoldStep.FoldTips step) throws IOException {
    String ref = step.week().ref();
    if (!refs.isAt(ref, step.from())) {
      return new StepOutcome.LostRace(ref + " is not what it was");
    }
    ImmutableList<FoldedTip> foldable = foldable(step.tips());
    Set<KeptTip> there =
        step.from().isPresent() ? held(step.week(), step.from().get()) : ImmutableSet.of();
    List<FoldedTip> fresh = foldable.stream().filter(tip -> !there.contains(tip.tip())).toList();
    Optional<CommitHash> last = step.from();
    if (!fresh.isEmpty()) {
      CommitHash made = writer.write(step.week(), step.from(), there.size(), fresh);
      StepOutcome outcome = refs.set(ref, step.from(), made, "fold");
      if (!(outcome instanceof StepOutcome.Done)) {
        return outcome;
      }
      last = Optional.of(made);
      LOG.info(
          "folded {} displaced tips into {} of {}", fresh.size(), ref, repository.getDirectory());
    }
    witness.folded();
    if (last.isPresent()) {
      letGo(foldable, held(step.week(), last.get()));
    }
    return StepOutcome.Done.QUIETLY;
  }

  StepOutcome drop(FoldStep.DropFold step) throws IOException {
    return refs.remove(step.fold().week().ref(), step.fold().commit());
  }

  private ImmutableSet<KeptTip> held(FoldWeek week, CommitHash commit) throws IOException {
    return reader.tips(week, commit).stream().map(FoldedTip::tip).collect(toImmutableSet());
  }

  /** Those that are refs at what they name, and commits, and at which no branch stands. */
  private ImmutableList<FoldedTip> foldable(List<FoldedTip> tips) throws IOException {
    Map<String, Ref> kept = refsNow(KeptTip.PREFIX);
    Map<String, Ref> branches = refsNow(BranchName.PREFIX);
    ImmutableList.Builder<FoldedTip> foldable = ImmutableList.builder();
    try (RevWalk walk = new RevWalk(repository)) {
      for (FoldedTip each : tips) {
        KeptTip tip = each.tip();
        boolean isDisplaced = !isAt(branches, tip.branch().ref(), tip);
        if (isDisplaced && isAt(kept, tip.ref(), tip) && isCommit(walk, tip)) {
          foldable.add(each);
        }
      }
    }
    return foldable.build();
  }

  /** All at once: where refs are packed, each single one costs as much as all of them. */
  private Map<String, Ref> refsNow(String prefix) throws IOException {
    RefDatabase database = repository.getRefDatabase();
    database.refresh();
    return Maps.uniqueIndex(database.getRefsByPrefix(prefix), Ref::getName);
  }

  private static boolean isAt(Map<String, Ref> refs, String name, KeptTip tip) {
    return Optional.ofNullable(refs.get(name))
        .map(Ref::getObjectId)
        .filter(FoldWriter.id(tip.tip())::equals)
        .isPresent();
  }

  private static boolean isCommit(RevWalk walk, KeptTip tip) throws IOException {
    try {
      return walk.parseAny(FoldWriter.id(tip.tip())) instanceof RevCommit;
    } catch (MissingObjectException | CorruptObjectException damaged) {
      LOG.warn("{} stays a ref, as it cannot be read: {}", tip.ref(), damaged.getMessage());
      return false;
    }
  }

  /** Lets go of the refs of what is held, as read back from the disk, and of no other. */
  private void letGo(ImmutableList<FoldedTip> folded, Set<KeptTip> held) throws IOException {
    Map<String, Ref> branches = refsNow(BranchName.PREFIX);
    ImmutableMap.Builder<String, CommitHash> gone = ImmutableMap.builder();
    for (FoldedTip each : folded) {
      KeptTip tip = each.tip();
      if (held.contains(tip) && !isAt(branches, tip.branch().ref(), tip)) {
        gone.put(tip.ref(), tip.tip());
      }
    }
    refs.removeAll(gone.buildOrThrow());
  }
}
