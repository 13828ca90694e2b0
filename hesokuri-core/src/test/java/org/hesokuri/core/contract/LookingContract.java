package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend sees of branches and worktrees. */
public abstract class LookingContract extends GitBackendContract {

  /** For the subclasses of every backend. */
  protected LookingContract() {}

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(
            fixture
                .backend()
                .open(fixture.nowhere())
                .<Boolean>fold(opened -> false, absent -> true, unusable -> false))
        .isTrue();
  }

  @Test
  void createsARepositoryWithAWorktreeAndNoBranches() throws GitFailure {
    Optional<BranchName> first = Optional.of(name("next"));
    try (GitRepository made = fixture.backend().create(fixture.nowhere(), first)) {
      assertThat(made.look().branches()).isEmpty();
      assertThat(made.look().worktrees()).extracting(Worktree::checkedOut).containsExactly(first);
    }
    open(fixture.nowhere()).close();
  }

  @Test
  void seesAnEmptyRepositoryWithAnUnbornBranch() throws GitFailure {
    assertThat(repository.look().branches()).isEmpty();
    assertThat(repository.look().worktrees())
        .extracting(Worktree::checkedOut)
        .containsExactly(Optional.of(name("main")));
  }

  @Test
  void seesNoWorktreeInABareRepository() throws GitFailure {
    UserRepository bare = fixture.init("bare", true);
    bare.fetch(user, two);
    bare.point("main", two);
    try (GitRepository opened = open(bare.path())) {
      assertThat(opened.look().worktrees()).isEmpty();
      assertThat(opened.look().branches()).containsOnly(Map.entry(name("main"), two));
      bare.point("side", two);
      UserWorktree linked = bare.addWorktree("side");
      assertThat(opened.look().worktrees()).extracting(Worktree::path).contains(linked.path());
      assertThat(opened.look().worktreesOf(name("main"))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void seesABranchOfAnyName(String branch) throws GitFailure {
    user.point(branch, two);
    assertThat(repository.look().branches()).containsOnly(Map.entry(name(branch), two));
    user.point(branch, lone);
    assertThat(repository.look().branches()).containsOnly(Map.entry(name(branch), lone));
    user.delete(branch);
    assertThat(repository.look().branches()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void seesAPackedBranchOfAnyName(String branch) throws GitFailure {
    user.point(branch, two);
    user.packRefs();
    assertThat(repository.look().branches()).containsOnly(Map.entry(name(branch), two));
    user.point(branch, three);
    assertThat(repository.look().branches()).containsOnly(Map.entry(name(branch), three));
    user.delete(branch);
    assertThat(repository.look().branches()).isEmpty();
  }

  @Test
  void seesManyBranchesLooseAndPacked() throws GitFailure {
    Map<BranchName, CommitHash> all = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      String branch = i % 3 == 0 ? "nested/" + i + "/x" : "b" + i;
      CommitHash tip = i % 2 == 0 ? one : lone;
      user.point(branch, tip);
      all.put(name(branch), tip);
      if (i == 30) {
        user.packRefs();
      }
    }
    assertThat(repository.look().branches()).isEqualTo(all);
  }

  @Test
  void seesThatAFolderOfBranchesTookThePlaceOfABranch() throws GitFailure {
    user.point("x", one);
    repository.look();
    user.delete("x");
    user.point("x/y", two);
    assertThat(repository.look().branches()).containsOnly(Map.entry(name("x/y"), two));
    user.packRefs();
    user.delete("x/y");
    user.point("x", three);
    assertThat(repository.look().branches()).containsOnly(Map.entry(name("x"), three));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsABranchThatIsAnotherNameApart(boolean packed) throws GitFailure {
    user.point("main", one);
    if (packed) {
      user.packRefs();
    }
    user.alias("alias", "main");
    RepoSnapshot look = repository.look();
    assertThat(look.branches()).containsOnly(Map.entry(name("main"), one));
    assertThat(look.unreadable()).containsOnlyKeys("alias");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsADamagedBranchApart(boolean packed) throws GitFailure {
    user.point("fine", one);
    user.point("bad", two);
    if (packed) {
      user.packRefs();
    }
    user.damage("bad");
    RepoSnapshot look = repository.look();
    assertThat(look.branches()).containsOnly(Map.entry(name("fine"), one));
    assertThat(look.unreadable()).containsOnlyKeys("bad");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void seesWhatIsCheckedOut(boolean linked) throws GitFailure {
    user.point("x", two);
    UserWorktree worktree = worktree(linked, "x");
    assertThat(repository.look().worktreesOf(name("x")))
        .extracting(Worktree::path)
        .containsExactly(worktree.path());
    assertThat(repository.look().worktreesOf(name("main"))).isEmpty();
    assertThat(seen(worktree).busy()).isEmpty();
    assertThat(seen(worktree).reserved()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void seesADetachedHead(boolean linked) throws GitFailure {
    user.point("x", two);
    UserWorktree worktree = worktree(linked, "x");
    worktree.detach(two);
    assertThat(seen(worktree).checkedOut()).isEmpty();
    assertThat(repository.look().worktreesOf(name("x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void seesABranchThatIsGoneAsUnborn(boolean linked) throws GitFailure {
    user.point("x", two);
    UserWorktree worktree = worktree(linked, "x");
    user.delete("x");
    assertThat(seen(worktree).checkedOut()).contains(name("x"));
    assertThat(repository.look().branches()).doesNotContainKey(name("x"));
  }

  @Test
  void seesThatAWorktreeWasRemoved() throws GitFailure {
    user.point("x", two);
    UserWorktree linked = worktree(true, "x");
    assertThat(repository.look().worktrees()).hasSize(2);
    user.removeWorktree(linked);
    assertThat(repository.look().worktrees()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "MERGE,false",
    "MERGE,true",
    "CHERRY_PICK,false",
    "CHERRY_PICK,true",
    "REVERT,false",
    "REVERT,true",
    "REBASE,false",
    "REBASE,true",
    "BISECT,false",
    "BISECT,true",
    "BISECT_IN_PLACE,false",
    "BISECT_IN_PLACE,true",
    "AM,false",
    "AM,true"
  })
  void seesWorkUnderWayAndItsEnd(UserWorktree.Work work, boolean linked) throws GitFailure {
    user.point("main", two);
    UserWorktree worktree = worktree(linked, "main");
    worktree.begin(work);
    assertThat(seen(worktree).busy()).isPresent();
    assertThat(seen(worktree).holds(name("main"))).isTrue();
    assertThat(seen(worktree).checkedOut().isPresent()).isEqualTo(!work.detaches());
    assertThat(seen(worktree).reserved().contains(name("main"))).isEqualTo(work.reserves());
    worktree.end();
    assertThat(seen(worktree).busy()).isEmpty();
    assertThat(seen(worktree).reserved()).isEmpty();
    assertThat(seen(worktree).holds(name("main"))).isEqualTo(!work.detaches());
  }

  @ParameterizedTest
  @EnumSource(UserWorktree.Work.class)
  void seesWorkInOneWorktreeOnlyThere(UserWorktree.Work work) throws GitFailure {
    user.point("main", two);
    UserWorktree linked = worktree(true, "main");
    linked.begin(work);
    assertThat(seen(user.main()).busy()).isEmpty();
    assertThat(seen(user.main()).holds(name("main"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void seesAHeldIndexLockAsWork(boolean linked) throws GitFailure {
    user.point("main", two);
    UserWorktree worktree = worktree(linked, "main");
    worktree.lockIndex(true);
    assertThat(seen(worktree).busy()).isPresent();
    worktree.lockIndex(false);
    assertThat(seen(worktree).busy()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void seesAKeptTipOfAnyBranch(String branch) throws GitFailure {
    user.point(branch, two);
    repository.look();
    repository.apply(new Step.DeleteBranch(name(branch), two, Optional.empty()));
    KeptTip kept = new KeptTip(name(branch), two);
    assertThat(repository.look().kept()).containsExactly(kept);
    assertThat(user.kept()).containsExactly(kept);
    assertThat(repository.look().branches()).isEmpty();
    user.packRefs();
    assertThat(repository.look().kept()).containsExactly(kept);
  }

  @Test
  void remembersTheLedger() throws GitFailure {
    assertThat(repository.readKeptLedger()).isEqualTo(KeptLedger.EMPTY);
    KeptLedger ledger =
        new KeptLedger(
            Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
            ImmutableMap.of(
                new KeptTip(name("feature/x"), one),
                Duration.ofHours(36),
                new KeptTip(name("ünï"), two),
                Duration.ZERO),
            ImmutableMap.of(
                new FoldWeek(2026, 1), Duration.ofDays(3), new FoldWeek(2025, 52), Duration.ZERO));
    repository.writeKeptLedger(ledger);
    assertThat(repository.readKeptLedger()).isEqualTo(ledger);
    try (GitRepository again = open(user.path())) {
      assertThat(again.readKeptLedger()).isEqualTo(ledger);
    }
  }

  @Test
  void saysThatAVanishedRepositoryIsGoneUntilItIsBack() throws GitFailure {
    user.point("x", one);
    RepoSnapshot before = repository.look();
    user.vanish();
    assertGone(() -> repository.look());
    assertGone(() -> repository.writeKeptLedger(KeptLedger.EMPTY));
    user.comeBack();
    assertThat(repository.look()).isEqualTo(before);
  }

  @Test
  void sharesNothingBetweenRepositories() throws GitFailure {
    UserRepository second = fixture.init("second", false);
    user.point("x", one);
    try (GitRepository opened = open(second.path())) {
      assertThat(opened.look().branches()).isEmpty();
    }
    assertThat(List.copyOf(repository.look().branches().keySet())).containsExactly(name("x"));
  }
}
