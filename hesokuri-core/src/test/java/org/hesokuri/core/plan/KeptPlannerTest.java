package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.core.plan.Sketch.hash;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.plan.KeptPlanner.KeptPass;
import org.junit.jupiter.api.Test;

final class KeptPlannerTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration KEEP = Duration.ofDays(90);
  private static final KeptTip TIP = new KeptTip(new BranchName("main_hesokr_a"), hash("1"));

  private static final KeptFold FOLD = new KeptFold(new FoldWeek(2026, 35), hash("f"), 3);

  private static KeptPass pass(KeptLedger ledger, Instant now) {
    return KeptPlanner.plan(ledger, seen(ImmutableSortedMap.of(), ImmutableSet.of(TIP)), now, KEEP);
  }

  private static RepoSnapshot seen(
      ImmutableSortedMap<BranchName, CommitHash> branches, ImmutableSet<KeptTip> kept) {
    return new RepoSnapshot(branches, ImmutableList.of(), kept, ImmutableSortedMap.of());
  }

  private static KeptLedger ledger(Instant lastPass, Duration age) {
    return new KeptLedger(Optional.of(lastPass), ImmutableMap.of(TIP, age), ImmutableMap.of());
  }

  @Test
  void beginsToCountWhenATipIsFirstSeen() {
    KeptPass pass = pass(KeptLedger.EMPTY, NOON);
    assertThat(pass.drops()).isEmpty();
    assertThat(pass.ledger()).isEqualTo(ledger(NOON, Duration.ZERO));
  }

  @Test
  void addsUpTheTimeBetweenPasses() {
    KeptPass pass = pass(ledger(NOON, Duration.ofDays(3)), NOON.plus(Duration.ofDays(2)));
    assertThat(pass.ledger().ages()).containsEntry(TIP, Duration.ofDays(5));
  }

  @Test
  void letsGoOnlyWhenTheTimeIsOver() {
    Instant next = NOON.plus(Duration.ofDays(1));
    assertThat(pass(ledger(NOON, Duration.ofDays(89).minusSeconds(1)), next).drops()).isEmpty();
    assertThat(pass(ledger(NOON, Duration.ofDays(89)), next).drops())
        .containsExactly(new Step.DropKept(TIP));
  }

  @Test
  void givesATipThatIsKeptAnewItsWholeTime() {
    KeptPass dropping = pass(ledger(NOON, KEEP), NOON.plus(Duration.ofDays(1)));
    KeptPass next = pass(dropping.ledger(), NOON.plus(Duration.ofDays(2)));
    assertThat(next.drops()).isEmpty();
    assertThat(next.ledger().ages()).containsEntry(TIP, Duration.ZERO);
  }

  @Test
  void doesNotAgeATipAtWhichItsBranchStands() {
    RepoSnapshot seen = seen(ImmutableSortedMap.of(TIP.branch(), TIP.tip()), ImmutableSet.of(TIP));
    KeptPass pass = KeptPlanner.plan(ledger(NOON, KEEP), seen, NOON.plus(Duration.ofDays(1)), KEEP);
    assertThat(pass.drops()).isEmpty();
    assertThat(pass.ledger().ages()).containsEntry(TIP, Duration.ZERO);
  }

  @Test
  void agesATipWhoseBranchStandsElsewhere() {
    RepoSnapshot seen = seen(ImmutableSortedMap.of(TIP.branch(), hash("2")), ImmutableSet.of(TIP));
    assertThat(KeptPlanner.plan(ledger(NOON, KEEP), seen, NOON, KEEP).drops())
        .containsExactly(new Step.DropKept(TIP));
  }

  @Test
  void doesNotAgeByAClockThatJumpsAheadByYears() {
    KeptPass pass = pass(ledger(Instant.EPOCH, Duration.ZERO), NOON);
    assertThat(pass.drops()).isEmpty();
    assertThat(pass.ledger().ages()).containsEntry(TIP, KeptPlanner.LONGEST_GAP);
  }

  @Test
  void doesNotAgeByAClockThatJumpsBack() {
    KeptPass pass = pass(ledger(NOON, Duration.ofDays(3)), NOON.minus(Duration.ofDays(400)));
    assertThat(pass.ledger().ages()).containsEntry(TIP, Duration.ofDays(3));
  }

  @Test
  void forgetsTipsThatAreGone() {
    KeptPass pass =
        KeptPlanner.plan(
            ledger(NOON, Duration.ofDays(3)),
            seen(ImmutableSortedMap.of(), ImmutableSet.of()),
            NOON,
            KEEP);
    assertThat(pass.ledger().ages()).isEmpty();
  }

  private static KeptPass passOverAFold(Duration before, Duration passed) {
    RepoSnapshot seen =
        new RepoSnapshot(
            ImmutableSortedMap.of(TIP.branch(), TIP.tip()),
            ImmutableList.of(),
            ImmutableSet.of(),
            ImmutableSet.of(FOLD),
            ImmutableSortedMap.of());
    KeptLedger ledger =
        new KeptLedger(Optional.of(NOON), ImmutableMap.of(), ImmutableMap.of(FOLD.week(), before));
    return KeptPlanner.plan(ledger, seen, NOON.plus(passed), KEEP);
  }

  @Test
  void beginsToCountWhenAFoldIsFirstSeen() {
    RepoSnapshot seen =
        new RepoSnapshot(
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            ImmutableSet.of(),
            ImmutableSet.of(FOLD),
            ImmutableSortedMap.of());
    KeptPass pass = KeptPlanner.plan(ledger(Instant.EPOCH, KEEP), seen, NOON, KEEP);
    assertThat(pass.foldDrops()).isEmpty();
    assertThat(pass.ledger().folds()).containsExactly(Map.entry(FOLD.week(), Duration.ZERO));
  }

  @Test
  void letsGoOfAFoldOnlyWhenItsTimeIsOver() {
    Duration day = Duration.ofDays(1);
    KeptPass before = passOverAFold(Duration.ofDays(89).minusSeconds(1), day);
    assertThat(before.foldDrops()).isEmpty();
    assertThat(before.ledger().folds())
        .containsExactly(Map.entry(FOLD.week(), KEEP.minusSeconds(1)));
    KeptPass after = passOverAFold(Duration.ofDays(89), day);
    assertThat(after.foldDrops()).containsExactly(new FoldStep.DropFold(FOLD));
    assertThat(after.ledger().folds()).isEmpty();
  }

  @Test
  void agesByAWholeLongestGap() {
    KeptPass pass = pass(ledger(NOON, Duration.ZERO), NOON.plus(KeptPlanner.LONGEST_GAP));
    assertThat(pass.ledger().ages()).containsEntry(TIP, KeptPlanner.LONGEST_GAP);
  }
}
