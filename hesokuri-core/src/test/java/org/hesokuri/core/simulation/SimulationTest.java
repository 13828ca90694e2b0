package org.hesokuri.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.EnumMap;
import java.util.Map;
import org.hesokuri.core.simulation.Schedule.Rarity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Runs the production engine through seeded worlds. More of them: {@code -Dschedules=100000}; one
 * of them: {@code -Dseed=17}.
 */
final class SimulationTest {

  /** As many as take a few seconds; the number is fixed, so that every machine runs the same. */
  private static final long SCHEDULES = 250;

  @BeforeAll
  static void keepQuiet() {
    ((Logger) LoggerFactory.getLogger("org.hesokuri")).setLevel(Level.OFF);
  }

  /** Seeds that once found a fault. */
  @ParameterizedTest
  @ValueSource(longs = {1671})
  void keepsItsPromisesWhereItOnceDidNot(long seed) {
    new Schedule(seed).run();
  }

  @Test
  void keepsItsPromisesInEveryWorld() {
    Long only = Long.getLong("seed");
    if (only != null) {
      new Schedule(only).run();
      return;
    }
    long wanted = Long.getLong("schedules", SCHEDULES);
    Map<Rarity, Integer> seen = new EnumMap<>(Rarity.class);
    for (long seed = 1; seed <= wanted; seed++) {
      Schedule schedule = new Schedule(seed);
      schedule.run();
      schedule.rarities().forEach((rarity, times) -> seen.merge(rarity, times, Integer::sum));
    }
    System.getLogger("simulation")
        .log(System.Logger.Level.INFO, "{0} schedules: {1}", wanted, seen);
    assertThat(seen).containsKeys(Rarity.values());
  }
}
