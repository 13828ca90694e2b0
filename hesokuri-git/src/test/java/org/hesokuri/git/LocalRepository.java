package org.hesokuri.git;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.util.FS;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Opening;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.TestGit;

/** A repository made by C git, seen through the backend, in the words of tests. */
final class LocalRepository implements AutoCloseable {

  static {
    JGitEnvironment.install(System.getenv());
    // Measured beside the work, it would leave files in temporary folders that are being deleted.
    FS.FileStoreAttributes.setBackground(false);
  }

  final TestGit git;
  final JGitBackend backend;
  private Optional<GitRepository> open = Optional.empty();

  private final boolean ownBackend;

  private LocalRepository(TestGit git, JGitBackend backend, boolean ownBackend) {
    this.git = git;
    this.backend = backend;
    this.ownBackend = ownBackend;
  }

  static LocalRepository over(TestGit git) {
    return new LocalRepository(
        git,
        new JGitBackend(TestGit.environment(git.home()), Duration.ZERO, RealSshd.PATIENT),
        true);
  }

  /** Through a backend that somebody else closes. */
  static LocalRepository over(TestGit git, JGitBackend backend) {
    return new LocalRepository(git, backend, false);
  }

  Opening opening() {
    return backend.open(new RepoPath(git.folder().toString()));
  }

  /** Why the backend leaves the repository alone; empty if it does not. */
  Optional<String> refusal() {
    return opening()
        .fold(
            opened -> {
              opened.repository().close();
              return Optional.empty();
            },
            absent -> Optional.of("absent"),
            unusable -> Optional.of(unusable.reason()));
  }

  GitRepository repository() {
    if (open.isEmpty()) {
      open =
          Optional.of(
              opening()
                  .fold(
                      opened -> opened.repository(),
                      absent -> {
                        throw new AssertionError("absent");
                      },
                      unusable -> {
                        throw new AssertionError(unusable.reason());
                      }));
    }
    return open.get();
  }

  RepoSnapshot look() throws GitFailure {
    return repository().look();
  }

  Worktree worktree() throws GitFailure {
    return look().worktrees().get(0);
  }

  static BranchName name(String text) {
    return new BranchName(text);
  }

  CommitHash tip(String revision) {
    return new CommitHash(git.hash(revision));
  }

  Relation relation(String left, String right) throws GitFailure {
    return repository()
        .ancestry(ImmutableSet.of(new CommitPair(tip(left), tip(right))))
        .of(tip(left), tip(right));
  }

  StepOutcome move(String branch, String to) throws GitFailure {
    Optional<CommitHash> from =
        Optional.of(git.hashOrNothing("refs/heads/" + branch))
            .filter(hash -> !hash.isEmpty())
            .map(CommitHash::new);
    return repository().apply(new Step.MoveBranch(name(branch), from, tip(to)));
  }

  StepOutcome deleteAndKeep(String branch) throws GitFailure {
    return repository().apply(new Step.DeleteBranch(name(branch), tip(branch), Optional.empty()));
  }

  StepOutcome deleteContained(String branch, String in) throws GitFailure {
    return repository()
        .apply(new Step.DeleteBranch(name(branch), tip(branch), Optional.of(name(in))));
  }

  Path gitDir() {
    return git.folder().resolve(".git");
  }

  @Override
  public void close() {
    open.ifPresent(GitRepository::close);
    if (ownBackend) {
      backend.close();
    }
  }
}
