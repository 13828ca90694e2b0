package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;

/**
 * The steps of one source that were refused, and when it makes sense to try them again.
 *
 * <p>A step is not tried again within {@link #BREATH} of its last refusal, so that nothing that
 * stirs because of the attempt itself can make it go round in circles.
 */
final class BlockedSteps {

  static final Duration BREATH = Duration.ofSeconds(1);

  /** A refused step: why, since when, and when it was last tried. */
  record Blocked(Step step, String why, ImmutableSet<String> paths, Instant since, long triedAt) {}

  private final Map<BranchName, Blocked> blocked = new HashMap<>();

  /**
   * Notes a refusal.
   *
   * @return whether it is news to the user
   */
  boolean refused(Step step, StepOutcome.Refused refusal, Scheduling scheduling) {
    Optional<Blocked> before = of(step.branch()).filter(b -> b.why.equals(refusal.why()));
    Instant since = before.map(Blocked::since).orElseGet(scheduling::now);
    blocked.put(
        step.branch(),
        new Blocked(step, refusal.why(), refusal.paths(), since, scheduling.nanoTime()));
    return before.isEmpty();
  }

  /** How long the step must rest from now on; empty if it may be tried. */
  Optional<Duration> rest(Step step, long nanoTime) {
    return of(step.branch())
        .filter(b -> b.step.equals(step))
        .map(b -> BREATH.minusNanos(nanoTime - b.triedAt))
        .filter(rest -> !rest.isNegative() && !rest.isZero());
  }

  /** Forgets what is no longer planned. */
  void retain(Set<BranchName> planned) {
    blocked.keySet().retainAll(planned);
  }

  void forget(BranchName branch) {
    blocked.remove(branch);
  }

  Optional<Blocked> of(BranchName branch) {
    return Optional.ofNullable(blocked.get(branch));
  }

  boolean isEmpty() {
    return blocked.isEmpty();
  }

  /** All paths whose change may mean that a cause is gone. */
  ImmutableSet<String> paths() {
    return blocked.values().stream()
        .flatMap(b -> b.paths.stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  Iterable<Blocked> all() {
    return blocked.values();
  }
}
