package org.hesokuri.daemon;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hesokuri.config.ConfigurationFile;
import org.hesokuri.config.Identification;
import org.hesokuri.config.MachineNames;
import org.hesokuri.config.Problem;
import org.hesokuri.config.Reading;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;

/**
 * Gives the engine each reading of the file: as a configuration of this machine, or as what is
 * wrong with it.
 *
 * <p>A file that does not name this machine is looked at again and again: a machine that starts
 * before its network gets its addresses later.
 */
final class ConfigurationIntake implements Consumer<Reading>, AutoCloseable {

  private static final Duration NEXT_LOOK = Duration.ofSeconds(10);

  private final Hesokuri engine;
  private final MachineNames machine;
  private final Path home;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hesokuri-identity");
            thread.setDaemon(true);
            return thread;
          });

  /** The reading that does not name this machine, if the last one was of that kind. */
  private Optional<Reading.Valid> waiting = Optional.empty();

  ConfigurationIntake(Hesokuri engine, MachineNames machine, Path home) {
    this.engine = engine;
    this.machine = machine;
    this.home = home;
  }

  @Override
  public synchronized void accept(Reading reading) {
    waiting = Optional.empty();
    Runnable consequence =
        reading.fold(
            valid -> () -> identify(valid),
            invalid -> () -> engine.rejectConfiguration(sentences(invalid.problems())));
    consequence.run();
  }

  private void identify(Reading.Valid reading) {
    Identification found = machine.among(reading.file().identities());
    Runnable consequence =
        found.fold(
            known -> () -> apply(known.self(), reading.file(), reading.warnings()),
            unknown -> () -> askAgain(reading, unknown.message()));
    consequence.run();
  }

  private void apply(PeerId self, ConfigurationFile file, List<Problem> warnings) {
    Runnable consequence =
        file.forPeer(self, home)
            .fold(
                resolved -> () -> takeOver(resolved.configuration(), warnings),
                conflicting -> () -> engine.rejectConfiguration(sentences(conflicting.problems())));
    consequence.run();
  }

  private void takeOver(Configuration configuration, List<Problem> warnings) {
    engine.reconfigure(configuration, sentences(warnings));
  }

  private void askAgain(Reading.Valid reading, String message) {
    engine.rejectConfiguration(ImmutableList.of(message));
    waiting = Optional.of(reading);
    if (!clock.isShutdown()) {
      clock.schedule(() -> retry(reading), NEXT_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void retry(Reading.Valid reading) {
    if (waiting.filter(reading::equals).isPresent()) {
      accept(reading);
    }
  }

  private static ImmutableList<String> sentences(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(ImmutableList.toImmutableList());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
