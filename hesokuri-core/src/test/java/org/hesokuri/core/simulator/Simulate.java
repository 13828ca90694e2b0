package org.hesokuri.core.simulator;

/**
 * Runs many schedules: {@code -Dschedules=N -Dseed=S}. With {@code -Dreplay=S} runs one seed, and
 * says everything that happened in it if it breaks a promise.
 */
public final class Simulate {

  private Simulate() {}

  /** Exits with 1 if a promise was broken. */
  public static void main(String[] arguments) {
    Long replay = Long.getLong("replay");
    if (replay != null) {
      System.out.println(
          Simulator.replay(replay)
              .map(Simulator.Failure::told)
              .orElse("seed " + replay + " keeps every promise"));
      return;
    }
    Simulator.Outcome outcome =
        Simulator.run(Long.getLong("seed", 0), Long.getLong("schedules", 100_000));
    outcome.failures().forEach(failure -> System.out.println(failure.told()));
    System.out.println(outcome.line());
    if (!outcome.failures().isEmpty()) {
      System.exit(1);
    }
  }
}
