package org.hesokuri.bench;

import com.google.common.collect.ImmutableList;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs all benchmarks or those that are named. */
public final class Main {

  private static final ImmutableList<Scenario> ALL =
      ImmutableList.of(
          new CommitToPeer(),
          new ManyBranches(),
          new OneAmongMany(),
          new ManyKept(),
          new FirstSync(),
          new ManySources(),
          new StartToReady(),
          new BigAdvance(),
          new PlannerAlone(),
          new EngineAlone());

  private Main() {}

  /** Runs the benchmarks whose names are given, or all. */
  public static void main(String[] names) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Set<String> wanted = new TreeSet<>(Arrays.asList(names));
    Set<String> unknown = new TreeSet<>(wanted);
    ALL.forEach(scenario -> unknown.remove(scenario.name()));
    if (!unknown.isEmpty()) {
      out.println("There is no benchmark " + String.join(", ", unknown) + ". There are:");
      ALL.forEach(each -> out.printf("  %-16s %s%n", each.name(), each.about()));
      System.exit(2);
    }
    List<Scenario> chosen =
        ALL.stream().filter(each -> wanted.isEmpty() || wanted.contains(each.name())).toList();
    Report report = new Report(out);
    Path built = builtPackage();
    out.printf(
        "%s, Java %s, %d processors%n",
        built, System.getProperty("java.version"), Runtime.getRuntime().availableProcessors());
    Path installed = Files.createTempDirectory("hesokuri-bench-program-");
    Program program = Program.laidOut(built, installed).withArchive();
    for (Scenario scenario : chosen) {
      out.println();
      out.println(scenario.name() + ": " + scenario.about());
      try (Workplace workplace = new Workplace(program)) {
        scenario.run(workplace, report);
      }
    }
    Workplace.delete(installed);
    Path json = Path.of(System.getProperty("hesokuri.bench.json", "hesokuri-bench.json"));
    Files.writeString(json, report.json());
    out.println();
    out.println("All figures are in " + json.toAbsolutePath());
    System.exit(0);
  }

  private static Path builtPackage() throws URISyntaxException {
    Path here = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path built = here.resolve("../../../packaging/target/tar").normalize();
    if (!Files.exists(built)) {
      throw new IllegalStateException(
          "there is no " + built + "; build it with mvn package -DskipTests");
    }
    return built;
  }
}
