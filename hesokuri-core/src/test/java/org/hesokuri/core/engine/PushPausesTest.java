package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Set;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;

final class PushPausesTest {

  private static final BranchName TARGET = new BranchName("junk_hesokr_me");
  private static final CommitHash TIP = new CommitHash("1".repeat(40));
  private static final CommitHash NEXT = new CommitHash("2".repeat(40));

  private final PushPauses pauses = new PushPauses(EngineTimes.DEFAULT);

  private boolean isPaused(Duration at) {
    return pauses.active(Advertisement.NOTHING, at.toNanos()).containsKey(TARGET);
  }

  @Test
  void givesWhatWasDeletedAgainInPausesThatGrowToADay() {
    Duration now = Duration.ZERO;
    Duration expected = Duration.ofMinutes(3);
    for (int i = 0; i < 12; i++) {
      pauses.accepted(TARGET, TIP, now.toNanos());
      assertThat(isPaused(now.plus(expected).minusMillis(1))).isTrue();
      assertThat(isPaused(now.plus(expected))).isFalse();
      now = now.plus(expected);
      expected = expected.multipliedBy(2);
      if (expected.compareTo(Duration.ofDays(1)) > 0) {
        expected = Duration.ofDays(1);
      }
    }
    assertThat(expected).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void beginsAnewWithAnotherCommit() {
    pauses.accepted(TARGET, TIP, 0);
    pauses.accepted(TARGET, TIP, 0);
    pauses.accepted(TARGET, NEXT, 0);
    assertThat(isPaused(Duration.ofMinutes(3))).isFalse();
    assertThat(pauses.active(Advertisement.NOTHING, 0).get(TARGET).tip()).isEqualTo(NEXT);
  }

  @Test
  void tellsACommitThatThePeerTookForTheFirstTimeFromOneThatItIsGivenAgain() {
    assertThat(pauses.accepted(TARGET, TIP, 0)).isTrue();
    assertThat(pauses.accepted(TARGET, TIP, 0)).isFalse();
    assertThat(pauses.accepted(TARGET, NEXT, 0)).isTrue();
  }

  @Test
  void pausesNothingThatThePeerStillHolds() {
    pauses.accepted(TARGET, TIP, 0);
    Advertisement held = new Advertisement(ImmutableMap.of(TARGET, TIP), ImmutableSet.of());
    assertThat(pauses.active(held, 0)).isEmpty();
  }

  @Test
  void triesARefusalAgainAfterTheRetryPeriod() {
    assertThat(pauses.refused(TARGET, TIP, "hook declined", 0)).isTrue();
    assertThat(pauses.refused(TARGET, TIP, "hook declined", 0)).as("news").isFalse();
    assertThat(pauses.refused(TARGET, NEXT, "hook declined", 0)).as("news").isTrue();
    assertThat(isPaused(Duration.ofMinutes(3).minusMillis(1))).isTrue();
    assertThat(isPaused(Duration.ofMinutes(3))).isFalse();
  }

  @Test
  void triesARefusalAtOnceFromARepositoryThatWasOpenedAnewButNotWhatWasDeleted() {
    pauses.refused(TARGET, TIP, "this machine does not have it", 0);
    pauses.forgetRefusals();
    assertThat(isPaused(Duration.ZERO)).isFalse();
    pauses.accepted(TARGET, TIP, 0);
    pauses.forgetRefusals();
    assertThat(isPaused(Duration.ZERO)).isTrue();
  }

  @Test
  void isNoReasonToCallThePeerEvenWhenThePauseIsOver() {
    pauses.refused(TARGET, TIP, "hook declined", 0);
    assertThat(pauses.waiting(Advertisement.NOTHING).get(TARGET).tip()).isEqualTo(TIP);
    pauses.accepted(TARGET, TIP, 0);
    assertThat(pauses.waiting(Advertisement.NOTHING).get(TARGET).tip()).isEqualTo(TIP);
    pauses.accepted(TARGET, NEXT, 0);
    assertThat(pauses.waiting(Advertisement.NOTHING).get(TARGET).tip()).isEqualTo(NEXT);
  }

  @Test
  void givesAgainAtOnceToAPeerThatLostEverything() {
    pauses.accepted(TARGET, TIP, 0);
    pauses.lostEverything();
    assertThat(isPaused(Duration.ZERO)).isFalse();
  }

  @Test
  void forgetsWhatIsGoneOrAskedFor() {
    pauses.accepted(TARGET, TIP, 0);
    pauses.refused(TARGET, TIP, "no", 0);
    pauses.retain(Set.of());
    assertThat(isPaused(Duration.ZERO)).isFalse();
    pauses.refused(TARGET, TIP, "no", 0);
    pauses.clear();
    assertThat(isPaused(Duration.ZERO)).isFalse();
  }

  @Test
  void countsPausesFromWhenTheyBegan() {
    Duration began = Duration.ofHours(1);
    pauses.accepted(TARGET, TIP, began.toNanos());
    assertThat(isPaused(began.plusMinutes(3).minusMillis(1))).isTrue();
    assertThat(isPaused(began.plusMinutes(3))).isFalse();
    pauses.refused(TARGET, TIP, "no", began.toNanos());
    assertThat(isPaused(began.plusMinutes(3).minusMillis(1))).isTrue();
    assertThat(isPaused(began.plusMinutes(3))).isFalse();
  }

  @Test
  void forgetsBothWhenEverythingMayBeTried() {
    pauses.accepted(TARGET, TIP, 0);
    pauses.refused(new BranchName("other_hesokr_me"), TIP, "no", 0);
    pauses.clear();
    assertThat(pauses.waiting(Advertisement.NOTHING)).isEmpty();
    pauses.accepted(TARGET, TIP, 0);
    pauses.clear();
    assertThat(pauses.waiting(Advertisement.NOTHING)).isEmpty();
  }
}
