package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.hesokuri.core.contract.trace.TwinTrace;
import org.junit.jupiter.api.Test;

/** Traces replayed on two in-memory gits: one seed does the same in each. */
final class SimulatedTraceTest {

  @Test
  void aSeedDoesTheSameInEveryWorldAndMeetsEveryResult() {
    Map<String, Integer> met = new TreeMap<>();
    for (long seed = 1; seed <= 400; seed++) {
      new TwinTrace(seed, 40)
          .run(new SimulatedFixture(), new SimulatedFixture())
          .forEach((result, times) -> met.merge(result, times, Integer::sum));
    }
    for (String verb : new String[] {"moves", "fast-forwards", "deletes", "drops"}) {
      assertThat(met).containsKeys(verb + ": done", verb + ": lost the race", verb + ": GONE");
    }
    for (String verb : new String[] {"moves", "fast-forwards", "deletes"}) {
      assertThat(met).containsKey(verb + ": refused for a moment");
    }
    assertThat(met)
        .containsKeys("moves: refused", "fast-forwards: refused", "connects: NO_REPOSITORY")
        .containsKeys(
            "pushes: accepted", "pushes: refused", "pushes: lost the race", "pushes: unknown");
  }
}
