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
      "Says what is wrong, and the command that mends it.",
      "It looks at all repositories and whatever else the daemon would work with, and calls every"
          + " peer as it would. Changes nothing."
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
      tell(findings);
    }
    boolean well = findings.stream().allMatch(Finding::healthy);
    return (well ? ExitCode.STOPPED : ExitCode.FAILED).number();
  }

  /** What is wrong last, where it is still to be seen below a hundred lines of what is well. */
  private void tell(List<Finding> findings) {
    List<Finding> ill = findings.stream().filter(each -> !each.healthy()).toList();
    findings.stream().filter(Finding::healthy).forEach(this::tell);
    ill.forEach(this::tell);
    if (!ill.isEmpty()) {
      print.accept((ill.size() == 1 ? "1 thing is" : ill.size() + " things are") + " not well.");
    }
  }

  private void tell(Finding each) {
    String verdict = each.healthy() ? "ok    " : "ILL   ";
    Terminal terminal = Terminal.of(environment);
    print.accept(
        terminal.shown(verdict, each.healthy())
            + terminal.prose(Quoted.line(each.text()), verdict.length(), verdict.length()));
    each.mend().ifPresent(line -> print.accept("      mend it: " + Quoted.line(line)));
  }
}
