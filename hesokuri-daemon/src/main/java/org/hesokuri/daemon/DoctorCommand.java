package org.hesokuri.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.json.JsonText;
import org.hesokuri.daemon.repository.DaemonCheck;
import org.hesokuri.daemon.repository.Doctor;
import org.hesokuri.daemon.repository.Finding;
import org.hesokuri.git.JGitBackend;
import org.hesokuri.git.JGitEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hesokuri doctor}: looks at everything that the daemon would work with. */
@Command(
    name = "doctor",
    description = {
      "Says what is wrong with repositories and peers, and the command that mends it.",
      "It looks at everything that the daemon would work with, and calls every peer as it would."
          + " Changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is well", "1:something is not"},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties properties;
  private final Consumer<String> print;

  @Option(names = "--json", description = "Says it as JSON, for programs.")
  private boolean json;

  DoctorCommand(Map<String, String> environment, Properties properties, Consumer<String> print) {
    this.environment = environment;
    this.properties = properties;
    this.print = print;
  }

  @Override
  public Integer call() throws CannotStart {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    JGitEnvironment.install(environment);
    List<Finding> findings = new ArrayList<>();
    try (JGitBackend git = Wiring.git(settings)) {
      SeenRepositories seen = SeenRepositories.in(settings.stateFolder().resolve("repositories"));
      findings.addAll(
          new Doctor(FileReport.configuration(settings), git, seen, environment).examine());
    }
    findings.addAll(DaemonCheck.in(settings.stateFolder(), findings));
    if (json) {
      print.accept(JsonText.objects(findings.stream().map(Finding::json).toList()));
    } else {
      findings.forEach(this::tell);
    }
    boolean well = findings.stream().allMatch(Finding::healthy);
    return (well ? ExitCode.STOPPED : ExitCode.FAILED).number();
  }

  private void tell(Finding each) {
    String verdict = each.healthy() ? "ok    " : "ILL   ";
    print.accept(
        Terminal.of(environment).shown(verdict, each.healthy()) + Quoted.line(each.text()));
    each.mend().ifPresent(line -> print.accept("      mend it: " + Quoted.line(line)));
  }
}
