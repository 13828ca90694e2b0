package org.hesokuri.daemon.repository;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.RepoPath;

/**
 * A source as a first configuration has it.
 *
 * @param path where the repository is here; absolute
 * @param liveEdit the branch that is to advance by itself
 */
public record FirstSource(Path path, BranchName liveEdit) {

  private static final BranchName MAIN = new BranchName("main");
  private static final List<BranchName> USUAL = List.of(MAIN, new BranchName("master"));

  /**
   * One for what lies at the path, or for what will be created there.
   *
   * @throws CannotDo if the daemon could not work with what lies there
   */
  public static FirstSource at(Path path, GitBackend git) throws CannotDo {
    RepoPath repository = new RepoPath(path.toString());
    Branch branch =
        git.open(repository)
            .fold(
                opened -> () -> mainBranch(opened.repository()),
                absent -> () -> MAIN,
                unusable ->
                    () -> {
                      throw new CannotDo(path + " cannot be used: " + unusable.reason());
                    });
    return new FirstSource(path, branch.name());
  }

  private interface Branch {
    BranchName name() throws CannotDo;
  }

  private static BranchName mainBranch(GitRepository repository) throws CannotDo {
    try (repository) {
      RepoSnapshot seen = repository.look();
      return USUAL.stream()
          .filter(seen.branches()::containsKey)
          .findFirst()
          .or(() -> checkedOut(seen))
          .orElse(MAIN);
    } catch (GitFailure failure) {
      throw OpenedRepository.because(failure);
    }
  }

  private static Optional<BranchName> checkedOut(RepoSnapshot seen) {
    return seen.worktrees().stream()
        .map(Worktree::checkedOut)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
