package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.plan.PlannedPush;
import org.hesokuri.core.plan.PushPlan;
import org.hesokuri.core.plan.PushPlanner;
import org.hesokuri.core.plan.Replanning;
import org.hesokuri.core.plan.Situation;

/**
 * Plans what one peer is given of one source, each time on top of the plan before, so that only
 * what has changed is judged anew. Used by one thread at a time.
 */
final class PushPlanning {

  private final PeerId peer;
  private final PushPauses pauses;
  private Optional<GitRepository> givesFrom = Optional.empty();
  private Optional<PlannedPush> planned = Optional.empty();
  private Optional<Situation> pausedFor = Optional.empty();

  PushPlanning(PeerId peer, EngineTimes times) {
    this.peer = peer;
    this.pauses = new PushPauses(times);
  }

  /** What is held back. */
  PushPauses pauses() {
    return pauses;
  }

  /**
   * Names the repository that is given from.
   *
   * @return whether it is another one than before, of which nothing is known
   */
  boolean givesFrom(GitRepository repository) {
    if (givesFrom.equals(Optional.of(repository))) {
      return false;
    }
    givesFrom = Optional.of(repository);
    pauses.forgetRefusals();
    planned = Optional.empty();
    return true;
  }

  /** What is to be given to a peer that holds this. */
  PushPlan plan(
      SourceView view, Advertisement held, ImmutableMap<BranchName, PushPlanner.Pause> paused)
      throws GitFailure {
    Replanning next =
        new Replanning(
            new PushPlanner(view.situation(), view.plan().leaving(), peer, held, paused), planned);
    PlannedPush now = next.plan(view.repository().ancestry(next.questions()));
    planned = Optional.of(now);
    return now.plan();
  }

  void forgetPausesOfGoneBranches(Situation now) {
    ImmutableSet<BranchName> here = now.snapshot().branches().keySet();
    boolean allStay = pausedFor.flatMap(now::movedSince).filter(here::containsAll).isPresent();
    if (!allStay) {
      pauses.retain(now.namesElsewhere());
    }
    pausedFor = Optional.of(now);
  }
}
