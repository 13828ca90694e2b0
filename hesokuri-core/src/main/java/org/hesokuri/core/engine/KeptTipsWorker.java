package org.hesokuri.core.engine;

import java.time.Duration;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.KeptPlanner;
import org.hesokuri.core.plan.Situation;

/** Twice a day lets the displaced tips of one source grow older, and lets go of the oldest. */
final class KeptTipsWorker {

  private static final Duration BETWEEN_PASSES = Duration.ofHours(12);

  private final RepoPath path;
  private final Scheduling scheduling;
  private final EventLog events;
  private boolean passedBefore;
  private long passedAt;

  KeptTipsWorker(RepoPath path, Scheduling scheduling, EventLog events) {
    this.path = path;
    this.scheduling = scheduling;
    this.events = events;
  }

  /** Makes a pass if one is due. */
  void pass(GitRepository repository, Situation situation) throws GitFailure {
    long now = scheduling.nanoTime();
    if (passedBefore && now - passedAt < BETWEEN_PASSES.toNanos()) {
      return;
    }
    passedBefore = true;
    passedAt = now;
    KeptLedger ledger = repository.readKeptLedger();
    if (situation.snapshot().kept().isEmpty() && ledger.ages().isEmpty()) {
      return;
    }
    KeptPlanner.KeptPass pass =
        KeptPlanner.plan(
            ledger, situation.snapshot(), scheduling.now(), situation.source().keepFor());
    repository.writeKeptLedger(pass.ledger());
    for (Step.DropKept drop : pass.drops()) {
      repository
          .apply(drop)
          .<Runnable>fold(
              done ->
                  () ->
                      events.tell(StepEvents.done(path, situation, drop, StepOutcome.Done.QUIETLY)),
              // If the tip is still there, its time begins anew: rather too long than too short.
              lostRace -> () -> {},
              refused -> () -> {})
          .run();
    }
  }
}
