package org.hesokuri.daemon;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hesokuri.config.Edit;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.configure.ConfigurationChange;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.daemon.repository.UsableRepository;
import org.hesokuri.git.JGitBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hesokuri add}: makes a repository of this machine a source. */
@Command(
    name = "add",
    description = {
      "Adds a repository to the configuration.",
      "It becomes a source, which other machines hold, too.",
      "What the file says already stays as it is, comments too."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is in the configuration", "1:it is not, and why is said"},
    mixinStandardHelpOptions = true)
final class AddCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties properties;
  private final Consumer<String> say;

  @Parameters(paramLabel = "PATH", description = "The repository.")
  private Path path = Path.of("");

  @Option(
      names = "--peer",
      paramLabel = "NAME[:PATH]",
      description =
          "Another machine, by the name that ssh knows, and where the repository is there; without"
              + " a path, it is where it is here. As often as needed.")
  private List<String> peers = List.of();

  @Option(
      names = "--live-edit",
      paramLabel = "BRANCH",
      description = "A branch that is to advance by itself. As often as needed.")
  private List<String> liveEdit = List.of();

  AddCommand(Map<String, String> environment, Properties properties, Consumer<String> say) {
    this.environment = environment;
    this.properties = properties;
    this.say = say;
  }

  @Override
  public Integer call() throws CannotStart, CannotDo {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    Configuration configuration = FileReport.configuration(settings);
    Path absolute = path.toAbsolutePath().normalize();
    try (JGitBackend git = Wiring.git(settings)) {
      UsableRepository.require(new RepoPath(absolute.toString()), git);
    }
    requireNoOtherPathTo(absolute, configuration);
    ConfigurationChange change =
        ConfigurationChange.of(settings.configurationFile(), configuration, settings.home());
    Edit edit;
    try {
      edit =
          change
              .edit()
              .add(
                  paths(configuration.self(), portable(absolute, settings.home())),
                  liveEdit.stream()
                      .map(BranchName::new)
                      .collect(ImmutableSortedSet.toImmutableSortedSet(BranchName::compareTo)));
    } catch (IllegalArgumentException e) {
      throw new CannotDo(e.getMessage() + "; nothing was changed", e);
    }
    Edit.Changed changed = requireChanged(edit);
    change.requireTaken(changed);
    change.write(changed, "Add the source " + absolute.getFileName(), environment).forEach(say);
    return ExitCode.STOPPED.number();
  }

  /** Two sources for one repository, of which one goes through a link, would work on it at once. */
  private static void requireNoOtherPathTo(Path repository, Configuration configuration)
      throws CannotDo {
    for (RepoPath each : configuration.sourcesHere().keySet()) {
      Path other = Path.of(each.text());
      try {
        if (!other.equals(repository)
            && Files.exists(other)
            && Files.isSameFile(repository, other)) {
          throw new CannotDo(
              repository
                  + " and the source "
                  + other
                  + " are the same folder, by a link; nothing was changed");
        }
      } catch (IOException e) {
        throw new CannotDo(
            "cannot tell whether " + repository + " is " + other + ": " + e.getMessage(), e);
      }
    }
  }

  private static Edit.Changed requireChanged(Edit edit) throws CannotDo {
    if (edit instanceof Edit.Changed changed) {
      return changed;
    }
    String why = edit.fold(changed -> "", Edit.Unneeded::why, Edit.Refused::why);
    throw new CannotDo(why + "; nothing was changed");
  }

  private ImmutableSortedMap<PeerId, RepoPath> paths(PeerId self, String here) throws CannotDo {
    Map<PeerId, RepoPath> paths = new TreeMap<>(Map.of(self, new RepoPath(here)));
    for (String peer : peers) {
      // An identity holds no colon; a path may.
      String[] parts = peer.split(":", 2);
      PeerId id = new PeerId(parts[0]);
      if (paths.put(id, new RepoPath(parts.length == 2 ? parts[1] : here)) != null) {
        throw new CannotDo(
            id + " is named twice; this machine is " + self + ", and needs no --peer");
      }
    }
    return ImmutableSortedMap.copyOf(paths);
  }

  /** With {@code ~/} where it can be in another home folder on each machine. */
  private static String portable(Path repository, Path home) {
    return repository.startsWith(home) && !repository.equals(home)
        ? "~/" + home.relativize(repository)
        : repository.toString();
  }
}
