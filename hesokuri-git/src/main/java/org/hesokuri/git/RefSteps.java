package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** Makes the changes that concern refs alone: each a compare-and-swap, none behind a worktree. */
final class RefSteps {

  /** A lock that is younger belongs to a command under way, and is gone at the next look. */
  private static final Duration COMMAND_UNDER_WAY = Duration.ofSeconds(10);

  private final Repository repository;
  private final RefFiles files;
  private final Worktrees worktrees;

  /** Reads the worktrees as they are at the moment of the call. */
  interface Worktrees {
    ImmutableList<Worktree> read() throws IOException;
  }

  RefSteps(Repository repository, Worktrees worktrees) {
    this.repository = repository;
    this.files = new RefFiles(repository);
    this.worktrees = worktrees;
  }

  StepOutcome move(Step.MoveBranch step) throws IOException {
    Optional<StepOutcome> obstacle = obstacle(step.branch());
    if (obstacle.isPresent()) {
      return obstacle.get();
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
    return heldNow(step.branch()) ? takeBack(step) : outcome;
  }

  /** Somebody checked the branch out in the very moment in which it moved. */
  private StepOutcome takeBack(Step.MoveBranch step) throws IOException {
    if (step.from().isPresent()) {
      set(
          step.branch().ref(),
          Optional.of(step.to()),
          step.from().get(),
          "advance taken back, because it was just checked out");
    }
    // A branch that did not exist cannot have been checked out with an older tree: it stays.
    return new StepOutcome.LostRace(step.branch() + " was checked out while it moved");
  }

  StepOutcome delete(Step.DeleteBranch step) throws IOException {
    Optional<StepOutcome> obstacle = obstacle(step.branch());
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
    boolean lostItsHome =
        outcome instanceof StepOutcome.Done
            && step.containedIn().isPresent()
            && !isContained(step.from(), step.containedIn().get());
    if (lostItsHome) {
      return keep(step.branch(), step.from());
    }
    return outcome;
  }

  StepOutcome drop(Step.DropKept step) throws IOException {
    return remove(step.kept().ref(), step.kept().tip());
  }

  private StepOutcome keep(BranchName branch, CommitHash tip) throws IOException {
    String ref = new KeptTip(branch, tip).ref();
    Ref present = repository.exactRef(ref);
    if (present != null && id(tip).equals(present.getObjectId())) {
      return StepOutcome.Done.QUIETLY;
    }
    return set(ref, Optional.empty(), tip, "keep");
  }

  private Optional<StepOutcome> obstacle(BranchName branch) throws IOException {
    for (Worktree worktree : worktrees.read()) {
      if (worktree.holds(branch)) {
        return Optional.of(
            new StepOutcome.LostRace(branch + " is now checked out in " + worktree.path()));
      }
      Path indexLock = Path.of(worktree.path()).resolve(".git").resolve("index.lock");
      // A checkout under way may be about to take this very branch.
      if (worktree.busy().filter(busy -> busy.contains("index.lock")).isPresent()) {
        return Optional.of(
            new StepOutcome.Refused(
                "another git command is at work in " + worktree.path() + " (index.lock is held)",
                ImmutableSet.of(indexLock.toString())));
      }
    }
    return Optional.empty();
  }

  private boolean heldNow(BranchName branch) throws IOException {
    for (Worktree worktree : worktrees.read()) {
      if (worktree.holds(branch)) {
        return true;
      }
    }
    return false;
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

  private StepOutcome set(String ref, Optional<CommitHash> from, CommitHash to, String what)
      throws IOException {
    return change(ref, () -> files.set(ref, from, to, what));
  }

  private StepOutcome remove(String ref, CommitHash from) throws IOException {
    return change(ref, () -> files.delete(ref, from));
  }

  private StepOutcome change(String ref, ProvenLock.Work<RefFiles.Result> work) throws IOException {
    StepOutcome othersAreAtIt = new StepOutcome.LostRace("another Hesokuri moves branches here");
    return ProvenLock.whileNobodyElseIs(
        repository.getCommonDirectory().toPath(), () -> attempt(ref, work), othersAreAtIt);
  }

  private static StepOutcome attempt(String ref, ProvenLock.Work<RefFiles.Result> work)
      throws IOException {
    try {
      return switch (work.run()) {
        case DONE -> StepOutcome.Done.QUIETLY;
        case OTHER_VALUE -> new StepOutcome.LostRace(ref + " is not what it was");
        case NAME_CONFLICT ->
            new StepOutcome.Refused(
                "a branch of the name " + ref + " cannot stand beside one that is a folder of it",
                ImmutableSet.of());
      };
    } catch (FileAlreadyExistsException held) {
      return locked(Path.of(held.getFile()));
    }
  }

  private static StepOutcome locked(Path lock) throws IOException {
    try {
      Duration age = Duration.between(Files.getLastModifiedTime(lock).toInstant(), Instant.now());
      if (age.compareTo(COMMAND_UNDER_WAY) > 0) {
        return new StepOutcome.Refused(
            lock + " is held; if no git command is at work there, remove it",
            ImmutableSet.of(lock.toString()));
      }
    } catch (NoSuchFileException gone) {
      // It was a command under way.
    }
    return new StepOutcome.LostRace(lock + " was held for a moment");
  }

  private static ObjectId id(CommitHash hash) {
    return ObjectId.fromString(hash.hex());
  }
}
