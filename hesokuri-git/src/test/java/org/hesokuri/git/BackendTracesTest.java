package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.hesokuri.core.contract.trace.TwinTrace;
import org.hesokuri.core.simulator.SimulatedFixture;
import org.hesokuri.core.testing.Share;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random traces on the in-memory git and on JGit, C git and sshd, side by side.
 *
 * <p>A run executes its {@link Share} of them, and all on which the two once differed. {@code
 * -Dtraces=1000} runs more, {@code -DfirstTrace=17 -Dtraces=1} the one that failed.
 */
@Tag("slow")
final class BackendTracesTest {

  private static final int OPERATIONS = 40;
  private static final int TRACES = 21;

  /** Traces on which the two once differed. */
  private static final List<Long> FOUND = List.of(94L, 1093L, 1242L);

  @TempDir static Path folder;
  private static RealMachines machines;

  @BeforeAll
  static void begin() throws IOException {
    machines = new RealMachines(folder);
  }

  @AfterAll
  static void end() {
    machines.close();
  }

  static LongStream seeds() {
    long first = Long.getLong("firstTrace", 1);
    LongStream some = Share.of("traces", TRACES).map(number -> first + number);
    return first == 1 ? LongStream.concat(FOUND.stream().mapToLong(seed -> seed), some) : some;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theInMemoryGitDoesWhatTheRealOneDoes(long seed) {
    new TwinTrace(seed, OPERATIONS).run(new SimulatedFixture(), machines.newFixture());
  }
}
