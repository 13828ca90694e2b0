package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Objects;
import java.util.Optional;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.AdvancePlan;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.SyncEvent;

/** Says what became of a step. */
final class StepEvents {

  private StepEvents() {}

  static SyncEvent done(RepoPath source, Situation situation, Step step, StepOutcome.Done done) {
    return step.fold(
        move ->
            new SyncEvent.Advanced(
                source, move.branch(), move.from(), move.to(), Optional.empty(), done.remarks()),
        forward ->
            new SyncEvent.Advanced(
                source,
                forward.branch(),
                forward.from(),
                forward.to(),
                Optional.of(forward.worktree()),
                done.remarks()),
        delete ->
            delete.containedIn().isPresent()
                ? new SyncEvent.CopyRemoved(source, delete.branch(), delete.from())
                : new SyncEvent.UnwantedRemoved(source, delete.branch(), delete.from()),
        keep -> new SyncEvent.TipKept(source, keep.kept()),
        drop -> new SyncEvent.KeptDropped(source, drop.kept()));
  }

  static SyncEvent refused(RepoPath source, Step step, StepOutcome.Refused refused) {
    return step.fold(
        move -> new SyncEvent.AdvanceBlocked(source, move.branch(), move.to(), refused.why()),
        forward ->
            new SyncEvent.AdvanceBlocked(source, forward.branch(), forward.to(), refused.why()),
        delete -> new SyncEvent.RemovalBlocked(source, delete.branch(), refused.why()),
        keep -> new SyncEvent.KeepingBlocked(source, keep.kept(), refused.why()),
        drop -> new SyncEvent.RemovalBlocked(source, drop.branch(), refused.why()));
  }

  /** What the user should hear of a branch that a plan leaves; empty if that is in order. */
  static Optional<SyncEvent> left(RepoPath source, Situation situation, AdvancePlan.Left left) {
    return switch (left.reason()) {
      case DIVERGED, RIVAL ->
          Optional.of(new SyncEvent.Diverged(source, left.concerned(), left.branch()));
      case WORKTREE_BUSY -> Optional.of(advanceBlocked(source, situation, left, left.detail()));
      case SEVERAL_WORKTREES ->
          Optional.of(
              advanceBlocked(
                  source,
                  situation,
                  left,
                  "it is checked out in several worktrees: " + left.detail()));
      case UNWANTED_CHECKED_OUT ->
          Optional.of(
              new SyncEvent.RemovalBlocked(
                  source, left.branch(), "it is checked out in " + left.detail()));
      case SETTLED,
          FOR_THE_USER,
          BEING_TAKEN_OVER,
          COPY_CHECKED_OUT,
          UNREADABLE,
          NAMED_LIKE_OWN_COPY ->
          Optional.empty();
    };
  }

  private static SyncEvent advanceBlocked(
      RepoPath source, Situation situation, AdvancePlan.Left left, String why) {
    // For a branch that does not exist yet, the copy speaks from which it would be made.
    ImmutableSortedMap<BranchName, CommitHash> tips = situation.snapshot().branches();
    boolean exists = tips.containsKey(left.concerned());
    BranchName branch = exists ? left.branch() : left.concerned();
    BranchName copy = exists ? left.concerned() : left.branch();
    CommitHash to = Objects.requireNonNull(tips.get(copy), "a copy that is left is there");
    return new SyncEvent.AdvanceBlocked(source, branch, to, why);
  }
}
