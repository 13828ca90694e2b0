package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RegularAskingTest {

  private static final Duration PERIOD = EngineTimes.DEFAULT.retryPeriod();

  private final ManualScheduling scheduling = new ManualScheduling();
  private final RegularAsking asking =
      new RegularAsking(scheduling, EngineTimes.DEFAULT, new LastMark(0));

  @BeforeEach
  void listAndRest() {
    asking.asked();
    asking.rests();
  }

  private void survey() {
    assertThat(
            asking.surveyed(
                new LastMark.Given(Optional.empty(), scheduling.nanoTime(), scheduling.now())))
        .isTrue();
    asking.rests();
  }

  @Test
  void isDueOncePerPeriod() {
    assertThat(asking.rest()).isEqualTo(PERIOD);
    scheduling.pass(PERIOD.minusNanos(1));
    assertThat(asking.isOverdue()).isFalse();
    scheduling.pass(Duration.ofNanos(1));
    assertThat(asking.isOverdue()).isTrue();
    assertThat(asking.rest()).isZero();
  }

  @Test
  void waitsALittleLongerForASurveyThatAskedBefore() {
    scheduling.pass(PERIOD);
    survey();
    assertThat(asking.rest()).isEqualTo(PERIOD.plus(PERIOD.dividedBy(8)));
    scheduling.pass(PERIOD);
    assertThat(asking.isOverdue()).isTrue();
  }

  @Test
  void waitsForNoSurveyWhichWouldShowNothing() {
    scheduling.pass(PERIOD);
    survey();
    asking.standsAlone();
    assertThat(asking.rest()).isEqualTo(PERIOD);
  }

  @Test
  void takesNoSurveyForNewsThatWasMadeBeforeTheLastList() {
    LastMark.Given early =
        new LastMark.Given(Optional.empty(), scheduling.nanoTime(), scheduling.now());
    scheduling.pass(Duration.ofSeconds(1));
    asking.asked();
    assertThat(asking.surveyed(early)).isFalse();
    assertThat(asking.rest()).isEqualTo(PERIOD);
  }

  @Test
  void isAskedAlongOnlyAWhileAfterItWasAsked() {
    assertThat(asking.isDueAlong()).isFalse();
    scheduling.pass(PERIOD.dividedBy(4));
    assertThat(asking.isDueAlong()).isTrue();
    asking.standsAlone();
    assertThat(asking.isDueAlong()).isFalse();
  }

  @Test
  void isAskedByItselfAgainOnceItsMarksAreTooOld() {
    scheduling.pass(Duration.ofHours(11));
    survey();
    assertThat(asking.isAlong()).isTrue();
    scheduling.pass(Duration.ofHours(1));
    survey();
    assertThat(asking.isAlong()).isFalse();
    assertThat(asking.rest()).isEqualTo(PERIOD);
  }
}
