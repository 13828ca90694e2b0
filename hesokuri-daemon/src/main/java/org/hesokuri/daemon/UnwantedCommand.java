package org.hesokuri.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hesokuri.config.Edit;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.daemon.configure.ConfigurationChange;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.daemon.repository.UnwantedTips;
import org.hesokuri.git.JGitBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hesokuri unwanted}: has this machine delete a branch as it stands, with its copies. */
@Command(
    name = "unwanted",
    description = {
      "Has this machine delete a branch, with its copies.",
      "It writes their present commits into the configuration as unwanted, so that the daemon"
          + " deletes these branches while they are at these commits. Says first what will be"
          + " deleted, and asks."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is in the configuration", "1:it is not, and why is said"},
    mixinStandardHelpOptions = true)
final class UnwantedCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties properties;
  private final Consumer<String> say;

  @Parameters(paramLabel = "BRANCH", description = "The branch, not one of its copies.")
  private String branch = "";

  @Option(
      names = "--repository",
      paramLabel = "PATH",
      description = "The repository, or a folder in it; without it, where this is run.")
  private Path repository = Path.of("");

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  UnwantedCommand(Map<String, String> environment, Properties properties, Consumer<String> say) {
    this.environment = environment;
    this.properties = properties;
    this.say = say;
  }

  @Override
  public Integer call() throws CannotStart, CannotDo {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    Configuration configuration = FileReport.configuration(settings);
    BranchName name = name();
    Map.Entry<RepoPath, Source> here = sourceAround(configuration);
    Source source = here.getValue();
    UnwantedTips tips;
    try (JGitBackend git = Wiring.git(settings)) {
      tips = UnwantedTips.of(name, here.getKey(), source, git);
    }
    ConfigurationChange change =
        ConfigurationChange.of(settings.configurationFile(), configuration, settings.home());
    Edit edit =
        change.edit().unwanted(configuration.sources().indexOf(source), name, tips.commits());
    return edit.<Ending>fold(
            changed -> () -> carryOut(change, changed, name, tips.lines()),
            unneeded ->
                () -> {
                  say.accept(unneeded.why() + "; nothing was changed");
                  return ExitCode.STOPPED;
                },
            refused ->
                () -> {
                  throw new CannotDo(refused.why() + "; nothing was changed");
                })
        .reach()
        .number();
  }

  private interface Ending {
    ExitCode reach() throws CannotDo;
  }

  private ExitCode carryOut(
      ConfigurationChange change, Edit.Changed changed, BranchName name, List<String> lost)
      throws CannotDo {
    change.requireTaken(changed);
    lost.forEach(say);
    if (!yes && !Consent.to("Delete them?")) {
      say.accept("nothing was changed");
      return ExitCode.FAILED;
    }
    change.write(changed, "Make " + name + " unwanted as it stands", environment).forEach(say);
    return ExitCode.STOPPED;
  }

  private BranchName name() throws CannotDo {
    try {
      return new BranchName(branch);
    } catch (IllegalArgumentException e) {
      throw new CannotDo(String.valueOf(e.getMessage()), e);
    }
  }

  /** The source of this machine in whose folder the repository is. */
  private Map.Entry<RepoPath, Source> sourceAround(Configuration configuration) throws CannotDo {
    Path asked = real(repository.toAbsolutePath()).orElse(repository.toAbsolutePath().normalize());
    for (Map.Entry<RepoPath, Source> each : configuration.sourcesHere().entrySet()) {
      if (real(Path.of(each.getKey().text())).filter(asked::startsWith).isPresent()) {
        return each;
      }
    }
    throw new CannotDo(
        Quoted.of(asked.toString())
            + " is in no source of this machine; run this in a repository that hesokuri check"
            + " lists, or name one with --repository");
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }
}
