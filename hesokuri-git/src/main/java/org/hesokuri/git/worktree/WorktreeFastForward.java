package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** So long an editor that has an old file open may go on to write it, and nothing is lost. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final GitProgram git;
  private final Witness witness;
  private final Duration grace;
  private final Duration rest;
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();

  /**
   * Fast-forwards worktrees that are at rest.
   *
   * @param rest how long ago the user's last change of index or HEAD must be. Git gives back {@code
   *     index.lock} between the steps of a merge or rebase, and fails if somebody else has taken it
   *     meanwhile; so whoever is at work is left alone.
   */
  public WorktreeFastForward(Duration rest) {
    this(System.getenv(), Witness.NONE, GRACE, rest);
  }

  /** For tests: with another environment, somebody who watches, and another patience. */
  WorktreeFastForward(
      Map<String, String> environment, Witness witness, Duration grace, Duration rest) {
    this.git = new GitProgram(environment);
    this.witness = witness;
    this.grace = grace;
    this.rest = rest;
  }

  /**
   * Makes the step, or nothing of it.
   *
   * @param repository the repository, opened at any of its worktrees
   * @throws GitFailure if reading or writing failed; what had been begun is undone, or will be by
   *     the next call
   */
  public StepOutcome advance(Repository repository, Step.FastForwardWorktree step)
      throws GitFailure {
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

  /**
   * Completes or undoes what a killed process left in any worktree of the repository. To be called
   * before anything else is done with it; does no harm if nothing is left.
   *
   * @return what the user should know, one sentence each
   * @throws GitFailure if reading or writing failed; the next call tries again
   */
  public ImmutableSet<String> mend(Repository repository) throws GitFailure {
    try {
      if (!Recovery.isNeeded(repository.getCommonDirectory().toPath())) {
        return ImmutableSet.of();
      }
      return RunLock.holding(
          repository.getCommonDirectory().toPath(),
          () -> {
            Recovery recovery = new Recovery(repository, witness, grace);
            Uninterrupted.run(recovery::recoverAll);
            return recovery.remarks();
          });
    } catch (Stopped e) {
      return ImmutableSet.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw broken("an interrupted advance could not be mended", repository, e);
    }
  }

  private StepOutcome mendAndAdvance(Repository repository, Step.FastForwardWorktree step)
      throws Stopped, IOException {
    Recovery recovery = new Recovery(repository, witness, grace);
    if (!Uninterrupted.run(recovery::recoverAll)) {
      throw Stopped.refused(String.join("; ", recovery.remarks()));
    }
    ImmutableSet<String> earlier = recovery.remarks();
    Recovery ending = new Recovery(repository, witness, grace);
    try {
      WorktreeHome home = WorktreeHome.find(repository, step.worktree());
      Rest.check(home, rest);
      // Who works in a worktree for hours has us try again and again.
      boolean wary = !stopped.add(step.worktree());
      try (Advance advance = new Advance(repository, git, home, step, ending, witness)) {
        ImmutableSet<String> remarks = advance.run(wary);
        stopped.remove(step.worktree());
        return new StepOutcome.Done(
            ImmutableSet.<String>builder().addAll(earlier).addAll(remarks).build());
      }
    } catch (Stopped e) {
      throw e.and(earlier);
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
