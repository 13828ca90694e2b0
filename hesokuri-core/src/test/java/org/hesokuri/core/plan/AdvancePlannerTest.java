package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.core.plan.Sketch.hash;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.plan.AdvancePlan.Left;
import org.hesokuri.core.plan.AdvancePlan.Reason;
import org.junit.jupiter.api.Test;

/**
 * The history of most tests:
 *
 * <pre>
 * 1 - 2 - 3
 *      \
 *       x - y
 * </pre>
 */
final class AdvancePlannerTest {

  private final Sketch sketch = new Sketch().history("1 2 3", "2 x y");

  private static BranchName name(String text) {
    return new BranchName(text);
  }

  private static Step move(String branch, String from, String to) {
    return new Step.MoveBranch(name(branch), Optional.of(hash(from)), hash(to));
  }

  private static Step removeContained(String copy, String tip, String in) {
    return new Step.DeleteBranch(name(copy), hash(tip), Optional.of(name(in)));
  }

  private static Step removeUnwanted(String branch, String tip) {
    return new Step.DeleteBranch(name(branch), hash(tip), Optional.empty());
  }

  private static Left left(String branch, Reason reason, String concerned) {
    return new Left(name(branch), reason, name(concerned), "");
  }

  @Test
  void movesALiveEditBranchToTheCopyThatIsAhead() {
    AdvancePlan plan =
        sketch.liveEdit("main").branch("main", "1").branch("main_hesokr_beta", "3").advance();
    assertThat(plan.steps()).containsExactly(move("main", "1", "3"));
    assertThat(plan.left())
        .containsExactly(left("main_hesokr_beta", Reason.BEING_TAKEN_OVER, "main"));
  }

  @Test
  void makesUpNoCopyOfOnePeerFromWhatAnotherOneTakesForABranch() {
    AdvancePlan plan =
        sketch.liveEdit("main_hesokr_gamma").branch("main_hesokr_gamma_hesokr_beta", "3").advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left())
        .containsExactly(
            left("main_hesokr_gamma_hesokr_beta", Reason.FOR_THE_USER, "main_hesokr_gamma"));
  }

  @Test
  void movesToTheForemostOfSeveralCopies() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "2")
            .branch("main_hesokr_gamma", "3")
            .advance();
    assertThat(plan.steps()).containsExactly(move("main", "1", "3"));
  }

  @Test
  void movesNothingBetweenCopiesThatWentDifferentWays() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .branch("main_hesokr_gamma", "y")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left())
        .containsExactlyInAnyOrder(
            left("main", Reason.SETTLED, "main"),
            left("main_hesokr_beta", Reason.RIVAL, "main"),
            left("main_hesokr_gamma", Reason.RIVAL, "main"));
  }

  @Test
  void movesAheadAlthoughAnotherCopyHasDiverged() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "x")
            .branch("main_hesokr_beta", "y")
            .branch("main_hesokr_gamma", "3")
            .advance();
    assertThat(plan.steps()).containsExactly(move("main", "x", "y"));
    assertThat(plan.left()).contains(left("main_hesokr_gamma", Reason.DIVERGED, "main"));
  }

  @Test
  void makesALiveEditBranchThatDoesNotExist() {
    AdvancePlan plan = sketch.everythingIsLiveEdit().branch("new_hesokr_beta", "2").advance();
    assertThat(plan.steps())
        .containsExactly(new Step.MoveBranch(name("new"), Optional.empty(), hash("2")));
  }

  @Test
  void leavesACopyOfABranchThatIsNotLiveEditToTheUser() {
    AdvancePlan plan =
        sketch
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .branch("other_hesokr_beta", "2")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left())
        .containsExactlyInAnyOrder(
            left("main", Reason.SETTLED, "main"),
            left("main_hesokr_beta", Reason.FOR_THE_USER, "main"),
            left("other_hesokr_beta", Reason.FOR_THE_USER, "other"));
  }

  @Test
  void removesACopyThatTheBranchContainsWhetherLiveEditOrNot() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "3")
            .branch("main_hesokr_beta", "2")
            .branch("main_hesokr_gamma", "3")
            .branch("other", "2")
            .branch("other_hesokr_beta", "1")
            .advance();
    assertThat(plan.steps())
        .containsExactlyInAnyOrder(
            removeContained("main_hesokr_beta", "2", "main"),
            removeContained("main_hesokr_gamma", "3", "main"),
            removeContained("other_hesokr_beta", "1", "other"));
  }

  @Test
  void keepsACopyThatIsCheckedOut() {
    AdvancePlan plan =
        sketch
            .branch("main", "3")
            .branch("main_hesokr_beta", "2")
            .worktree("/w", "main_hesokr_beta")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).contains(left("main_hesokr_beta", Reason.COPY_CHECKED_OUT, "main"));
  }

  @Test
  void advancesACheckedOutBranchWithItsFiles() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .worktree("/w", "main")
            .advance();
    assertThat(plan.steps())
        .containsExactly(
            new Step.FastForwardWorktree("/w", name("main"), Optional.of(hash("1")), hash("3")));
  }

  @Test
  void fillsAnUnbornBranchWithItsFiles() {
    AdvancePlan plan =
        sketch.liveEdit("main").branch("main_hesokr_beta", "3").worktree("/w", "main").advance();
    assertThat(plan.steps())
        .containsExactly(
            new Step.FastForwardWorktree("/w", name("main"), Optional.empty(), hash("3")));
  }

  @Test
  void waitsForAWorktreeThatIsInTheMiddleOfSomething() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .busyWorktree("/w", "main", "a merge")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left())
        .contains(
            new Left(
                name("main"),
                Reason.WORKTREE_BUSY,
                name("main_hesokr_beta"),
                "/w is in the middle of a merge"));
  }

  @Test
  void countsABranchThatARebaseReturnsToAsCheckedOut() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .rebasing("/w", "main")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).extracting(Left::reason).contains(Reason.WORKTREE_BUSY);
  }

  @Test
  void leavesABranchThatSeveralWorktreesHold() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .worktree("/w", "main")
            .worktree("/v", "main")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).extracting(Left::reason).contains(Reason.SEVERAL_WORKTREES);
  }

  @Test
  void deletesAnUnwantedBranchAndAllItsCopiesEvenOfStrangers() {
    AdvancePlan plan =
        sketch
            .unwanted("baz")
            .everythingIsLiveEdit()
            .branch("baz", "1")
            .branch("baz_hesokr_beta", "3")
            .branch("baz_hesokr_stranger", "2")
            .branch("bazaar", "1")
            .advance();
    assertThat(plan.steps())
        .containsExactlyInAnyOrder(
            removeUnwanted("baz", "1"),
            removeUnwanted("baz_hesokr_beta", "3"),
            removeUnwanted("baz_hesokr_stranger", "2"));
    assertThat(plan.left()).containsExactly(left("bazaar", Reason.SETTLED, "bazaar"));
  }

  @Test
  void deletesAnUnwantedBranchOnlyAtTheListedCommit() {
    Sketch other = sketch.unwantedAt("baz", "2").branch("baz", "3").branch("baz_hesokr_beta", "2");
    assertThat(other.advance().steps()).containsExactly(removeUnwanted("baz_hesokr_beta", "2"));
  }

  @Test
  void tellsOfAnUnwantedBranchThatIsCheckedOut() {
    AdvancePlan plan = sketch.unwanted("baz").branch("baz", "1").worktree("/w", "baz").advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left())
        .containsExactly(new Left(name("baz"), Reason.UNWANTED_CHECKED_OUT, name("baz"), "/w"));
  }

  @Test
  void neverTakesAnUnwantedCommitOver() {
    AdvancePlan plan =
        sketch
            .unwantedAt("main", "3")
            .liveEdit("main")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .advance();
    assertThat(plan.steps()).containsExactly(removeUnwanted("main_hesokr_beta", "3"));
  }

  @Test
  void doesNotCallACopyContainedInABranchThatIsItselfGoing() {
    AdvancePlan plan =
        sketch
            .unwantedAt("main", "3")
            .branch("main", "3")
            .branch("main_hesokr_beta", "2")
            .advance();
    assertThat(plan.steps()).containsExactly(removeUnwanted("main", "3"));
    assertThat(plan.left()).containsExactly(left("main_hesokr_beta", Reason.FOR_THE_USER, "main"));
  }

  @Test
  void neverMovesToACopyNamedAfterThisMachine() {
    AdvancePlan plan =
        sketch.everythingIsLiveEdit().branch("main", "1").branch("main_hesokr_me", "3").advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).contains(left("main_hesokr_me", Reason.NAMED_LIKE_OWN_COPY, "main"));
  }

  @Test
  void doesNothingWhereHistoryCannotBeRead() {
    AdvancePlan plan =
        sketch
            .everythingIsLiveEdit()
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .lacks("3")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).contains(left("main_hesokr_beta", Reason.UNREADABLE, "main"));
  }

  @Test
  void doesNotMakeABranchThatIsThereButBroken() {
    AdvancePlan plan =
        sketch.everythingIsLiveEdit().unreadable("main").branch("main_hesokr_beta", "3").advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left()).containsExactly(left("main_hesokr_beta", Reason.UNREADABLE, "main"));
  }

  @Test
  void speaksThroughTheCopyWhereTheBranchDoesNotExistYet() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main_hesokr_beta", "3")
            .worktree("/w", "main")
            .worktree("/v", "main")
            .advance();
    assertThat(plan.left())
        .isEqualTo(
            ImmutableList.of(
                new Left(
                    name("main_hesokr_beta"), Reason.SEVERAL_WORKTREES, name("main"), "/w, /v")));
  }

  @Test
  void goesOnlyWithWhatItDeletes() {
    AdvancePlan plan =
        sketch
            .liveEdit("main", "next")
            .unwanted("baz")
            .branch("baz", "1")
            .branch("main", "1")
            .branch("main_hesokr_beta", "3")
            .branch("next", "1")
            .branch("next_hesokr_beta", "3")
            .branch("other", "3")
            .branch("other_hesokr_beta", "2")
            .worktree("/w", "main")
            .advance();
    assertThat(plan.steps()).hasSize(4);
    assertThat(plan.leaving()).containsExactlyInAnyOrder(name("baz"), name("other_hesokr_beta"));
  }

  @Test
  void speaksOnceOfACopyThatCannotBeTakenOver() {
    AdvancePlan plan =
        sketch
            .liveEdit("main")
            .branch("main_hesokr_beta", "2")
            .branch("main_hesokr_gamma", "3")
            .busyWorktree("/w", "main", "a merge")
            .advance();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.left())
        .containsExactlyInAnyOrder(
            left("main_hesokr_beta", Reason.BEING_TAKEN_OVER, "main"),
            new Left(
                name("main_hesokr_gamma"),
                Reason.WORKTREE_BUSY,
                name("main"),
                "/w is in the middle of a merge"));
  }
}
