package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process until it works by its configuration. */
final class StartToReady implements Scenario {

  private static final int ROUNDS = 20;
  private static final double BYTES_PER_MB = 1_000_000;

  @Override
  public String name() {
    return "start-to-ready";
  }

  @Override
  public String about() {
    return "start with 1 source, with and without a class-data archive; size of the jar";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    Program bare =
        Program.laidOut(workplace.program().folder(), workplace.folder().resolve("bare"));
    Samples plain = starts(workplace.machine("bare-ant", bare));
    Samples archived = starts(workplace.machine("ant"));
    report.add(
        Figure.alone(name(), "start to ready, with a class-data archive", "ms", archived)
            .toReach(600));
    report.add(Figure.alone(name(), "start to ready, without", "ms", plain));
    report.add(
        Figure.alone(
            name(),
            "size of the jar",
            "MB",
            Samples.one(Files.size(workplace.program().jar()) / BYTES_PER_MB)));
  }

  private static Samples starts(Machine machine) throws IOException {
    machine.init("s").commit("file", "0\n");
    machine.configure(Machine.configuration(List.of(machine), List.of("s"), ""));
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      took.add(machine.launch().awaitReady());
      machine.stop();
    }
    return Samples.millis(took);
  }
}
