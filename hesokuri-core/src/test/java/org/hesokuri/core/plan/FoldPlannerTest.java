package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.plan.FoldPlanner.FoldPass;
import org.junit.jupiter.api.Test;

final class FoldPlannerTest {

  /** A Monday: what is a day old belongs to the week before. */
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static final FoldWeek THIS_WEEK = new FoldWeek(2026, 48);
  private static final FoldWeek LAST_WEEK = new FoldWeek(2026, 47);
  private static final KeptRefs FOUR = new KeptRefs(4, 2);
  private static final Duration KEEP = Duration.ofDays(90);
  private static final BranchName MAIN = new BranchName("main_hesokr_a");

  private ImmutableSortedMap<BranchName, CommitHash> branches = ImmutableSortedMap.of();
  private ImmutableSet<KeptFold> folds = ImmutableSet.of();
  private ImmutableMap<FoldWeek, Duration> foldAges = ImmutableMap.of();
  private ImmutableSet<KeptTip> unfoldable = ImmutableSet.of();

  private static KeptTip tip(int number) {
    return new KeptTip(MAIN, new CommitHash(String.format(Locale.ROOT, "%040x", number)));
  }

  private static Set<KeptTip> tips(int number) {
    return IntStream.rangeClosed(1, number)
        .mapToObj(FoldPlannerTest::tip)
        .collect(ImmutableSet.toImmutableSet());
  }

  private RepoSnapshot seen(Set<KeptTip> kept) {
    return new RepoSnapshot(
        branches, ImmutableList.of(), ImmutableSet.copyOf(kept), folds, ImmutableSortedMap.of());
  }

  /** A pass over tips of these ages in hours; the tips are numbered from 1. */
  private FoldPass fold(int... hours) {
    Map<KeptTip, Duration> ages = new TreeMap<>((a, b) -> a.ref().compareTo(b.ref()));
    IntStream.range(0, hours.length).forEach(i -> ages.put(tip(i + 1), Duration.ofHours(hours[i])));
    RepoSnapshot seen = seen(ages.keySet());
    KeptLedger ledger = new KeptLedger(Optional.of(NOON), ImmutableMap.copyOf(ages), foldAges);
    FoldPlanner planner = new FoldPlanner(seen, FOUR, unfoldable);
    FoldPass pass = planner.plan(KeptPlanner.plan(ledger, seen, NOON, KEEP), NOON);
    assertThat(pass.steps().isEmpty() || planner.isDue()).isTrue();
    return pass;
  }

  private static FoldedTip folded(int number, int hours) {
    return new FoldedTip(tip(number), NOON.minus(Duration.ofHours(hours)));
  }

  private static FoldStep.FoldTips step(
      FoldWeek week, Optional<CommitHash> from, FoldedTip... tips) {
    return new FoldStep.FoldTips(week, from, ImmutableList.copyOf(tips));
  }

  @Test
  void leavesAFewTipsAsTheyAre() {
    FoldPass pass = fold(1, 2, 3, 2000);
    assertThat(pass.steps()).isEmpty();
    assertThat(pass.isAll()).isTrue();
    assertThat(pass.ledger().folds()).isEmpty();
    assertThat(new FoldPlanner(seen(tips(4)), FOUR, unfoldable).isDue()).isFalse();
    assertThat(new FoldPlanner(seen(tips(5)), FOUR, unfoldable).isDue()).isTrue();
    unfoldable = ImmutableSet.of(tip(1));
    assertThat(new FoldPlanner(seen(tips(5)), FOUR, unfoldable).isDue()).isFalse();
    assertThat(new FoldPlanner(seen(tips(6)), FOUR, unfoldable).isDue()).isTrue();
  }

  @Test
  void foldsAllButTheYoungestIntoTheWeeksInWhichTheyWereDisplaced() {
    FoldPass pass = fold(2, 30, 1, 5, 25);
    assertThat(pass.steps())
        .containsExactly(
            step(LAST_WEEK, Optional.empty(), folded(2, 30), folded(5, 25)),
            step(THIS_WEEK, Optional.empty(), folded(4, 5)));
    assertThat(pass.isAll()).isTrue();
  }

  @Test
  void takesAFoldForAsOldAsItsYoungestTip() {
    FoldPass pass = fold(2, 30, 1, 5, 25);
    assertThat(pass.ledger().folds())
        .containsOnly(
            Map.entry(LAST_WEEK, Duration.ofHours(25)), Map.entry(THIS_WEEK, Duration.ofHours(5)));
    assertThat(pass.ledger().ages()).as("of what stays a ref").hasSize(2);
    assertThat(pass.ledger().lastPass()).contains(NOON);
  }

  @Test
  void addsToTheFoldThatIsThereAndMakesItYoungerNeverOlder() {
    KeptFold fold = new KeptFold(LAST_WEEK, new CommitHash("f".repeat(40)), 7);
    folds = ImmutableSet.of(fold);
    foldAges = ImmutableMap.of(LAST_WEEK, Duration.ofHours(40));
    FoldPass pass = fold(1, 1, 25, 26, 27);
    assertThat(pass.steps())
        .containsExactly(
            step(
                LAST_WEEK,
                Optional.of(fold.commit()),
                folded(5, 27),
                folded(4, 26),
                folded(3, 25)));
    assertThat(pass.ledger().folds()).containsOnly(Map.entry(LAST_WEEK, Duration.ofHours(25)));

    foldAges = ImmutableMap.of(LAST_WEEK, Duration.ofHours(3));
    assertThat(fold(1, 1, 25, 26, 27).ledger().folds())
        .containsOnly(Map.entry(LAST_WEEK, Duration.ofHours(3)));
  }

  @Test
  void doesNotAddToAFoldThatGoesInTheSamePass() {
    folds = ImmutableSet.of(new KeptFold(THIS_WEEK, new CommitHash("f".repeat(40)), 7));
    foldAges = ImmutableMap.of(THIS_WEEK, KEEP);
    FoldPass pass = fold(1, 2, 3, 4, 5);
    assertThat(pass.steps()).isEmpty();
    assertThat(pass.ledger().folds()).isEmpty();
    assertThat(pass.ledger().ages()).hasSize(5);
    assertThat(pass.isAll()).as("so another pass follows the next look").isFalse();
  }

  @Test
  void leavesATipAtWhichItsBranchStands() {
    branches = ImmutableSortedMap.of(MAIN, tip(5).tip());
    assertThat(fold(1, 2, 3, 4, 500).steps()).isEmpty();
    assertThat(fold(1, 2, 3, 4, 500, 6).steps())
        .containsExactly(
            step(THIS_WEEK, Optional.empty(), folded(6, 6), folded(4, 4), folded(3, 3)));
  }

  @Test
  void leavesAloneForNowWhatWasTriedInVain() {
    unfoldable = ImmutableSet.of(tip(1), tip(2));
    assertThat(fold(1, 2, 3, 4, 5, 6).steps()).isEmpty();
    assertThat(fold(9, 9, 3, 4, 5, 6, 7).steps())
        .containsExactly(
            step(THIS_WEEK, Optional.empty(), folded(7, 7), folded(6, 6), folded(5, 5)));
  }

  @Test
  void foldsNoTipWhoseTimeIsOverButLetsItGo() {
    int old = (int) KEEP.toHours();
    assertThat(fold(1, 2, 3, old, old, old).steps()).isEmpty();
  }

  @Test
  void foldsNoMoreAtOnceThanTakesAMoment() {
    int[] hours = IntStream.range(0, FoldPlanner.AT_ONCE + 2).map(i -> 1).toArray();
    FoldPass enough = fold(hours);
    assertThat(enough.isAll()).isTrue();
    assertThat(enough.steps().get(0).tips()).hasSize(FoldPlanner.AT_ONCE);
    FoldPass more = fold(IntStream.concat(IntStream.of(hours), IntStream.of(1)).toArray());
    assertThat(more.isAll()).isFalse();
    assertThat(more.steps().get(0).tips()).hasSize(FoldPlanner.AT_ONCE);
  }

  @Test
  void countsWhatIsKeptWhereverItIs() {
    folds =
        ImmutableSet.of(
            new KeptFold(THIS_WEEK, new CommitHash("f".repeat(40)), 7),
            new KeptFold(LAST_WEEK, new CommitHash("e".repeat(40)), 30));
    assertThat(seen(Set.of(tip(1), tip(2))).keptTips()).isEqualTo(39);
  }
}
