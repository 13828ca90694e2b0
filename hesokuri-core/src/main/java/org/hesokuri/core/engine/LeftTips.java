package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.LeavingPlanner;
import org.hesokuri.core.plan.Situation;

/**
 * Keeps the tips that branches of one source have left here. What is seen at one look and gone at
 * the next is known from the two; what happened in between, or while no daemon was there, from
 * reflogs. Used by one thread at a time.
 */
final class LeftTips {

  private final RepoPath path;
  private final Scheduling scheduling;
  private final EventLog events;
  private Optional<Situation> last = Optional.empty();
  private Optional<GitRepository> known = Optional.empty();
  // Where branches stood whose reflogs were not read since they moved away from there.
  private final Map<BranchName, CommitHash> moved = new LinkedHashMap<>();
  // What is not yet kept, nor found to be inside of something: it waits until it is.
  private final Set<KeptTip> waiting = new LinkedHashSet<>();
  private final Map<KeptTip, String> told = new HashMap<>();

  LeftTips(RepoPath path, Scheduling scheduling, EventLog events) {
    this.path = path;
    this.scheduling = scheduling;
    this.events = events;
  }

  /** Takes in what a look found, whatever becomes of the round after it. */
  void saw(Situation now) {
    ImmutableSet<KeptTip> left =
        last.map(before -> LeavingPlanner.leftBetween(before, now)).orElse(ImmutableSet.of());
    waiting.addAll(left);
    left.forEach(tip -> moved.putIfAbsent(tip.branch(), tip.tip()));
    last = Optional.of(now);
  }

  /** Keeps what was left before the last look. */
  void keep(GitRepository repository, Situation now, Progress progress) throws GitFailure {
    readReflogs(repository, now);
    if (waiting.isEmpty()) {
      return;
    }
    LeavingPlanner planner = LeavingPlanner.of(now, ImmutableList.copyOf(waiting));
    ImmutableSet<KeptTip> outside =
        planner.outsideOfTheirBranch(repository.ancestry(planner.questions()));
    ImmutableList<Step.KeepTip> steps = stepsFor(outside, repository, now);
    waiting.clear();
    steps.forEach(step -> waiting.add(step.kept()));
    told.keySet().retainAll(waiting);
    for (Step.KeepTip step : steps) {
      settle(step, SourceWorker.outcomeOf(repository, step), now, progress);
    }
  }

  private static ImmutableList<Step.KeepTip> stepsFor(
      ImmutableSet<KeptTip> outside, GitRepository repository, Situation now) throws GitFailure {
    ImmutableList.Builder<Step.KeepTip> steps = ImmutableList.builder();
    Set<CommitHash> holding = new LinkedHashSet<>();
    if (!outside.isEmpty()) {
      holding.addAll(now.snapshot().branches().values());
    }
    for (KeptTip tip : outside) {
      if (!isInside(tip.tip(), ImmutableSet.copyOf(holding), repository)) {
        steps.add(new Step.KeepTip(tip));
        holding.add(tip.tip());
      }
    }
    return steps.build();
  }

  /** Whether nothing of it is lost if the others stay, or all of it is lost already. */
  private static boolean isInside(
      CommitHash tip, ImmutableSet<CommitHash> others, GitRepository repository) throws GitFailure {
    try {
      // How it is related to each would be many long walks; this is a short one.
      return repository.history(tip, others, 1).isEmpty();
    } catch (GitFailure failure) {
      if (failure.kind() == GitFailure.Kind.GONE) {
        throw failure;
      }
      return false; // In doubt it is kept. What cannot be read is told of where it matters.
    }
  }

  private void readReflogs(GitRepository repository, Situation now) throws GitFailure {
    Map<BranchName, CommitHash> here = now.snapshot().branches();
    Map<BranchName, Optional<CommitHash>> asked = new LinkedHashMap<>();
    boolean isKnown = known.filter(repository::equals).isPresent();
    if (isKnown) {
      moved.forEach((branch, tip) -> asked.put(branch, Optional.of(tip)));
      asked.keySet().retainAll(here.keySet());
    } else {
      here.keySet().forEach(branch -> asked.put(branch, Optional.empty()));
    }
    if (!isKnown || !asked.isEmpty()) {
      Instant since = scheduling.now().minus(now.source().keepFor());
      // The newest first: it may contain the others.
      Set<KeptTip> newestFirst =
          new LinkedHashSet<>(repository.formerTips(ImmutableMap.copyOf(asked), since));
      newestFirst.addAll(waiting);
      waiting.clear();
      waiting.addAll(newestFirst);
    }
    moved.clear();
    known = Optional.of(repository);
  }

  private void settle(Step.KeepTip step, StepOutcome outcome, Situation now, Progress progress) {
    outcome
        .<Runnable>fold(
            done ->
                () -> {
                  waiting.remove(step.kept());
                  events.tell(StepEvents.done(path, now, step, done));
                },
            // It is no longer here: somebody has let it go on purpose, and collected garbage.
            lostRace -> () -> waiting.remove(step.kept()),
            refused ->
                () -> {
                  progress.restFor(BlockedSteps.BREATH.multipliedBy(refused.passing() ? 1 : 30));
                  boolean isNews = !refused.why().equals(told.put(step.kept(), refused.why()));
                  if (isNews && !refused.passing()) {
                    events.tell(StepEvents.refused(path, step, refused));
                  }
                })
        .run();
  }
}
