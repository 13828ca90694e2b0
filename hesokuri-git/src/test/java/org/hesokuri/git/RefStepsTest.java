package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.LocalRepository.name;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefStepsTest {

  @TempDir Path temp;
  private TestGit git;
  private LocalRepository repository;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    git.run("branch", "old");
    git.commit("a", "2");
    repository = LocalRepository.over(git);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  private void assertDone(StepOutcome outcome) {
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
  }

  @Test
  void movesABranchForwardAndSaysSoInItsReflog() throws Exception {
    assertDone(repository.move("old", "main"));
    assertThat(git.hash("old")).isEqualTo(git.hash("main"));
    assertThat(git.run("reflog", "old")).contains("hesokuri: advance");
  }

  @Test
  void movesAPackedBranch() throws Exception {
    git.run("pack-refs", "--all");
    assertDone(repository.move("old", "main"));
    assertThat(git.hash("old")).isEqualTo(git.hash("main"));
  }

  @Test
  void pointsNoBranchToACommitThatIsNotThere() throws Exception {
    CommitHash nobodys = new CommitHash("0123456789".repeat(4));
    for (Optional<CommitHash> from :
        List.of(Optional.<CommitHash>empty(), Optional.of(repository.tip("old")))) {
      String branch = from.isPresent() ? "old" : "new";
      StepOutcome outcome =
          repository.repository().apply(new Step.MoveBranch(name(branch), from, nobodys));
      assertThat(outcome).isInstanceOf(StepOutcome.Refused.class);
    }
    assertThat(repository.look().branches()).containsOnlyKeys(name("main"), name("old"));
    assertThat(repository.look().unreadable()).isEmpty();
    assertThat(git.hash("old")).isEqualTo(git.hash("main~1"));
  }

  @Test
  void createsANestedBranch() throws Exception {
    assertDone(repository.move("feature/x", "main"));
    assertThat(git.hash("feature/x")).isEqualTo(git.hash("main"));
  }

  @Test
  void losesTheRaceWhenTheBranchIsElsewhere() throws Exception {
    CommitHash wrong = repository.tip("main");
    git.run("branch", "new");
    git.run("branch", "side", "main~1");
    StepOutcome outcome =
        repository
            .repository()
            .apply(new Step.MoveBranch(name("side"), Optional.of(wrong), repository.tip("main")));
    assertThat(outcome).isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hash("side")).isEqualTo(git.hash("main~1"));
    assertThat(
            repository
                .repository()
                .apply(new Step.MoveBranch(name("side"), Optional.empty(), repository.tip("main"))))
        .isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hash("side")).isEqualTo(git.hash("main~1"));
  }

  @Test
  void neverMovesBackOrAside() throws Exception {
    git.run("checkout", "-q", "--detach");
    assertThat(repository.move("main", "old")).isInstanceOf(StepOutcome.Refused.class);
    assertThat(git.hash("main")).isNotEqualTo(git.hash("old"));
  }

  @Test
  void neverMovesOrDeletesWhatAWorktreeHolds() throws Exception {
    git.run("worktree", "add", "-q", temp.resolve("linked").toString(), "old");
    String before = git.hash("old");
    assertThat(repository.move("old", "main")).isNotInstanceOf(StepOutcome.Done.class);
    assertThat(repository.deleteAndKeep("old")).isNotInstanceOf(StepOutcome.Done.class);
    assertThat(git.hash("old")).isEqualTo(before);
  }

  @Test
  void leavesEverythingWhileAnotherGitCommandHoldsTheIndex() throws Exception {
    Files.createFile(repository.gitDir().resolve("index.lock"));
    assertThat(repository.move("old", "main"))
        .isInstanceOfSatisfying(
            StepOutcome.Refused.class, r -> assertThat(r.why()).contains("index.lock"));
    assertThat(git.hash("old")).isEqualTo(git.hash("main~1"));
  }

  @Test
  void keepsTheTipOfWhatItDeletes() throws Exception {
    git.run("checkout", "-q", "-b", "junk");
    String tip = git.commit("junk", "x");
    git.run("checkout", "-q", "main");
    git.run("pack-refs", "--all");
    assertDone(repository.deleteAndKeep("junk"));
    KeptTip kept = new KeptTip(name("junk"), new CommitHash(tip));
    assertThat(git.hashOrNothing("refs/heads/junk")).isEmpty();
    assertThat(git.hash(kept.ref())).isEqualTo(tip);
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run("gc", "-q", "--prune=now");
    assertThat(git.run("cat-file", "-t", tip)).isEqualTo("commit");
    assertThat(git.run("branch", "-a")).doesNotContain("kept");
  }

  @Test
  void deletesWithoutKeepingWhatAnotherBranchContains() throws Exception {
    assertDone(repository.deleteContained("old", "main"));
    assertThat(git.hashOrNothing("refs/heads/old")).isEmpty();
    assertThat(git.run("for-each-ref", "refs/hesokuri")).isEmpty();
  }

  @Test
  void doesNotDeleteWhatIsNoLongerContained() throws Exception {
    git.run("branch", "copy", "main");
    git.run("checkout", "-q", "--detach");
    git.run("branch", "-f", "main", "old");
    assertThat(repository.deleteContained("copy", "main")).isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hashOrNothing("refs/heads/copy")).isNotEmpty();
  }

  @Test
  void doesNotDeleteABranchThatMovedMeanwhile() throws Exception {
    CommitHash seen = repository.tip("old");
    git.run("branch", "-f", "old", "main");
    assertThat(
            repository
                .repository()
                .apply(new Step.DeleteBranch(name("old"), seen, Optional.of(name("main")))))
        .isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hash("old")).isEqualTo(git.hash("main"));
  }

  @Test
  void dropsAKeptTip() throws Exception {
    KeptTip kept = new KeptTip(name("gone"), repository.tip("main"));
    git.run("update-ref", kept.ref(), "main");
    assertDone(repository.repository().apply(new Step.DropKept(kept)));
    assertThat(repository.look().kept()).isEmpty();
  }

  @Test
  void refusesANameThatCannotStandBesideAnother() throws Exception {
    assertThat(repository.move("old/x", "main")).isInstanceOf(StepOutcome.Refused.class);
    assertThat(git.hash("old")).isEqualTo(git.hash("main~1"));
  }

  @Test
  void removesItsOwnLocksAfterAKillAndNobodyElses() throws Exception {
    Path common = repository.gitDir();
    repository.look();
    repository.close();
    ProvenLock.take(common, common.resolve("refs/heads/old"), new byte[0]);
    ProvenLock.take(common, common.resolve("packed-refs"), new byte[0]);
    Path foreign = common.resolve("refs/heads/main.lock");
    Files.createFile(foreign);
    assertThat(git.attempt("branch", "-f", "old", "main").exitCode()).isNotZero();
    repository = LocalRepository.over(git);
    repository.look();
    assertThat(common.resolve("refs/heads/old.lock")).doesNotExist();
    assertThat(common.resolve("packed-refs.lock")).doesNotExist();
    assertThat(foreign).exists();
    git.run("branch", "-f", "old", "main");
    try (var left = Files.newDirectoryStream(common.resolve("hesokuri"), "lock-*")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void deletesPackedBranchesAndTheirPeeledNeighboursStay() throws Exception {
    git.run("tag", "-a", "-m", "a tag", "v1");
    git.run("branch", "größe/x");
    git.run("pack-refs", "--all");
    String others = git.run("for-each-ref", "refs/tags", "refs/heads/main", "refs/heads/größe");
    assertDone(repository.deleteContained("old", "main"));
    assertThat(git.run("for-each-ref", "refs/tags", "refs/heads/main", "refs/heads/größe"))
        .isEqualTo(others);
    assertDone(repository.deleteContained("größe/x", "main"));
    assertThat(git.run("for-each-ref", "refs/heads")).doesNotContain("größe");
    assertThat(git.run("rev-parse", "v1^{commit}")).isEqualTo(git.hash("main"));
    assertThat(git.run("fsck")).isEmpty();
  }

  @Test
  void createsABranchWhereEmptyFoldersWereLeft() throws Exception {
    Files.createDirectories(repository.gitDir().resolve("refs/heads/was/nested/once"));
    assertDone(repository.move("was", "main"));
    assertThat(git.hash("was")).isEqualTo(git.hash("main"));
  }
}
