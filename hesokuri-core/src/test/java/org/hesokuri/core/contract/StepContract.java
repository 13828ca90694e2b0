package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;

/** What the tests of steps share. */
public abstract class StepContract extends GitBackendContract {

  /** For the subclasses of every backend. */
  protected StepContract() {}

  StepOutcome move(String branch, Optional<CommitHash> from, CommitHash to) throws GitFailure {
    return repository.apply(new Step.MoveBranch(name(branch), from, to));
  }

  StepOutcome delete(String branch, CommitHash from, Optional<String> in) throws GitFailure {
    return repository.apply(
        new Step.DeleteBranch(name(branch), from, in.map(GitBackendContract::name)));
  }

  StepOutcome forward(UserWorktree worktree, String branch, CommitHash from, CommitHash to)
      throws GitFailure {
    return repository.apply(
        new Step.FastForwardWorktree(worktree.path(), name(branch), Optional.of(from), to));
  }

  static void assertDone(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(StepOutcome.Done.class);
  }

  static void assertLostRace(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(StepOutcome.LostRace.class);
  }

  static StepOutcome.Refused assertRefused(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(StepOutcome.Refused.class);
    return (StepOutcome.Refused) outcome;
  }

  /**
   * A step that must not be done, whoever asks for it: refused, or taken for a bug of the asker.
   */
  interface Forbidden {
    StepOutcome run() throws GitFailure;
  }

  /** Where the backend for simulations is stricter, it fails the engine that asks such a thing. */
  static void assertForbidden(Forbidden step) {
    boolean done;
    try {
      done = step.run() instanceof StepOutcome.Done;
    } catch (GitFailure | AssertionError forbidden) {
      done = false;
    }
    assertThat(done).as("it was done").isFalse();
  }
}
