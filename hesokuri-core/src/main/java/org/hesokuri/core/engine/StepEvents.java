package org.hesokuri.core.engine;

import java.util.Optional;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.SyncEvent;

/** Says what became of a step. */
final class StepEvents {

  private StepEvents() {}

  static SyncEvent done(
      RepoPath source, Situation situation, Step step, StepOutcome.Done done) {
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
        drop -> new SyncEvent.KeptDropped(source, drop.kept()));
  }

  static SyncEvent refused(RepoPath source, Step step, StepOutcome.Refused refused) {
    return step.fold(
        move -> new SyncEvent.AdvanceBlocked(source, move.branch(), move.to(), refused.why()),
        forward ->
            new SyncEvent.AdvanceBlocked(source, forward.branch(), forward.to(), refused.why()),
        delete -> new SyncEvent.RemovalBlocked(source, delete.branch(), refused.why()),
        drop -> new SyncEvent.RemovalBlocked(source, drop.branch(), refused.why()));
  }
}
