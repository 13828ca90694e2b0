package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.plan.PushPlanner;

/**
 * What one peer refused, or deleted after it was given: not to be tried with the same commit again
 * until a pause is over.
 */
final class PushPauses {

  private final EngineTimes times;
  // Made small: with 1,000 sources and 10 peers there are 20,000 of them.
  private final Map<BranchName, Given> given = new HashMap<>(2);
  private final Map<BranchName, Refusal> refused = new HashMap<>(2);

  private record Given(CommitHash tip, long at, Duration pause) {}

  private record Refusal(CommitHash tip, String why, long at) {}

  PushPauses(EngineTimes times) {
    this.times = times;
  }

  /**
   * The peer took it. Taking the same commit again lengthens the pause before the next time.
   *
   * @return whether it is another commit than the peer took before
   */
  boolean accepted(BranchName target, CommitHash tip, long now) {
    refused.remove(target);
    Optional<Given> before =
        Optional.ofNullable(given.get(target)).filter(last -> last.tip.equals(tip));
    Duration pause = before.map(last -> longer(last.pause)).orElse(times.retryPeriod());
    given.put(target, new Given(tip, now, pause));
    return before.isEmpty();
  }

  private Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(times.declinedLongest()) > 0 ? times.declinedLongest() : doubled;
  }

  /**
   * The peer would not take it, or this machine's repository could not give it.
   *
   * @param now when the talk began; the pause is over at the regular asking one retry period later
   * @return whether it is news to the user
   */
  boolean refused(BranchName target, CommitHash tip, String why, long now) {
    Refusal before = refused.put(target, new Refusal(tip, why, now));
    return before == null || !before.tip.equals(tip) || !before.why.equals(why);
  }

  /** What is not to be tried now, seen from what the peer holds. */
  ImmutableMap<BranchName, PushPlanner.Pause> active(Advertisement held, long now) {
    return pauses(
        held, g -> now - g.at < g.pause.toNanos(), r -> now - r.at < times.retryPeriod().toNanos());
  }

  /**
   * What is no reason to call the peer, because it would not take it or took it away. Whether its
   * pause is over is seen at the regular asking; else every pause would lead to a call of its own.
   */
  ImmutableMap<BranchName, PushPlanner.Pause> waiting(Advertisement held) {
    return pauses(held, g -> true, r -> true);
  }

  private ImmutableMap<BranchName, PushPlanner.Pause> pauses(
      Advertisement held, Predicate<Given> isHeldBack, Predicate<Refusal> isPaused) {
    ImmutableMap.Builder<BranchName, PushPlanner.Pause> pauses = ImmutableMap.builder();
    given.forEach(
        (target, g) -> {
          boolean takenAway = !held.branches().containsKey(target);
          if (takenAway && !refused.containsKey(target) && isHeldBack.test(g)) {
            pauses.put(
                target,
                new PushPlanner.Pause(
                    g.tip, "the peer took it and deleted it; it is given to it again later"));
          }
        });
    refused.forEach(
        (target, r) -> {
          if (isPaused.test(r)) {
            pauses.put(target, new PushPlanner.Pause(r.tip, "refused: " + r.why));
          }
        });
    return pauses.buildOrThrow();
  }

  /** This machine's repository was opened anew: what was refused may be sound there now. */
  void forgetRefusals() {
    refused.clear();
  }

  /** Forgets branches that this machine no longer has. */
  void retain(Set<BranchName> targets) {
    given.keySet().retainAll(targets);
    refused.keySet().retainAll(targets);
  }

  /**
   * The peer holds nothing at all: it has lost its disk, which is no will to go without. A peer
   * that deletes what it does not want keeps its tip.
   */
  void lostEverything() {
    given.clear();
  }

  /** Everything may be tried at once. */
  void clear() {
    given.clear();
    refused.clear();
  }
}
