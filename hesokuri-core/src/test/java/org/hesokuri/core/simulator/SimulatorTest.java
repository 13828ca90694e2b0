package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promises of the house, held by the production engine in as many seeded schedules as fit into
 * a few seconds. {@code -Dseed=N} replays one; {@link Simulate} runs millions.
 */
final class SimulatorTest {

  /** A fixed number, so that a slow machine tests no less than a fast one. */
  private static final long SCHEDULES = 2_000;

  /** Seeds that once broke a promise, each by a fault of its own. */
  @ParameterizedTest
  @ValueSource(longs = {3, 346, 871, 1263, 2596, 3037, 7151})
  void keepsEveryPromiseWhereOneWasOnceBroken(long seed) {
    assertThat(Simulator.replay(seed).map(Simulator.Failure::told)).isEmpty();
  }

  @Test
  void keepsEveryPromiseInEverySchedule() {
    Long seed = Long.getLong("seed");
    if (seed != null) {
      assertThat(Simulator.replay(seed).map(Simulator.Failure::told)).isEmpty();
      return;
    }
    Simulator.Outcome outcome = Simulator.run(0, Long.getLong("schedules", SCHEDULES));
    System.getLogger(SimulatorTest.class.getName()).log(System.Logger.Level.INFO, outcome.line());
    assertThat(outcome.failures()).extracting(Simulator.Failure::told).isEmpty();
    assertThat(outcome.missing()).as("situations that never happened").isEmpty();
  }

  @Test
  void findsTheSameInTheSameSeed() {
    long[] once = new long[Rare.values().length];
    long[] again = new long[Rare.values().length];
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Simulator.attempt(Script.of(seed), once)).isEmpty();
      assertThat(Simulator.attempt(Script.of(seed), again)).isEmpty();
    }
    assertThat(again).isEqualTo(once);
  }
}
