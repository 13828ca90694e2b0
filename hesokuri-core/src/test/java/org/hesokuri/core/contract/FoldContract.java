package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every backend folds displaced tips, and lets go of folds. */
public abstract class FoldContract extends StepContract {

  private static final FoldWeek WEEK = new FoldWeek(2026, 48);
  private static final Instant TIME = Instant.parse("2026-11-24T10:20:30Z");

  /** For the subclasses of every backend. */
  protected FoldContract() {}

  /** Displaces the tip of a branch, which then does not exist, and keeps it. */
  private FoldedTip kept(String branch, CommitHash tip) throws GitFailure {
    user.point(branch, tip);
    repository.look();
    assertDone(delete(branch, tip, Optional.empty()));
    return new FoldedTip(new KeptTip(name(branch), tip), TIME);
  }

  private StepOutcome fold(FoldedTip... tips) throws GitFailure {
    return fold(List.of(tips));
  }

  private StepOutcome fold(List<FoldedTip> tips) throws GitFailure {
    ImmutableSet<KeptFold> there = repository.look().folds();
    return repository.apply(
        new FoldStep.FoldTips(
            WEEK, there.stream().map(KeptFold::commit).findFirst(), ImmutableList.copyOf(tips)));
  }

  private KeptFold only() throws GitFailure {
    ImmutableSet<KeptFold> folds = repository.look().folds();
    assertThat(folds).hasSize(1);
    KeptFold fold = folds.iterator().next();
    assertThat(fold.week()).isEqualTo(WEEK);
    return fold;
  }

  private void assertFolded(FoldedTip... tips) throws GitFailure {
    KeptFold fold = only();
    assertThat(repository.readFold(fold)).containsExactlyInAnyOrder(tips);
    assertThat(fold.tips()).isEqualTo(tips.length);
  }

  @Test
  void seesNoFoldWhereNothingWasFolded() throws GitFailure {
    kept("a", two);
    assertThat(repository.look().folds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void foldsTipsAndLetsGoOfTheirRefs(boolean packed) throws GitFailure {
    FoldedTip a = kept("a", two);
    FoldedTip b = kept("b", other);
    FoldedTip left = kept("c", lone);
    if (packed) {
      user.packRefs();
    }
    assertDone(fold(a, b));
    assertFolded(a, b);
    assertThat(user.kept()).containsExactly(left.tip());
    assertThat(repository.look().kept()).containsExactly(left.tip());
    assertThat(repository.look().keptTips()).isEqualTo(3);
    assertThat(user.branches()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void foldsATipOfAnyBranch(String branch) throws GitFailure {
    FoldedTip tip = kept(branch, two);
    assertDone(fold(tip));
    assertFolded(tip);
    assertThat(user.kept()).isEmpty();
  }

  @Test
  void keepsWhatIsFoldedWithAllThatItContains() throws GitFailure {
    assertDone(fold(kept("a", three), kept("b", lone)));
    KeptFold fold = only();
    for (CommitHash each : List.of(one, two, three, lone)) {
      assertThat(relation(each, fold.commit()).isContained()).as("%s", each).isTrue();
    }
    assertThat(relation(other, fold.commit()).isContained()).isFalse();
  }

  @Test
  void addsToAFoldWhatIsDisplacedLater() throws GitFailure {
    FoldedTip a = kept("a", two);
    assertDone(fold(a));
    KeptFold before = only();
    FoldedTip b = kept("b", other);
    assertDone(fold(b));
    assertFolded(a, b);
    assertThat(relation(before.commit(), only().commit()).isContained()).isTrue();
  }

  @Test
  void chainsCommitsOfAtMostSixteenParents() throws GitFailure {
    int number = 40;
    List<Draft> drafts =
        IntStream.range(0, number)
            .mapToObj(i -> new Draft("d" + i, Map.of("d", "" + i), List.of()))
            .toList();
    List<FoldedTip> all = new ArrayList<>();
    for (CommitHash tip : user.make(drafts).values()) {
      all.add(kept("d", tip));
    }
    assertDone(fold(all));
    assertFolded(all.toArray(FoldedTip[]::new));
    assertThat(user.kept()).isEmpty();
    assertThat(
            repository.history(only().commit(), ImmutableSet.of(), 2 * number).stream()
                .mapToInt(commit -> commit.parents().size()))
        .allMatch(parents -> parents <= 16)
        .hasSizeGreaterThan(number);
  }

  @Test
  void foldsATipThatSeveralBranchesHad() throws GitFailure {
    FoldedTip a = kept("a", two);
    FoldedTip b = kept("b", two);
    assertDone(fold(a, b));
    assertFolded(a, b);
    assertThat(user.kept()).isEmpty();
  }

  @Test
  void leavesATipAtWhichItsBranchStandsAgain() throws GitFailure {
    FoldedTip a = kept("a", two);
    FoldedTip b = kept("b", other);
    repository.look();
    user.point("a", two);
    assertDone(fold(a, b));
    assertFolded(b);
    assertThat(user.kept()).containsExactly(a.tip());
  }

  @Test
  void makesNoFoldOfNothing() throws GitFailure {
    FoldedTip a = kept("a", two);
    user.point("a", two);
    assertDone(fold(a));
    assertThat(repository.look().folds()).isEmpty();
    assertThat(user.kept()).containsExactly(a.tip());
  }

  @Test
  void losesTheRaceWhenTheFoldIsNotAsItWas() throws GitFailure {
    FoldedTip a = kept("a", two);
    FoldedTip b = kept("b", other);
    repository.look();
    FoldStep.FoldTips first = new FoldStep.FoldTips(WEEK, Optional.empty(), ImmutableList.of(a));
    FoldStep.FoldTips second = new FoldStep.FoldTips(WEEK, Optional.empty(), ImmutableList.of(b));
    assertDone(repository.apply(first));
    assertLostRace(repository.apply(second));
    assertFolded(a);
    assertThat(user.kept()).containsExactly(b.tip());
  }

  @Test
  void foldsNothingTwice() throws GitFailure {
    FoldedTip a = kept("a", two);
    assertDone(fold(a));
    CommitHash before = only().commit();
    FoldedTip again = kept("a", two);
    assertDone(fold(new FoldedTip(again.tip(), TIME.plusSeconds(60))));
    assertFolded(a);
    assertThat(only().commit()).isEqualTo(before);
    assertThat(user.kept()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void letsGoOfAFold(boolean packed) throws GitFailure {
    assertDone(fold(kept("a", two)));
    if (packed) {
      user.packRefs();
    }
    FoldStep drop = new FoldStep.DropFold(only());
    assertDone(repository.apply(drop));
    assertLostRace(repository.apply(drop));
    assertThat(repository.look().folds()).isEmpty();
  }

  @Test
  void doesNotLetGoOfAFoldThatIsNotAsItWas() throws GitFailure {
    FoldedTip a = kept("a", two);
    FoldedTip b = kept("b", other);
    assertDone(fold(a));
    FoldStep drop = new FoldStep.DropFold(only());
    // Another daemon adds to it.
    try (GitRepository second = open(user.path())) {
      second.look();
      assertDone(
          second.apply(
              new FoldStep.FoldTips(WEEK, Optional.of(only().commit()), ImmutableList.of(b))));
    }
    assertLostRace(repository.apply(drop));
    assertFolded(a, b);
  }

  @Test
  void saysThatAVanishedRepositoryIsGone() throws GitFailure {
    FoldedTip a = kept("a", two);
    assertDone(fold(a));
    KeptFold fold = only();
    user.vanish();
    assertGone(() -> repository.readFold(fold));
    assertGone(() -> repository.apply(new FoldStep.DropFold(fold)));
    user.comeBack();
    assertFolded(a);
  }
}
