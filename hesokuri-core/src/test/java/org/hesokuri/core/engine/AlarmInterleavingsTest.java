package org.hesokuri.core.engine;

import static org.hesokuri.core.engine.Interleavings.must;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
final class AlarmInterleavingsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void ringsAfterEachTimeThatItIsSet() {
    Interleavings.explore(
        threads -> {
          boolean[] due = new boolean[2];
          boolean[] rung = new boolean[2];
          Alarm alarm =
              new Alarm(
                  new AnyMoment(threads),
                  () -> {
                    for (int i = 0; i < due.length; i++) {
                      if (due[i]) {
                        rung[i] = true;
                      }
                    }
                  });
          threads.run(
              () -> {
                due[0] = true;
                alarm.set(MINUTE);
              },
              () -> {
                due[1] = true;
                alarm.setUnlessSet(MINUTE);
              });
          must(rung[0] && rung[1], "it rings after each time that it is set");
        });
  }

  @Test
  void leavesNoTimerBehindOnceClosed() {
    Interleavings.explore(
        threads -> {
          AnyMoment scheduling = new AnyMoment(threads);
          Alarm alarm = new Alarm(scheduling, () -> {});
          threads.run(
              () -> {
                alarm.set(MINUTE);
                threads.later(
                    () -> {
                      alarm.close();
                      scheduling.close();
                    });
              },
              () -> alarm.set(MINUTE));
        });
  }
}
