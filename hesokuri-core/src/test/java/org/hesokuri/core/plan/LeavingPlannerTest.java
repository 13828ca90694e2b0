package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.core.plan.Sketch.hash;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.junit.jupiter.api.Test;

/**
 * What is kept of what users move branches away from.
 *
 * <pre>
 * 1 - 2 - 3 - 4
 *      \
 *       x - y
 * </pre>
 */
final class LeavingPlannerTest {

  private final Sketch sketch = new Sketch().history("1 2 3 4", "2 x y");

  private static KeptTip tip(String branch, String commit) {
    return new KeptTip(new BranchName(branch), hash(commit));
  }

  private ImmutableSet<KeptTip> kept(Situation now, KeptTip... left) {
    LeavingPlanner planner = LeavingPlanner.of(now, List.of(left));
    return planner.outsideOfTheirBranch(sketch.answer(planner.questions()));
  }

  private ImmutableSet<KeptTip> keptBetween(Situation before, Situation now) {
    return kept(now, LeavingPlanner.leftBetween(before, now).toArray(KeptTip[]::new));
  }

  @Test
  void keepsWhatABranchWasResetFrom() {
    Situation before = sketch.branch("main", "4").situation();
    Situation now = sketch.branch("main", "2").situation();
    assertThat(keptBetween(before, now)).containsExactly(tip("main", "4"));
  }

  @Test
  void keepsWhatABranchWasAmendedFromAndWhatWasDeleted() {
    Situation before = sketch.branch("main", "3").branch("topic", "y").situation();
    Situation now = sketch.branch("main", "x").noBranch("topic").situation();
    assertThat(keptBetween(before, now)).containsExactly(tip("main", "3"), tip("topic", "y"));
  }

  @Test
  void keepsACopyLikeABranch() {
    Situation before = sketch.branch("main_hesokr_beta", "4").situation();
    Situation now = sketch.noBranch("main_hesokr_beta").situation();
    assertThat(keptBetween(before, now)).containsExactly(tip("main_hesokr_beta", "4"));
  }

  @Test
  void keepsNothingOfABranchThatMovesForward() {
    Situation before = sketch.branch("main", "1").situation();
    Situation now = sketch.branch("main", "4").situation();
    assertThat(LeavingPlanner.of(now, LeavingPlanner.leftBetween(before, now)).questions())
        .hasSize(1);
    assertThat(keptBetween(before, now)).isEmpty();
  }

  @Test
  void keepsNothingOfACopyThatWentBecauseItsBranchContainsIt() {
    Situation before = sketch.branch("main", "1").branch("main_hesokr_beta", "3").situation();
    Situation now = sketch.branch("main", "4").noBranch("main_hesokr_beta").situation();
    assertThat(keptBetween(before, now)).isEmpty();
  }

  @Test
  void keepsNothingThatHasAnotherNameNow() {
    Situation before = sketch.branch("main", "4").branch("old", "y").situation();
    Situation now = sketch.noBranch("old").branch("new", "y").situation();
    assertThat(LeavingPlanner.of(now, LeavingPlanner.leftBetween(before, now)).questions())
        .isEmpty();
    assertThat(keptBetween(before, now)).isEmpty();
  }

  @Test
  void keepsWhatThisRepositoryCannotCompare() {
    sketch.lacks("y");
    Situation now = sketch.branch("main", "4").situation();
    assertThat(kept(now, tip("main", "y"))).containsExactly(tip("main", "y"));
  }
}
