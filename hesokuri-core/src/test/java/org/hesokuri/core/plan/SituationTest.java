package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.Identities;
import org.junit.jupiter.api.Test;

final class SituationTest {

  private static final Identities SAME =
      Identities.of(List.of(Sketch.ME, Sketch.BETA, Sketch.GAMMA));

  @Test
  void hearsOfThePeersWhoseCopiesComeOrMove() {
    Situation before =
        new Sketch().branch("main_hesokr_beta", "1").branch("main_hesokr_gamma", "1").situation();
    Situation moved =
        new Sketch()
            .branch("main", "5")
            .branch("main_hesokr_beta", "2")
            .branch("main_hesokr_gamma", "1")
            .branch("main_hesokr_stranger", "3")
            .situation();
    assertThat(moved.heardOfSince(before)).containsExactly(Sketch.BETA);
    assertThat(moved.heardOfSince(moved)).isEmpty();
    Situation came = new Sketch().branch("x_hesokr_gamma", "2").situation();
    assertThat(came.heardOfSince(before)).containsExactly(Sketch.GAMMA);
  }

  @Test
  void hearsOfAPeerThatIsNamedFromNowOn() {
    Situation now =
        new Sketch().branch("main_hesokr_beta", "1").branch("main_hesokr_gamma", "1").situation();
    Situation before =
        new Situation(
            Sketch.ME,
            Identities.of(List.of(Sketch.ME, Sketch.BETA)),
            now.source(),
            now.snapshot());
    assertThat(now.heardOfSince(before)).containsExactly(Sketch.GAMMA);
  }

  @Test
  void knowsWhatHasComeMovedOrGone() {
    Situation before = new Sketch().branch("a", "1").branch("b", "1").branch("c", "1").situation();
    Situation now = new Sketch().branch("a", "1").branch("b", "2").branch("d", "1").situation();
    assertThat(now.movedSince(before).orElseThrow())
        .containsExactlyInAnyOrder(new BranchName("b"), new BranchName("c"), new BranchName("d"));
    assertThat(now.movedSince(before)).isEqualTo(now.movedSince(before));
    assertThat(now.movedSince(now).orElseThrow()).isEmpty();
    Situation elsewhere = new Situation(Sketch.GAMMA, SAME, now.source(), now.snapshot());
    assertThat(elsewhere.movedSince(before)).isEmpty();
  }

  @Test
  void namesBranchesAsPeersHoldThem() {
    Situation situation = new Sketch().branch("main", "1").branch("a_hesokr_beta", "2").situation();
    assertThat(situation.nameElsewhere(new BranchName("main")))
        .isEqualTo(new BranchName("main_hesokr_me"));
    assertThat(situation.nameElsewhere(new BranchName("a_hesokr_beta")))
        .isEqualTo(new BranchName("a_hesokr_beta"));
    assertThat(situation.nameElsewhere(new BranchName("not/here")))
        .isEqualTo(new BranchName("not/here_hesokr_me"));
  }

  @Test
  void isSeenAnewWhateverWasKnown() {
    Situation before = new Sketch().branch("main", "1").branch("a_hesokr_beta", "2").situation();
    Situation moved = new Sketch().branch("a_hesokr_beta", "3").branch("next", "4").situation();
    BranchName copy = new BranchName("a_hesokr_beta");
    Situation next = before.next(before.self(), SAME, moved.source(), moved.snapshot());
    assertThat(next.snapshot()).isEqualTo(moved.snapshot());
    assertThat(next.roleOf(copy)).isSameAs(before.roleOf(copy)).isEqualTo(moved.roleOf(copy));
    assertThat(next.nameElsewhere(new BranchName("next")))
        .isEqualTo(new BranchName("next_hesokr_me"));

    Situation amongOthers =
        before.next(
            before.self(),
            Identities.of(List.of(Sketch.ME, Sketch.GAMMA)),
            moved.source(),
            moved.snapshot());
    assertThat(amongOthers.roleOf(copy)).isEqualTo(new BranchRole.Local(copy));
    assertThat(amongOthers.nameElsewhere(copy))
        .isEqualTo(new BranchName("a_hesokr_beta_hesokr_me"));

    Situation onGamma = before.next(Sketch.GAMMA, SAME, moved.source(), before.snapshot());
    assertThat(onGamma.nameElsewhere(new BranchName("main")))
        .isEqualTo(new BranchName("main_hesokr_gamma"));
  }
}
