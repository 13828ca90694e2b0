package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
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

  /** What should be over in a moment is told when it has lasted so long. */
  static final Duration LASTING = Duration.ofSeconds(5);

  /**
   * A refused step.
   *
   * @param why why it was refused last
   * @param since when that began, for people
   * @param beganAt the same in nanoseconds of the monotonic clock
   * @param triedAt when it was last tried
   * @param told whether it is worth the user's attention
   */
  record Blocked(
      Step step,
      String why,
      ImmutableSet<String> paths,
      Instant since,
      long beganAt,
      long triedAt,
      boolean told) {

    private boolean isOfTheSame(StepOutcome.Refused refusal) {
      // One user at work meets us with one lock after another.
      return why.equals(refusal.why()) || refusal.passing();
    }
  }

  private final Map<BranchName, Blocked> blocked = new HashMap<>();
  private final Set<BranchName> again = new HashSet<>();

  /**
   * Notes a refusal.
   *
   * @return whether it is news to the user
   */
  boolean refused(Step step, StepOutcome.Refused refusal, Scheduling scheduling) {
    Optional<Blocked> before = of(step.branch()).filter(b -> b.isOfTheSame(refusal));
    long now = scheduling.nanoTime();
    Instant since = before.map(Blocked::since).orElseGet(scheduling::now);
    long beganAt = before.map(Blocked::beganAt).orElse(now);
    boolean known = before.filter(Blocked::told).isPresent();
    boolean told = known || !refusal.passing() || now - beganAt >= LASTING.toNanos();
    // While somebody is at work there, what was found before still stands as far as is known.
    String why =
        before.filter(b -> b.told && refusal.passing()).map(Blocked::why).orElse(refusal.why());
    again.remove(step.branch());
    blocked.put(step.branch(), new Blocked(step, why, refusal.paths(), since, beganAt, now, told));
    return told && !known;
  }

  /** How long the step must rest from now on; empty if it may be tried. */
  Optional<Duration> rest(Step step, long nanoTime) {
    return of(step.branch())
        .filter(b -> b.step.equals(step))
        .map(b -> BREATH.minusNanos(nanoTime - b.triedAt))
        .filter(rest -> !rest.isNegative() && !rest.isZero());
  }

  /**
   * Something stirred while the step rested: it is tried when its rest is over. Without that, two
   * steps that were refused half a second apart would wake each other for ever.
   */
  void tryAgain(BranchName branch) {
    again.add(branch);
  }

  /** Whether it is worth a look when the rest of the step is over. */
  boolean isToBeTriedAgain(BranchName branch) {
    return again.contains(branch) || !isTold(branch);
  }

  /** Forgets what is no longer planned. */
  void retain(Set<BranchName> planned) {
    blocked.keySet().retainAll(planned);
    again.retainAll(planned);
  }

  void forget(BranchName branch) {
    blocked.remove(branch);
    again.remove(branch);
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

  /** Whether the user knows of it; otherwise it should be over in a moment. */
  boolean isTold(BranchName branch) {
    return of(branch).filter(Blocked::told).isPresent();
  }

  /** What the user should know of. */
  ImmutableList<Blocked> worthTelling() {
    return blocked.values().stream().filter(Blocked::told).collect(ImmutableList.toImmutableList());
  }
}
