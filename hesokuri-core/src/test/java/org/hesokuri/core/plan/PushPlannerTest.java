package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.core.plan.Sketch.hash;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.BranchName;
import org.junit.jupiter.api.Test;

/**
 * The history of all tests:
 *
 * <pre>
 * 1 - 2 - 3
 *      \
 *       x - y
 * </pre>
 */
final class PushPlannerTest {

  private final Sketch sketch = new Sketch().history("1 2 3", "2 x y");

  private static BranchName name(String text) {
    return new BranchName(text);
  }

  private static Push create(String target, String tip) {
    return new Push(name(target), hash(tip), Optional.empty(), false);
  }

  private static Push forward(String target, String from, String to) {
    return new Push(name(target), hash(to), Optional.of(hash(from)), false);
  }

  private static Push displacing(String target, String from, String to) {
    return new Push(name(target), hash(to), Optional.of(hash(from)), true);
  }

  @Test
  void givesEveryLocalBranchUnderThisMachinesName() {
    PushPlan plan = sketch.branch("main", "3").branch("feature/x", "y").pushToBeta();
    assertThat(plan.pushes())
        .containsExactly(create("feature/x_hesokr_me", "y"), create("main_hesokr_me", "3"));
  }

  @Test
  void forwardsACopyThatIsBehind() {
    assertThat(sketch.branch("main", "3").pushToBeta("main_hesokr_me", "1").pushes())
        .containsExactly(forward("main_hesokr_me", "1", "3"));
  }

  @Test
  void displacesACopyAfterAnAmend() {
    assertThat(sketch.branch("main", "3").pushToBeta("main_hesokr_me", "y").pushes())
        .containsExactly(displacing("main_hesokr_me", "y", "3"));
  }

  @Test
  void displacesACopyAfterAReset() {
    assertThat(sketch.branch("main", "1").pushToBeta("main_hesokr_me", "3").pushes())
        .containsExactly(displacing("main_hesokr_me", "3", "1"));
  }

  @Test
  void takesACommitItDoesNotKnowForOneThatMustBeKept() {
    assertThat(sketch.branch("main", "3").lacks("y").pushToBeta("main_hesokr_me", "y").pushes())
        .containsExactly(displacing("main_hesokr_me", "y", "3"));
  }

  @Test
  void pushesNothingThatThePeerHoldsExactly() {
    PushPlan plan = sketch.branch("main", "3").pushToBeta("main_hesokr_me", "3");
    assertThat(plan.verdicts()).containsEntry(name("main"), new PushPlan.Held());
  }

  @Test
  void pushesNothingThatThePeersOwnBranchContains() {
    PushPlan plan = sketch.branch("main", "2").pushToBeta("main", "3");
    assertThat(plan.verdicts())
        .containsEntry(name("main"), new PushPlan.Inside(name("main"), hash("3")));
  }

  @Test
  void pushesNothingThatThePeerContainsAndAboutToRemoveAnOutdatedCopyOf() {
    PushPlan plan = sketch.branch("main", "3").pushToBeta("main", "3", "main_hesokr_me", "2");
    assertThat(plan.pushes()).isEmpty();
  }

  @Test
  void setsACopyRightThatWouldForEverLookDiverged() {
    // The peer reset its branch to ours, but what it has as our copy is what we had before.
    PushPlan plan = sketch.branch("main", "3").pushToBeta("main", "3", "main_hesokr_me", "y");
    assertThat(plan.pushes()).containsExactly(displacing("main_hesokr_me", "y", "3"));
  }

  @Test
  void doesNotCopyTheCopyOfItsOwnBranchByAMachineThatIsNotConfiguredHere() {
    PushPlan plan = sketch.branch("main_hesokr_me_hesokr_stranger", "3").pushToBeta();
    assertThat(plan.pushes()).isEmpty();
    assertThat(sketch.branch("main_hesokr_stranger", "3").pushToBeta().pushes())
        .contains(create("main_hesokr_stranger_hesokr_me", "3"));
    assertThat(sketch.branch("main_hesokr_menace_hesokr_stranger", "3").pushToBeta().pushes())
        .contains(create("main_hesokr_menace_hesokr_stranger_hesokr_me", "3"));
  }

  @Test
  void handsACopyOnToAThirdPeer() {
    assertThat(sketch.branch("main_hesokr_gamma", "3").pushToBeta().pushes())
        .containsExactly(create("main_hesokr_gamma", "3"));
  }

  @Test
  void handsACopyOnOnlyForward() {
    Sketch carrying = sketch.branch("main_hesokr_gamma", "3");
    assertThat(carrying.pushToBeta("main_hesokr_gamma", "1").pushes())
        .containsExactly(forward("main_hesokr_gamma", "1", "3"));
  }

  @Test
  void leavesANewerOrOtherCopyToItsOwner() {
    Sketch carrying = sketch.branch("main_hesokr_gamma", "2").lacks("y");
    assertThat(carrying.pushToBeta("main_hesokr_gamma", "3").pushes()).isEmpty();
    assertThat(carrying.pushToBeta("main_hesokr_gamma", "y").pushes()).isEmpty();
    assertThat(
            new Sketch()
                .history("1 2", "1 x")
                .branch("main_hesokr_gamma", "2")
                .pushToBeta("main_hesokr_gamma", "x")
                .pushes())
        .isEmpty();
  }

  @Test
  void doesNotHandOnWhatItsOwnerTookBackThere() {
    Sketch carrying = sketch.branch("main_hesokr_gamma", "3").keptAtBeta("main_hesokr_gamma", "3");
    assertThat(carrying.pushToBeta("main_hesokr_gamma", "2").pushes()).isEmpty();
    assertThat(carrying.pushToBeta().pushes())
        .as("nor where the peer has removed the copy since: it keeps the commit")
        .isEmpty();
  }

  @Test
  void doesNotHandOnWhatIsContainedInWhatItsOwnerTookBackThere() {
    Sketch carrying = sketch.branch("main_hesokr_gamma", "2");
    assertThat(carrying.keptAtBeta("main_hesokr_delta", "3").pushToBeta().pushes())
        .as("another branch was taken back")
        .containsExactly(create("main_hesokr_gamma", "2"));
    assertThat(carrying.keptAtBeta("main_hesokr_gamma", "1").pushToBeta().pushes())
        .as("less was taken back")
        .containsExactly(create("main_hesokr_gamma", "2"));
    assertThat(carrying.keptAtBeta("main_hesokr_gamma", "3").pushToBeta().pushes()).isEmpty();
  }

  @Test
  void givesItsOwnBranchAgainAlthoughItOnceTookThatCommitBack() {
    Sketch owner = sketch.branch("main", "3").keptAtBeta("main_hesokr_me", "3");
    assertThat(owner.pushToBeta("main_hesokr_me", "2").pushes())
        .containsExactly(forward("main_hesokr_me", "2", "3"));
  }

  @Test
  void doesNotHandOnWhatThePeersOwnBranchContains() {
    assertThat(sketch.branch("main_hesokr_gamma", "2").pushToBeta("main", "3").pushes()).isEmpty();
  }

  @Test
  void neverGivesAPeerItsOwnBranch() {
    assertThat(sketch.branch("main_hesokr_beta", "3").pushToBeta().pushes()).isEmpty();
  }

  @Test
  void neverGivesAwayWhatIsNamedLikeOurOwnCopy() {
    assertThat(sketch.branch("main_hesokr_me", "3").pushToBeta().pushes()).isEmpty();
  }

  @Test
  void givesNobodyWhatIsAboutToBeDeletedHere() {
    assertThat(sketch.unwanted("baz").branch("baz", "3").pushToBeta().pushes()).isEmpty();
  }

  @Test
  void doesNotRepeatACommitThatIsPausedButGivesTheNextOne() {
    ImmutableMap<BranchName, PushPlanner.Pause> paused =
        ImmutableMap.of(name("main_hesokr_me"), new PushPlanner.Pause(hash("3"), "it deleted it"));
    assertThat(sketch.branch("main", "3").pushToBeta(paused).verdicts())
        .containsEntry(name("main"), new PushPlan.Withheld("it deleted it"));
    assertThat(new Sketch().history("1 2 3 4").branch("main", "4").pushToBeta(paused).pushes())
        .containsExactly(create("main_hesokr_me", "4"));
  }

  @Test
  void takesACopyOfAStrangerForALocalBranch() {
    assertThat(sketch.branch("main_hesokr_stranger", "3").pushToBeta().pushes())
        .containsExactly(create("main_hesokr_stranger_hesokr_me", "3"));
  }

  @Test
  void saysWhyACopyIsLeftToItsOwner() {
    Sketch carrying = sketch.branch("main_hesokr_gamma", "2").lacks("y");
    assertThat(carrying.pushToBeta("main_hesokr_gamma", "3").verdicts().values())
        .containsExactly(new PushPlan.Withheld("the peer holds a newer commit of it"));
    assertThat(carrying.pushToBeta("main_hesokr_gamma", "y").verdicts().values())
        .containsExactly(
            new PushPlan.Withheld(
                "the peer holds a commit of it that this machine does not know,"
                    + " which only gamma may replace"));
    assertThat(
            new Sketch()
                .history("1 2", "1 x")
                .branch("main_hesokr_gamma", "2")
                .pushToBeta("main_hesokr_gamma", "x")
                .verdicts()
                .values())
        .containsExactly(
            new PushPlan.Withheld(
                "the peer holds another commit of it, which only gamma may replace"));
  }

  @Test
  void namesEveryBranchThatItWouldSetThere() {
    Situation here =
        sketch.branch("main", "3").branch("main_hesokr_gamma", "y").branch("gone", "1").situation();
    assertThat(here.namesElsewhere())
        .containsExactlyInAnyOrder(
            name("main_hesokr_me"), name("main_hesokr_gamma"), name("gone_hesokr_me"));
  }
}
