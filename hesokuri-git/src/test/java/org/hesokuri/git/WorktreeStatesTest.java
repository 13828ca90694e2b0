package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.LocalRepository.name;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worktree can be in, beyond the usual. */
final class WorktreeStatesTest {

  @TempDir Path temp;
  private TestGit git;
  private LocalRepository repository;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    repository = LocalRepository.over(git);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  @Test
  void seesTheBranchOfAHeadThatIsASymbolicLink() throws Exception {
    Path head = repository.gitDir().resolve("HEAD");
    Files.delete(head);
    Files.createSymbolicLink(head, Path.of("refs/heads/main"));
    assertThat(git.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    assertThat(repository.worktree().checkedOut()).contains(name("main"));

    git.run("checkout", "-q", "--detach");
    git.commit("a", "2");
    git.run("branch", "new");
    git.run("checkout", "-q", "main");
    Files.delete(head);
    Files.createSymbolicLink(head, Path.of("refs/heads/main"));
    Step step =
        new Step.FastForwardWorktree(
            git.folder().toString(),
            name("main"),
            Optional.of(repository.tip("main")),
            repository.tip("new"));
    assertThat(repository.repository().apply(step)).isInstanceOf(StepOutcome.Done.class);
    assertThat(git.hash("main")).isEqualTo(git.hash("new"));
    assertThat(git.run("status", "--porcelain")).isEmpty();
    assertThat(head).isSymbolicLink();
  }

  @Test
  void countsABranchAsHeldThatHeadNamesByAnotherName() throws Exception {
    git.run("branch", "old");
    git.commit("a", "2");
    git.run("checkout", "-q", "old");
    git.run("symbolic-ref", "refs/heads/alias", "refs/heads/old");
    git.run("symbolic-ref", "refs/heads/second", "refs/heads/alias");
    git.run("symbolic-ref", "HEAD", "refs/heads/second");
    String before = git.hash("old");
    assertThat(repository.worktree().holds(name("old"))).isTrue();
    assertThat(repository.move("old", "main")).isNotInstanceOf(StepOutcome.Done.class);
    assertThat(git.hash("old")).isEqualTo(before);
  }

  @Test
  void countsTheBranchesThatARebaseWillUpdateAsHeld() throws Exception {
    git.run("checkout", "-q", "-b", "base");
    git.commit("b", "1");
    git.run("checkout", "-q", "-b", "top");
    git.commit("a", "top");
    git.run("checkout", "-q", "main");
    git.commit("a", "main");
    git.run("checkout", "-q", "top");
    assertThat(git.attempt("rebase", "--update-refs", "main").exitCode()).isNotZero();
    Worktree worktree = repository.worktree();
    assertThat(worktree.holds(name("top"))).isTrue();
    assertThat(worktree.holds(name("base"))).isTrue();
    assertThat(worktree.holds(name("main"))).isFalse();
  }

  @Test
  void seesPatchesBeingApplied() throws Exception {
    git.run("checkout", "-q", "-b", "side");
    git.commit("a", "side");
    git.run("format-patch", "-q", "-1", "-o", temp.resolve("patches").toString());
    git.run("checkout", "-q", "main");
    git.commit("a", "main");
    String patch = temp.resolve("patches/0001-Change-a.patch").toString();
    assertThat(git.attempt("am", patch).exitCode()).isNotZero();
    assertThat(repository.worktree().busy()).contains("git am");
    assertThat(repository.worktree().holds(name("main"))).isTrue();
  }

  @Test
  void countsTheBranchAnOldKindOfRebaseReturnsToAsHeld() throws Exception {
    git.run("checkout", "-q", "-b", "side");
    git.commit("a", "side");
    git.run("checkout", "-q", "main");
    git.commit("a", "main");
    git.run("checkout", "-q", "side");
    assertThat(git.attempt("rebase", "--apply", "main").exitCode()).isNotZero();
    assertThat(repository.worktree().busy()).contains("a rebase");
    assertThat(repository.worktree().holds(name("side"))).isTrue();
  }

  @Test
  void seesWhatALinkedWorktreeIsInTheMiddleOf() throws Exception {
    Path linked = temp.resolve("linked");
    git.run("worktree", "add", "-q", "-b", "side", linked.toString());
    TestGit there = git.at(linked);
    there.commit("a", "side");
    git.commit("a", "main");
    assertThat(there.attempt("rebase", "main").exitCode()).isNotZero();
    assertThat(repository.look().worktreesOf(name("side")))
        .singleElement()
        .satisfies(w -> assertThat(w.busy()).contains("a rebase"));
    assertThat(repository.worktree().busy()).isEmpty();
  }

  @Test
  void leavesABranchWhileALinkedWorktreeHoldsItsIndexEvenDuringARebase() throws Exception {
    Path linked = temp.resolve("linked");
    git.run("worktree", "add", "-q", "-b", "side", linked.toString());
    TestGit there = git.at(linked);
    there.commit("a", "side");
    git.commit("a", "main");
    git.run("branch", "old", "main~1");
    assertThat(there.attempt("rebase", "main").exitCode()).isNotZero();
    Path lock = repository.gitDir().resolve("worktrees/linked/index.lock");
    Files.createFile(lock);
    assertThat(repository.move("old", "main"))
        .isInstanceOfSatisfying(
            StepOutcome.Refused.class,
            refused -> assertThat(refused.paths()).containsExactly(lock.toString()));
    Files.delete(lock);
    assertThat(repository.move("old", "main")).isEqualTo(StepOutcome.Done.QUIETLY);
  }
}
