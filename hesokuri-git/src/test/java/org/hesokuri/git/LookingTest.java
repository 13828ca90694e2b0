package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hesokuri.git.LocalRepository.name;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LookingTest {

  @TempDir Path temp;
  private TestGit git;
  private LocalRepository repository;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    repository = LocalRepository.over(git);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  @Test
  void seesLoosePackedAndNestedBranches() throws Exception {
    git.commit("a", "1");
    git.run("branch", "packed");
    git.run("pack-refs", "--all");
    git.run("branch", "feature/deep/x");
    git.commit("a", "2");
    assertThat(repository.look().branches())
        .containsOnlyKeys(name("main"), name("packed"), name("feature/deep/x"))
        .containsEntry(name("main"), repository.tip("main"))
        .containsEntry(name("packed"), repository.tip("main~1"));
  }

  @Test
  void seesWhatMovedSinceTheLastLookEvenAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      String hash = git.commit("a", "content " + i);
      assertThat(repository.look().branches()).containsEntry(name("main"), new CommitHash(hash));
      if (i % 10 == 5) {
        git.run("pack-refs", "--all");
        assertThat(repository.look().branches()).containsEntry(name("main"), new CommitHash(hash));
      }
    }
  }

  @Tag("slow")
  @Test
  void seesWhatNobodyToldOfAfterALookThatReadNothing() throws Exception {
    git.commit("a", "1");
    RepoSnapshot read = awaitLookThatReadsNothing();
    assertThat(read.branches()).containsEntry(name("main"), repository.tip("main"));
    String hash = git.commit("a", "2");
    assertThat(repository.look().branches()).containsEntry(name("main"), new CommitHash(hash));
    awaitLookThatReadsNothing();
    Files.createFile(repository.gitDir().resolve("MERGE_HEAD"));
    assertThat(repository.look().worktrees().get(0).busy()).contains("a merge");
  }

  @Tag("slow")
  @Test
  void readsAgainAfterAnEventWhateverTheFilesSay() throws Exception {
    git.commit("a", "1");
    CountDownLatch told = new CountDownLatch(1);
    Path blocking = git.folder().resolve("blocking");
    try (GitRepository.Watch watch = repository.repository().watch(told::countDown)) {
      watch.alsoWatch(ImmutableSet.of(blocking.toString()));
      RepoSnapshot read = awaitLookThatReadsNothing();
      Files.writeString(blocking, "");
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(repository.look()).isNotSameAs(read).isEqualTo(read);
    }
  }

  /** After a change that takes some seconds, in which another one could bear the same time. */
  private RepoSnapshot awaitLookThatReadsNothing() throws Exception {
    AtomicReference<RepoSnapshot> last = new AtomicReference<>(repository.look());
    Await.until(
        "it no longer reads again and again",
        () -> {
          RepoSnapshot now = repository.look();
          return last.getAndSet(now) == now;
        });
    return last.get();
  }

  @Test
  void seesKeptTipsAndNoOtherRefsBesideThem() throws Exception {
    String hash = git.commit("a", "1");
    KeptTip kept = new KeptTip(name("feature/x_hesokr_b"), new CommitHash(hash));
    git.run("update-ref", kept.ref(), hash);
    git.run("update-ref", "refs/hesokuri/kept/odd", hash);
    assertThat(repository.look().kept()).containsExactly(kept);
  }

  @Test
  void tellsBrokenAndSymbolicBranchesWithoutLosingTheOthers() throws Exception {
    git.commit("a", "1");
    git.run("symbolic-ref", "refs/heads/alias", "refs/heads/main");
    Files.writeString(repository.gitDir().resolve("refs/heads/broken"), "nonsense\n");
    Files.writeString(repository.gitDir().resolve("refs/heads/empty"), "");
    assertThat(repository.look().branches()).containsOnlyKeys(name("main"));
    assertThat(repository.look().unreadable()).containsOnlyKeys("alias", "broken", "empty");
  }

  @Test
  void seesWhatHeadIs() throws Exception {
    assertThat(repository.worktree().checkedOut()).contains(name("main"));
    assertThat(repository.look().branches()).isEmpty();
    git.commit("a", "1");
    git.run("checkout", "-q", "--detach");
    assertThat(repository.worktree().checkedOut()).isEmpty();
  }

  @Test
  void seesLinkedWorktreesEvenIfTheirFilesAreGone() throws Exception {
    git.commit("a", "1");
    Path linked = temp.resolve("linked");
    git.run("worktree", "add", "-q", linked.toString(), "-b", "side");
    assertThat(repository.look().worktreesOf(name("side")))
        .extracting(Worktree::path)
        .containsExactly(linked.toString());
    Files.delete(linked.resolve("a"));
    Files.delete(linked.resolve(".git"));
    Files.delete(linked);
    assertThat(repository.look().worktreesOf(name("side"))).hasSize(1);
  }

  @Test
  void seesTheWorktreesOfABareRepository() throws Exception {
    git.commit("a", "1");
    git.run("clone", "-q", "--bare", git.folder().toString(), temp.resolve("bare").toString());
    TestGit bare = git.at(temp.resolve("bare"));
    bare.run("branch", "side");
    bare.run("worktree", "add", "-q", temp.resolve("linked").toString(), "side");
    try (LocalRepository other = LocalRepository.over(bare)) {
      assertThat(other.look().worktrees())
          .extracting(Worktree::checkedOut)
          .containsExactly(Optional.of(name("side")));
    }
  }

  @Test
  void countsTheBranchARebaseReturnsToAsHeld() throws Exception {
    git.commit("a", "1");
    git.run("checkout", "-q", "-b", "side");
    git.commit("a", "side");
    git.run("checkout", "-q", "main");
    git.commit("a", "main");
    git.run("checkout", "-q", "side");
    assertThat(git.attempt("rebase", "main").exitCode()).isNotZero();
    Worktree worktree = repository.worktree();
    assertThat(worktree.checkedOut()).isEmpty();
    assertThat(worktree.holds(name("side"))).isTrue();
    assertThat(worktree.busy()).contains("a rebase");
  }

  @Test
  void countsTheBranchABisectReturnsToAsHeld() throws Exception {
    git.commit("a", "1");
    git.commit("a", "2");
    git.commit("a", "3");
    git.run("bisect", "start", "main", "main~2");
    assertThat(repository.worktree().holds(name("main"))).isTrue();
    assertThat(repository.worktree().busy()).contains("a bisect");
  }

  @Test
  void seesAMergeACherryPickARevertAndAHeldLock() throws Exception {
    git.commit("a", "1");
    git.run("checkout", "-q", "-b", "side");
    git.commit("a", "side");
    git.run("checkout", "-q", "main");
    git.commit("a", "main");
    assertThat(git.attempt("merge", "side").exitCode()).isNotZero();
    assertThat(repository.worktree().busy()).contains("a merge");
    git.run("merge", "--abort");
    assertThat(git.attempt("cherry-pick", "side").exitCode()).isNotZero();
    assertThat(repository.worktree().busy()).contains("a cherry-pick");
    git.run("cherry-pick", "--abort");
    assertThat(git.attempt("revert", "--no-edit", "side").exitCode()).isNotZero();
    assertThat(repository.worktree().busy()).contains("a revert");
    git.run("revert", "--abort");
    assertThat(repository.worktree().busy()).isEmpty();
    Files.createFile(repository.gitDir().resolve("index.lock"));
    assertThat(repository.worktree().busy())
        .hasValueSatisfying(b -> assertThat(b).contains("index.lock"));
  }

  @Test
  void tellsHowCommitsAreRelated() throws Exception {
    git.commit("a", "1");
    git.run("branch", "old");
    git.run("branch", "side");
    git.commit("a", "2");
    git.run("checkout", "-q", "side");
    git.commit("b", "3");
    assertThat(repository.relation("main", "main")).isEqualTo(Relation.SAME);
    assertThat(repository.relation("main", "old")).isEqualTo(Relation.AHEAD);
    assertThat(repository.relation("old", "main")).isEqualTo(Relation.BEHIND);
    assertThat(repository.relation("main", "side")).isEqualTo(Relation.DIVERGED);
  }

  @Test
  void neverGuessesAboutCommitsItDoesNotHoldOrThatAreNone() throws Exception {
    git.commit("a", "1");
    git.run("tag", "-a", "-m", "a tag", "v1");
    CommitHash here = repository.tip("main");
    CommitHash nowhere = new CommitHash("1".repeat(40));
    var pairs =
        com.google.common.collect.ImmutableSet.of(
            new org.hesokuri.core.git.CommitPair(here, nowhere),
            new org.hesokuri.core.git.CommitPair(here, repository.tip("v1")),
            new org.hesokuri.core.git.CommitPair(here, repository.tip("main^{tree}")));
    assertThat(repository.repository().ancestry(pairs).answers().values())
        .containsOnly(Relation.UNKNOWN);
  }

  @Test
  void isNotFooledByReplacedHistory() throws Exception {
    git.commit("a", "1");
    git.commit("a", "2");
    git.run("checkout", "-q", "--orphan", "other");
    git.commit("a", "3");
    git.run("replace", "--graft", "other", "main");
    assertThat(repository.relation("other", "main")).isEqualTo(Relation.DIVERGED);
  }

  @Test
  void saysThatARepositoryIsGone() throws Exception {
    git.commit("a", "1");
    repository.look();
    Files.move(git.folder(), temp.resolve("unmounted"));
    assertThatThrownBy(() -> repository.look())
        .isInstanceOfSatisfying(
            GitFailure.class, e -> assertThat(e.kind()).isEqualTo(GitFailure.Kind.GONE))
        .hasMessageContaining("is a disk not mounted?");
    Files.createDirectories(git.folder());
    assertThatThrownBy(() -> repository.look()).isInstanceOf(GitFailure.class);
  }

  @Test
  void tellsARepositoryThatBecameShallow() throws Exception {
    git.commit("a", "1");
    repository.look();
    Files.writeString(repository.gitDir().resolve("shallow"), git.hash("main") + "\n");
    assertThatThrownBy(() -> repository.look()).hasMessageContaining("--unshallow");
  }
}
