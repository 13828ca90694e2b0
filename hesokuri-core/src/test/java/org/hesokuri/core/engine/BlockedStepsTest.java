package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;

final class BlockedStepsTest {

  private static final BranchName MAIN = new BranchName("main");
  private static final Step STEP =
      new Step.FastForwardWorktree("/w", MAIN, Optional.empty(), new CommitHash("1".repeat(40)));
  private static final StepOutcome.Refused UNSAVED =
      new StepOutcome.Refused("notes.txt has unsaved changes", ImmutableSet.of("/w/notes.txt"));
  private static final StepOutcome.Refused AT_WORK =
      new StepOutcome.Refused("somebody is at work", ImmutableSet.of("/w/.git/index"), true);
  private static final StepOutcome.Refused LOCKED =
      new StepOutcome.Refused("index.lock is held", ImmutableSet.of("/w/.git/index.lock"), true);

  private final ManualScheduling scheduling = new ManualScheduling();
  private final BlockedSteps blocked = new BlockedSteps();

  private boolean isNews(StepOutcome.Refused refusal) {
    return blocked.refused(STEP, refusal, scheduling);
  }

  private void pass(Duration time) {
    scheduling.pass(time);
  }

  @Test
  void tellsALastingRefusalOnceAndAtOnce() {
    assertThat(isNews(UNSAVED)).isTrue();
    assertThat(isNews(UNSAVED)).isFalse();
    assertThat(blocked.worthTelling())
        .extracting(BlockedSteps.Blocked::why)
        .containsExactly("notes.txt has unsaved changes");
    assertThat(blocked.paths()).containsExactly("/w/notes.txt");
  }

  @Test
  void doesNotTellWhatIsOverInAMoment() {
    assertThat(isNews(AT_WORK)).isFalse();
    pass(Duration.ofSeconds(4));
    assertThat(isNews(LOCKED)).isFalse();
    assertThat(blocked.worthTelling()).isEmpty();
    assertThat(blocked.isEmpty()).as("it is tried again").isFalse();
  }

  @Test
  void tellsWhatShouldHaveBeenOverInAMomentAndLasts() {
    isNews(AT_WORK);
    pass(Duration.ofSeconds(5));
    assertThat(blocked.isTold(MAIN)).isFalse();
    assertThat(isNews(LOCKED)).isTrue();
    assertThat(blocked.isTold(MAIN)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(isNews(LOCKED)).isFalse();
    assertThat(blocked.worthTelling())
        .extracting(BlockedSteps.Blocked::why)
        .containsExactly("index.lock is held");
  }

  @Test
  void goesOnToShowWhatWasFoundWhileSomebodyIsAtWork() {
    isNews(UNSAVED);
    assertThat(isNews(AT_WORK)).isFalse();
    assertThat(blocked.worthTelling())
        .extracting(BlockedSteps.Blocked::why)
        .containsExactly("notes.txt has unsaved changes");
    assertThat(isNews(UNSAVED)).as("told already").isFalse();
  }

  @Test
  void tellsAnotherCauseAfterAllOfOne() {
    isNews(AT_WORK);
    assertThat(isNews(UNSAVED)).isTrue();
    assertThat(blocked.worthTelling()).hasSize(1);
  }

  @Test
  void restsASecondBeforeTheSameStepIsTriedAgain() {
    assertThat(blocked.rest(STEP, scheduling.nanoTime())).isEmpty();
    isNews(AT_WORK);
    assertThat(blocked.rest(STEP, scheduling.nanoTime())).contains(BlockedSteps.BREATH);
    pass(BlockedSteps.BREATH);
    assertThat(blocked.rest(STEP, scheduling.nanoTime())).isEmpty();
  }

  @Test
  void triesALastingRefusalAgainAfterItsRestOnlyIfSomethingStirred() {
    isNews(UNSAVED);
    assertThat(blocked.isToBeTriedAgain(MAIN)).isFalse();
    blocked.tryAgain(MAIN);
    assertThat(blocked.isToBeTriedAgain(MAIN)).isTrue();
    isNews(UNSAVED);
    assertThat(blocked.isToBeTriedAgain(MAIN)).as("it was tried").isFalse();
  }

  @Test
  void forgetsWhatIsNoLongerPlanned() {
    isNews(UNSAVED);
    blocked.retain(Set.of());
    assertThat(blocked.isEmpty()).isTrue();
    isNews(UNSAVED);
    blocked.forget(MAIN);
    assertThat(blocked.isEmpty()).isTrue();
  }
}
