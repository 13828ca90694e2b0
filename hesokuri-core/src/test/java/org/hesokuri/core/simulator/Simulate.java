package org.hesokuri.core.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Runs many schedules: {@code -Dschedules=N -Dseed=S}. With {@code -Dreplay=S} runs the schedule of
 * one seed, with {@code -Dscript=FILE} that of a file, and says everything that happens in it if it
 * breaks a promise.
 */
public final class Simulate {

  private static final long MANY = 100_000;

  private Simulate() {}

  /** Exits with 1 if a promise was broken, or if a long run never met something that is rare. */
  public static void main(String[] arguments) throws IOException {
    Long seed = Long.getLong("replay");
    String file = System.getProperty("script");
    if (seed != null || file != null) {
      Script script = file == null ? Script.of(seed) : FoundScripts.read(Path.of(file));
      Optional<Simulator.Failure> failure = Simulator.replay(script, Tampering.NONE);
      System.out.println(
          failure.map(Simulator.Failure::told).orElse("every promise is kept in " + script));
      exitIf(failure.isPresent());
      return;
    }
    Simulator.Outcome outcome =
        new Run(
                LongStream.range(0, Long.getLong("schedules", MANY))
                    .map(number -> Long.getLong("seed", 0) + number),
                System.out::println)
            .go();
    System.out.println(outcome.line());
    outcome.missing().forEach(rare -> System.out.println("It never happened that " + rare.words()));
    exitIf(!outcome.failures().isEmpty() || !outcome.missing().isEmpty());
  }

  private static void exitIf(boolean broken) {
    if (broken) {
      System.exit(1);
    }
  }
}
