package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class AlarmTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualScheduling scheduling = new ManualScheduling();
  private int rings;
  private final Alarm alarm = new Alarm(scheduling, () -> rings++);

  @Test
  void ringsOnce() {
    alarm.set(MINUTE);
    scheduling.pass(MINUTE.minusNanos(1));
    assertThat(rings).isZero();
    scheduling.pass(MINUTE.multipliedBy(9));
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void ringsAtTheTimeThatWasSetLast() {
    alarm.set(MINUTE);
    alarm.set(MINUTE.multipliedBy(3));
    scheduling.pass(MINUTE.multipliedBy(2));
    assertThat(rings).isZero();
    scheduling.pass(MINUTE);
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void keepsTheTimeThatWasSetWhereAnyWillDo() {
    alarm.set(MINUTE);
    alarm.setUnlessSet(MINUTE.multipliedBy(3));
    scheduling.pass(MINUTE);
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void ringsAgainAfterItHasRung() {
    alarm.setUnlessSet(MINUTE);
    scheduling.pass(MINUTE);
    alarm.setUnlessSet(MINUTE);
    scheduling.pass(MINUTE);
    assertThat(rings).isEqualTo(2);
  }

  @Test
  void mayBeSetWhileItRings() {
    AtomicReference<Alarm> repeating = new AtomicReference<>(alarm);
    repeating.set(
        new Alarm(
            scheduling,
            () -> {
              rings++;
              repeating.get().setUnlessSet(MINUTE);
            }));
    repeating.get().set(MINUTE);
    scheduling.pass(MINUTE.multipliedBy(5));
    assertThat(rings).isEqualTo(5);
  }

  @Test
  void ringsNoMoreOnceClosed() {
    alarm.set(MINUTE);
    alarm.close();
    alarm.set(MINUTE);
    alarm.setUnlessSet(MINUTE);
    scheduling.pass(MINUTE.multipliedBy(2));
    assertThat(rings).isZero();
  }
}
