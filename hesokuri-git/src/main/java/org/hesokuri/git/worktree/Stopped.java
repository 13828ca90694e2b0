package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.Arrays;
import org.hesokuri.core.git.StepOutcome;

/** The fast-forward does not happen, for a reason that is an expected outcome. */
final class Stopped extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient StepOutcome outcome;

  private Stopped(StepOutcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  /** It would not be safe; {@code paths} are absolute places whose change may mend it. */
  static Stopped refused(String why, Path... paths) {
    return new Stopped(
        new StepOutcome.Refused(
            why, Arrays.stream(paths).map(Path::toString).collect(ImmutableSet.toImmutableSet())),
        why);
  }

  /** Somebody is at work there at this moment; it will be over soon. */
  static Stopped passing(String why, Path path) {
    return new Stopped(new StepOutcome.Refused(why, ImmutableSet.of(path.toString()), true), why);
  }

  /** Somebody was faster. */
  static Stopped lostRace(String what) {
    return new Stopped(new StepOutcome.LostRace(what), what);
  }

  /** The same, with what the user should know besides. */
  Stopped and(ImmutableSet<String> remarks) {
    if (remarks.isEmpty()) {
      return this;
    }
    String more = getMessage() + "; " + String.join("; ", remarks);
    return outcome.fold(
        done -> this,
        lostRace -> lostRace(more),
        refused ->
            new Stopped(new StepOutcome.Refused(more, refused.paths(), refused.passing()), more));
  }

  StepOutcome outcome() {
    return outcome;
  }
}
