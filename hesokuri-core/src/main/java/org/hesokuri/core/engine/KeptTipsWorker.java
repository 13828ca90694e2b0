package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.FoldPlanner;
import org.hesokuri.core.plan.KeptPlanner;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.SyncEvent;

/**
 * Lets the displaced tips of one source grow older, lets go of the oldest, and folds those that are
 * too many to be refs of their own: twice a day, and whenever there are too many.
 */
final class KeptTipsWorker {

  private static final Duration BETWEEN_PASSES = Duration.ofHours(12);

  private final RepoPath path;
  private final Scheduling scheduling;
  private final EventLog events;
  private final KeptRefs bounds;
  // What was tried since the last pass that was due to the clock. What was folded or dropped is
  // gone, so that what is met again cannot be, and would be tried after each commit.
  private final Set<KeptTip> tried = new HashSet<>();
  private boolean passedBefore;
  private long passedAt;

  KeptTipsWorker(RepoPath path, Scheduling scheduling, EventLog events, KeptRefs bounds) {
    this.path = path;
    this.scheduling = scheduling;
    this.events = events;
    this.bounds = bounds;
  }

  /**
   * Makes a pass if one is due.
   *
   * @return whether another one is due after the next look
   */
  boolean pass(GitRepository repository, Situation situation) throws GitFailure {
    RepoSnapshot seen = situation.snapshot();
    boolean isTime = isTime();
    if (isTime) {
      tried.clear();
    }
    FoldPlanner folding = new FoldPlanner(seen, bounds, ImmutableSet.copyOf(tried));
    if (!isTime && !folding.isDue()) {
      return false;
    }
    KeptLedger ledger = repository.readKeptLedger();
    if (seen.keptTips() == 0 && ledger.isEmpty()) {
      return false;
    }
    KeptPlanner.KeptPass pass =
        KeptPlanner.plan(ledger, seen, scheduling.now(), situation.source().keepFor());
    FoldPlanner.FoldPass folds = folding.plan(pass, scheduling.now());
    pass.drops().forEach(drop -> tried.add(drop.kept()));
    // Also if it fails: then it is tried again when it is time, not after each commit.
    folds.steps().forEach(step -> step.tips().stream().map(FoldedTip::tip).forEach(tried::add));
    repository.writeKeptLedger(folds.ledger());
    for (Step.DropKept drop : pass.drops()) {
      tellIfDone(
          repository.apply(drop), StepEvents.done(path, situation, drop, StepOutcome.Done.QUIETLY));
    }
    for (FoldStep.DropFold drop : pass.foldDrops()) {
      tellIfDone(repository.apply(drop), new SyncEvent.FoldDropped(path, drop.fold()));
    }
    Map<KeptTip, Duration> unfolded = new HashMap<>();
    for (FoldStep.FoldTips fold : folds.steps()) {
      if (!isDone(repository.apply(fold))) {
        fold.tips().forEach(each -> unfolded.put(each.tip(), ageOf(each.tip(), pass.ledger())));
      }
    }
    if (!unfolded.isEmpty()) {
      // What stays a ref has not begun anew.
      repository.writeKeptLedger(withAges(folds.ledger(), unfolded));
    }
    return !folds.isAll();
  }

  private static boolean isDone(StepOutcome outcome) {
    return outcome.fold(done -> true, lostRace -> false, refused -> false);
  }

  private static Duration ageOf(KeptTip tip, KeptLedger ledger) {
    return ledger.ages().getOrDefault(tip, Duration.ZERO);
  }

  private static KeptLedger withAges(KeptLedger ledger, Map<KeptTip, Duration> more) {
    return new KeptLedger(
        ledger.lastPass(),
        ImmutableMap.<KeptTip, Duration>builder().putAll(ledger.ages()).putAll(more).buildOrThrow(),
        ledger.folds());
  }

  private boolean isTime() {
    long now = scheduling.nanoTime();
    if (passedBefore && now - passedAt < BETWEEN_PASSES.toNanos()) {
      return false;
    }
    passedBefore = true;
    passedAt = now;
    return true;
  }

  private void tellIfDone(StepOutcome outcome, SyncEvent event) {
    outcome
        .<Runnable>fold(
            done -> () -> events.tell(event),
            // If it is still there, its time begins anew: rather too long than too short.
            lostRace -> () -> {},
            refused -> () -> {})
        .run();
  }
}
