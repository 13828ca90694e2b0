package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the changes that concern refs alone: each a compare-and-swap, none behind a worktree. */
final class RefSteps {

  private static final Logger LOG = LoggerFactory.getLogger(RefSteps.class);

  /** What core.filesRefLockTimeout is where nobody set it. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final long BETWEEN_ATTEMPTS_MILLIS = 5;

  private final Repository repository;
  private final RefFiles files;
  private final Worktrees worktrees;

  /** Reads the worktrees as they are at the moment of the call. */
  interface Worktrees {
    ImmutableList<KnownWorktree> read() throws IOException;
  }

  RefSteps(Repository repository, Worktrees worktrees) {
    this.repository = repository;
    this.files = new RefFiles(repository);
    this.worktrees = worktrees;
  }

  StepOutcome move(Step.MoveBranch step) throws IOException {
    Optional<StepOutcome> obstacle = obstacle(step.branch(), step.from());
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (!repository.getObjectDatabase().has(id(step.to()))) {
      return new StepOutcome.Refused(
          "this repository does not have " + step.to().abbreviated() + "; look at it with git fsck",
          ImmutableSet.of());
    }
    if (step.from().isPresent() && !contains(step.to(), step.from().get())) {
      return new StepOutcome.Refused(
          step.to().abbreviated() + " does not contain " + step.from().get().abbreviated(),
          ImmutableSet.of());
    }
    StepOutcome outcome = set(step.branch().ref(), step.from(), step.to(), "advance");
    if (!(outcome instanceof StepOutcome.Done)) {
      return outcome;
    }
    ImmutableList<KnownWorktree> holders = holders(step.branch());
    boolean allSawTheMove =
        holders.stream()
            .allMatch(
                holder ->
                    holder.worktree().checkedOut().filter(step.branch()::equals).isPresent()
                        && CheckedOutTree.showsNew(
                            repository, holder.gitDir(), step.from(), step.to()));
    return allSawTheMove ? outcome : takeBack(step);
  }

  /** Somebody checked the branch out, as it was before, in the very moment in which it moved. */
  private StepOutcome takeBack(Step.MoveBranch step) throws IOException {
    if (step.from().isPresent()) {
      set(
          step.branch().ref(),
          Optional.of(step.to()),
          step.from().get(),
          "advance taken back, because it was just checked out");
    } else {
      remove(step.branch().ref(), step.to());
    }
    return new StepOutcome.LostRace(step.branch() + " was checked out while it moved");
  }

  StepOutcome delete(Step.DeleteBranch step) throws IOException {
    Optional<StepOutcome> obstacle = obstacle(step.branch(), Optional.of(step.from()));
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (step.containedIn().isPresent()) {
      if (!isContained(step.from(), step.containedIn().get())) {
        return new StepOutcome.LostRace(
            step.containedIn().get() + " no longer contains " + step.from().abbreviated());
      }
    } else {
      StepOutcome kept = keep(step.branch(), step.from());
      if (!(kept instanceof StepOutcome.Done)) {
        return kept;
      }
    }
    StepOutcome outcome = remove(step.branch().ref(), step.from());
    return outcome instanceof StepOutcome.Done ? afterDeletion(step, outcome) : outcome;
  }

  private StepOutcome afterDeletion(Step.DeleteBranch step, StepOutcome done) throws IOException {
    if (!holders(step.branch()).isEmpty()) {
      return bringBack(
          step, new StepOutcome.LostRace(step.branch() + " was checked out while it was deleted"));
    }
    if (step.containedIn().isEmpty() || isStillContained(step.from(), step.containedIn().get())) {
      return done;
    }
    StepOutcome kept = keep(step.branch(), step.from());
    return kept instanceof StepOutcome.Done ? done : bringBack(step, kept);
  }

  private StepOutcome bringBack(Step.DeleteBranch step, StepOutcome why) throws IOException {
    set(step.branch().ref(), Optional.empty(), step.from(), "deletion taken back");
    return why;
  }

  StepOutcome keep(Step.KeepTip step) throws IOException {
    CommitHash tip = step.kept().tip();
    return repository.getObjectDatabase().has(id(tip))
        ? keep(step.branch(), tip)
        : new StepOutcome.LostRace(tip.abbreviated() + " is no longer here");
  }

  StepOutcome drop(Step.DropKept step) throws IOException {
    if (isAt(step.branch(), Optional.of(step.kept().tip()))) {
      return new StepOutcome.LostRace(step.branch() + " stands at the kept tip again");
    }
    return remove(step.kept().ref(), step.kept().tip());
  }

  private StepOutcome keep(BranchName branch, CommitHash tip) throws IOException {
    String ref = new KeptTip(branch, tip).ref();
    Ref present = repository.exactRef(ref);
    if (present == null) {
      return set(ref, Optional.empty(), tip, "keep");
    }
    return id(tip).equals(present.getObjectId())
        ? StepOutcome.Done.QUIETLY
        : new StepOutcome.Refused(
            ref + " does not point to the commit that it names; delete it", ImmutableSet.of());
  }

  private Optional<StepOutcome> obstacle(BranchName branch, Optional<CommitHash> from)
      throws IOException {
    for (KnownWorktree known : worktrees.read()) {
      if (known.worktree().holds(branch)) {
        return Optional.of(
            new StepOutcome.LostRace(branch + " is now checked out in " + known.worktree().path()));
      }
      // A checkout under way may be about to take this very branch.
      Optional<Path> lock = known.heldIndexLock();
      if (lock.isPresent()) {
        return Optional.of(
            new StepOutcome.Refused(
                "another git command is at work in "
                    + known.worktree().path()
                    + " (index.lock is held)",
                ImmutableSet.of(lock.get().toString()),
                true));
      }
    }
    // Asked again under the lock; a race that is lost already shall leave nothing kept behind, and
    // not look like a conflict of names.
    return isAt(branch, from)
        ? Optional.empty()
        : Optional.of(new StepOutcome.LostRace(branch + " is not what it was"));
  }

  private boolean isAt(BranchName branch, Optional<CommitHash> tip) throws IOException {
    return isAt(branch.ref(), tip);
  }

  boolean isAt(String ref, Optional<CommitHash> tip) throws IOException {
    repository.getRefDatabase().refresh();
    return Optional.ofNullable(repository.exactRef(ref))
        .map(Ref::getObjectId)
        .map(ObjectId::name)
        .equals(tip.map(CommitHash::hex));
  }

  private ImmutableList<KnownWorktree> holders(BranchName branch) throws IOException {
    return worktrees.read().stream()
        .filter(known -> known.worktree().holds(branch))
        .collect(ImmutableList.toImmutableList());
  }

  /** The same after a deletion, when an answer that cannot be had must not lose the tip. */
  private boolean isStillContained(CommitHash tip, BranchName in) {
    try {
      return isContained(tip, in);
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read ({}); {} is kept", in, unreadable.getMessage(), tip);
      return false;
    }
  }

  private boolean isContained(CommitHash tip, BranchName in) throws IOException {
    Ref ref = repository.exactRef(in.ref());
    return ref != null
        && ref.getObjectId() != null
        && contains(new CommitHash(ref.getObjectId().name()), tip);
  }

  private boolean contains(CommitHash outer, CommitHash inner) throws IOException {
    Ancestry ancestry =
        AncestryReader.read(repository, ImmutableSet.of(new CommitPair(inner, outer)));
    return ancestry.of(inner, outer).isContained();
  }

  StepOutcome set(String ref, Optional<CommitHash> from, CommitHash to, String what)
      throws IOException {
    return change(ref, () -> files.set(ref, from, to, what));
  }

  StepOutcome remove(String ref, CommitHash from) throws IOException {
    return change(ref, () -> files.delete(ref, from));
  }

  /** Removes each of the refs that is what it was; whatever is in the way, the others stay. */
  StepOutcome removeAll(ImmutableMap<String, CommitHash> refs) throws IOException {
    return change(
        "packed-refs",
        () -> {
          files.deleteAll(refs);
          return RefFiles.Result.DONE;
        });
  }

  private StepOutcome change(String ref, ProvenLock.Work<RefFiles.Result> work) throws IOException {
    StepOutcome othersAreAtIt =
        new StepOutcome.Refused("another Hesokuri moves branches here", ImmutableSet.of(), true);
    return ProvenLock.whileNobodyElseIs(
        repository.getCommonDirectory().toPath(), () -> patiently(ref, work), othersAreAtIt);
  }

  /** Waits for a lock as long as git itself would, since most are held for a moment only. */
  private static StepOutcome patiently(String ref, ProvenLock.Work<RefFiles.Result> work)
      throws IOException {
    long begin = System.nanoTime();
    while (true) {
      try {
        return attempt(ref, work);
      } catch (HeldLock held) {
        boolean waited = System.nanoTime() - begin > PATIENCE.toNanos();
        if (waited || !pause()) {
          return new StepOutcome.Refused(
              held.lock() + " is held; if no git command is at work there, remove it",
              ImmutableSet.of(held.lock().toString()),
              true);
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static StepOutcome attempt(String ref, ProvenLock.Work<RefFiles.Result> work)
      throws IOException {
    return switch (work.run()) {
      case DONE -> StepOutcome.Done.QUIETLY;
      case DONE_UNLOGGED ->
          new StepOutcome.Done(ImmutableSet.of("the reflog of " + ref + " could not be written"));
      case OTHER_VALUE -> new StepOutcome.LostRace(ref + " is not what it was");
      case NAME_CONFLICT ->
          new StepOutcome.Refused(
              "a branch of the name " + ref + " cannot stand beside one that is a folder of it",
              ImmutableSet.of());
    };
  }

  private static ObjectId id(CommitHash hash) {
    return ObjectId.fromString(hash.hex());
  }
}
