package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hesokuri.core.testing.Share;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises of the house, held by the production engine in seeded schedules. {@link Simulate}
 * runs millions of them, or replays one.
 */
final class SimulatorTest {

  /** Enough, all shares taken together, to meet everything that is rare. */
  private static final long SCHEDULES = 24_000;

  static List<Path> found() throws Exception {
    return FoundScripts.all();
  }

  /** Each of these once broke a promise, by a fault of its own. */
  @ParameterizedTest
  @MethodSource("found")
  void keepsEveryPromiseWhereOneWasOnceBroken(Path script) throws IOException {
    assertThat(
            Simulator.replay(FoundScripts.read(script), Tampering.NONE)
                .map(Simulator.Failure::told))
        .isEmpty();
  }

  @Test
  void keepsEveryPromiseInEverySchedule() {
    Simulator.Outcome outcome =
        new Run(
                Share.of("schedules", SCHEDULES).map(number -> Long.getLong("seed", 0) + number),
                report -> {})
            .go();
    System.getLogger(SimulatorTest.class.getName()).log(System.Logger.Level.INFO, outcome.line());
    assertThat(outcome.failures()).extracting(Simulator.Failure::told).isEmpty();
    assertThat(outcome.missing()).as("situations that never happened").isEmpty();
  }

  @Test
  void findsTheSameInTheSameSeed() {
    long[] once = new long[Rare.values().length];
    long[] again = new long[Rare.values().length];
    for (long seed = 0; seed < 50; seed++) {
      assertThat(Simulator.attempt(Script.of(seed), Tampering.NONE, once)).isEmpty();
      assertThat(Simulator.attempt(Script.of(seed), Tampering.NONE, again)).isEmpty();
    }
    assertThat(again).isEqualTo(once);
  }

  @Test
  void keepsAScriptAsText() {
    for (long seed = 0; seed < 50; seed++) {
      Script script = Script.of(seed);
      assertThat(Script.parse("# what it found\n" + script.text())).isEqualTo(script);
    }
    assertThatThrownBy(() -> Script.parse("seed 1\nnonsense"))
        .hasMessage("not a line of a script: nonsense");
  }
}
