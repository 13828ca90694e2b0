package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hesokuri.git.LocalRepository.name;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut, a bad disk or an unmounted one leaves: the damage stays where it is. */
final class DamageTest {

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

  @Test
  void neverTakesAnOldPackedValueForABranchWhoseFileIsDamaged() throws Exception {
    git.run("pack-refs", "--all");
    CommitHash packed = repository.tip("old");
    Path loose = repository.gitDir().resolve("refs/heads/old");
    for (String damage : new String[] {"", "nonsense\n", "0000000000"}) {
      Files.writeString(loose, damage);
      assertThat(repository.look().branches()).containsOnlyKeys(name("main"));
      assertThat(repository.look().unreadable()).containsOnlyKeys("old");
      Step step = new Step.MoveBranch(name("old"), Optional.of(packed), repository.tip("main"));
      assertThat(repository.repository().apply(step)).isNotInstanceOf(StepOutcome.Done.class);
      assertThat(loose).hasContent(damage);
    }
  }

  @Test
  void tellsEveryBranchWhoseNameGitWouldRefuseOnce() throws Exception {
    String line = git.hash("main") + " refs/heads/";
    Path packed = repository.gitDir().resolve("packed-refs");
    Files.writeString(packed, line + "a..b\n" + line + "fine\n");
    Files.writeString(repository.gitDir().resolve("refs/heads/a..b"), git.hash("main") + "\n");
    assertThat(repository.look().branches()).containsKeys(name("fine"), name("main"));
    assertThat(repository.look().unreadable()).containsOnlyKeys("a..b");
  }

  @Test
  void answersForTheOtherCommitsWhenOneIsDamaged() throws Exception {
    git.run("checkout", "-q", "--orphan", "hurt");
    CommitHash gone = new CommitHash(git.commit("c", "1"));
    CommitHash empty = new CommitHash(git.commit("c", "2"));
    CommitHash garbled = new CommitHash(git.commit("c", "3"));
    CommitHash whole = new CommitHash(git.commit("c", "4"));
    damage(gone, new byte[0], true);
    damage(empty, new byte[0], false);
    damage(garbled, "no object at all".getBytes(StandardCharsets.UTF_8), false);
    CommitHash main = repository.tip("main");
    CommitHash old = repository.tip("old");
    ImmutableSet<CommitPair> pairs =
        ImmutableSet.of(
            new CommitPair(main, gone),
            new CommitPair(main, empty),
            new CommitPair(garbled, main),
            new CommitPair(whole, main),
            new CommitPair(whole, garbled),
            new CommitPair(main, old),
            new CommitPair(old, main));
    Ancestry ancestry = repository.repository().ancestry(pairs);
    for (CommitHash damaged : new CommitHash[] {gone, empty, garbled, whole}) {
      assertThat(ancestry.of(damaged, main)).as(damaged.hex()).isEqualTo(Relation.UNKNOWN);
    }
    assertThat(ancestry.of(whole, garbled)).isEqualTo(Relation.UNKNOWN);
    assertThat(ancestry.of(main, old)).isEqualTo(Relation.AHEAD);
    assertThat(ancestry.of(old, main)).isEqualTo(Relation.BEHIND);
  }

  private void damage(CommitHash commit, byte[] content, boolean remove) throws Exception {
    Path object =
        repository
            .gitDir()
            .resolve("objects")
            .resolve(commit.hex().substring(0, 2))
            .resolve(commit.hex().substring(2));
    Files.delete(object);
    if (!remove) {
      Files.write(object, content);
    }
  }

  @Test
  void writesNothingWhereARepositoryWas() throws Exception {
    KeptTip kept = new KeptTip(name("x"), repository.tip("main"));
    KeptLedger ledger =
        new KeptLedger(
            Optional.of(Instant.EPOCH),
            ImmutableMap.of(kept, Duration.ofDays(1)),
            ImmutableMap.of());
    Step move = new Step.MoveBranch(name("new"), Optional.empty(), repository.tip("main"));
    repository.repository();
    Files.move(git.folder(), temp.resolve("unmounted"));
    Files.createDirectories(git.folder());
    assertGone(() -> repository.repository().writeKeptLedger(ledger));
    assertGone(() -> repository.repository().readKeptLedger());
    assertGone(() -> repository.repository().apply(move));
    assertGone(() -> repository.repository().apply(new Step.DropKept(kept)));
    assertGone(() -> repository.repository().watch(() -> {}));
    try (var entries = Files.list(git.folder())) {
      assertThat(entries).isEmpty();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void assertGone(Action action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            GitFailure.class, e -> assertThat(e.kind()).isEqualTo(GitFailure.Kind.GONE));
  }

  @Test
  void keepsTheAgesOfKeptTipsAndCountsAnewWhenTheirFileIsDamaged() throws Exception {
    KeptTip kept = new KeptTip(name("feature/x"), repository.tip("main"));
    KeptLedger ledger =
        new KeptLedger(
            Optional.of(Instant.ofEpochSecond(1_700_000_000)),
            ImmutableMap.of(kept, Duration.ofDays(3)),
            ImmutableMap.of(new FoldWeek(2023, 46), Duration.ofDays(8)));
    assertThat(repository.repository().readKeptLedger()).isEqualTo(KeptLedger.EMPTY);
    repository.repository().writeKeptLedger(ledger);
    repository.repository().writeKeptLedger(ledger);
    assertThat(repository.repository().readKeptLedger()).isEqualTo(ledger);
    Path file = repository.gitDir().resolve("hesokuri/kept-ages");
    for (byte[] damage : new byte[][] {{}, {(byte) 0xff, 0, 1}, "today\n".getBytes()}) {
      Files.write(file, damage);
      assertThat(repository.repository().readKeptLedger()).isEqualTo(KeptLedger.EMPTY);
    }
  }
}
