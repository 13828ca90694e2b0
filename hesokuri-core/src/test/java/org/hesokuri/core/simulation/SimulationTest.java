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

  private static final long SECONDS = 8;

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
    long wanted = Long.getLong("schedules", Long.MAX_VALUE);
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    boolean timed = wanted == Long.MAX_VALUE;
    Map<Rarity, Integer> seen = new EnumMap<>(Rarity.class);
    long runs = 0;
    for (long seed = 1; seed <= wanted && (!timed || System.nanoTime() < end); seed++) {
      Schedule schedule = new Schedule(seed);
      schedule.run();
      schedule.rarities().forEach((rarity, times) -> seen.merge(rarity, times, Integer::sum));
      runs++;
    }
    System.getLogger("simulation").log(System.Logger.Level.INFO, "{0} schedules: {1}", runs, seen);
    assertThat(runs).isGreaterThan(100);
    assertThat(seen).containsKeys(Rarity.values());
  }
}
