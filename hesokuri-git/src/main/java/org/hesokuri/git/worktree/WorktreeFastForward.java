package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;

/**
 * Fast-forwards a checked-out branch with its index and files, all or nothing, as {@code git merge
 * --ff-only} would but without ever overwriting or removing what is not exactly what the old tree
 * had.
 *
 * <p>One call at a time works in a repository; a second one, also of another process, is refused.
 */
public final class WorktreeFastForward {

  private final GitProgram git;
  private final Witness witness;

  /** For tests: with another environment and somebody who watches. */
  WorktreeFastForward(Map<String, String> environment, Witness witness) {
    this.git = new GitProgram(environment);
    this.witness = witness;
  }

  /**
   * Makes the step, or nothing of it.
   *
   * @param repository the repository, opened at any of its worktrees
   * @throws GitFailure if reading or writing failed; what had been begun is undone, or will be by
   *     the next call
   */
  public static StepOutcome run(Repository repository, Step.FastForwardWorktree step)
      throws GitFailure {
    return new WorktreeFastForward(System.getenv(), Witness.NONE).advance(repository, step);
  }

  /**
   * Completes or undoes what a killed process left in any worktree of the repository. To be called
   * before anything else is done with it; does no harm if nothing is left.
   *
   * @return what the user should know, one sentence each
   * @throws GitFailure if reading or writing failed; the next call tries again
   */
  public static ImmutableSet<String> recover(Repository repository) throws GitFailure {
    return new WorktreeFastForward(System.getenv(), Witness.NONE).mend(repository);
  }

  ImmutableSet<String> mend(Repository repository) throws GitFailure {
    try {
      return RunLock.holding(
          repository.getCommonDirectory().toPath(),
          () -> {
            Recovery recovery = new Recovery(repository, witness);
            Uninterrupted.run(recovery::recoverAll);
            return recovery.remarks();
          });
    } catch (Stopped e) {
      return ImmutableSet.of(e.getMessage());
    } catch (IOException e) {
      throw broken("an interrupted advance could not be mended", repository, e);
    }
  }

  StepOutcome advance(Repository repository, Step.FastForwardWorktree step) throws GitFailure {
    try {
      return RunLock.holding(
          repository.getCommonDirectory().toPath(), () -> mendAndAdvance(repository, step));
    } catch (Stopped e) {
      return e.outcome();
    } catch (UnsupportedOperationException e) {
      return Stopped.refused(
              "the file system of " + step.worktree() + " lacks what a safe advance needs: " + e)
          .outcome();
    } catch (InvalidPathException e) {
      return Stopped.refused("the path of the worktree cannot be used here: " + e.getMessage())
          .outcome();
    } catch (IOException e) {
      throw broken(step.branch() + " could not be advanced in " + step.worktree(), repository, e);
    }
  }

  private StepOutcome mendAndAdvance(Repository repository, Step.FastForwardWorktree step)
      throws Stopped, IOException {
    Recovery recovery = new Recovery(repository, witness);
    if (!Uninterrupted.run(recovery::recoverAll)) {
      throw Stopped.refused(String.join("; ", recovery.remarks()));
    }
    WorktreeHome home = WorktreeHome.find(repository, step.worktree());
    try (Advance advance = new Advance(repository, git, home, step, witness)) {
      ImmutableSet<String> remarks = advance.run();
      return new StepOutcome.Done(
          ImmutableSet.<String>builder().addAll(recovery.remarks()).addAll(remarks).build());
    }
  }

  private static GitFailure broken(String what, Repository repository, IOException cause) {
    return new GitFailure(
        GitFailure.Kind.BROKEN,
        what
            + " (repository "
            + repository.getCommonDirectory()
            + "): "
            + cause.getMessage()
            + "; it is tried again",
        cause);
  }
}
