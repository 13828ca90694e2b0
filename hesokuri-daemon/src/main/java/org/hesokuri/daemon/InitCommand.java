package org.hesokuri.daemon;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.hesokuri.config.ConfigurationText;
import org.hesokuri.config.MachineNames;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.daemon.repository.FirstConfiguration;
import org.hesokuri.daemon.repository.FirstSource;
import org.hesokuri.daemon.repository.RepositorySearch;
import org.hesokuri.git.JGitBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hesokuri init}: writes a first configuration. */
@Command(
    name = "init",
    description = {
      "Writes a first configuration; never replaces one.",
      "It is for this machine and others that hold the same repositories at the same places. On a"
          + " terminal it asks for what is not said."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is written", "1:it is not, and why is said"},
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

  private final Map<String, String> environment;
  private final Properties properties;
  private final Consumer<String> say;

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = "Another machine, by the name that ssh knows; as often as needed.")
  private List<String> peers = List.of();

  @Option(
      names = "--yes",
      description = "Asks nothing: takes all that is found, and no machine but those named.")
  private boolean yes;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description =
          "The repositories; one that is not there yet is created later. Without any, those that"
              + " are found in the folder in which this is run and in the folders below it.")
  private List<Path> paths = List.of();

  InitCommand(Map<String, String> environment, Properties properties, Consumer<String> say) {
    this.environment = environment;
    this.properties = properties;
    this.say = say;
  }

  @Override
  public Integer call() throws CannotStart, CannotDo {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    MachineNames machine = new MachineNames(environment);
    Path file = settings.configurationFile();
    FirstConfiguration.requireNone(file);
    // What is wrong on the command line is told before anything is asked.
    PeerId self = identity(machine.ownName());
    ImmutableList<PeerId> named = identities(peers);
    ImmutableList<FirstSource> sources = sources(settings);
    FirstConfiguration first =
        new FirstConfiguration(
            self, named.isEmpty() ? askForPeers(self) : named, sources, settings.home());
    FileReport report =
        FileReport.of(
            file,
            ConfigurationText.read(first.text().getBytes(StandardCharsets.UTF_8)),
            machine,
            settings.home());
    if (!report.valid()) {
      report.lines().forEach(say);
      throw new CannotDo("no such configuration was written, as it would not be valid");
    }
    first.write(file);
    say.accept("wrote " + file + ":");
    say.accept("");
    report.lines().forEach(say);
    say.accept("");
    next(first, file).forEach(say);
    return ExitCode.STOPPED.number();
  }

  private static ImmutableList<String> next(FirstConfiguration first, Path file) {
    if (first.peers().isEmpty()) {
      return ImmutableList.of(
          "No other machine holds them yet, so nothing is backed up: write the name of one beside "
              + first.self()
              + " in "
              + file
              + ".");
    }
    String names =
        String.join(" and ", first.peers().stream().map(PeerId::name).toArray(String[]::new));
    return ImmutableList.of(
        "Next: put the same file on " + names + ", see what hesokuri doctor says, and start",
        "hesokuri, or have it kept running: hesokuri service install");
  }

  private ImmutableList<FirstSource> sources(DaemonSettings settings) throws CannotStart, CannotDo {
    try (JGitBackend git = Wiring.git(settings)) {
      ImmutableList.Builder<FirstSource> sources = ImmutableList.builder();
      if (!paths.isEmpty()) {
        for (Path path : paths) {
          sources.add(FirstSource.at(path.toAbsolutePath().normalize(), git));
        }
        return sources.build();
      }
      return chosen(found(git));
    }
  }

  private ImmutableList<FirstSource> found(JGitBackend git) throws CannotDo {
    Path here = Path.of("").toAbsolutePath().normalize();
    ImmutableList.Builder<FirstSource> sources = ImmutableList.builder();
    for (Path path : RepositorySearch.from(here)) {
      try {
        sources.add(FirstSource.at(path, git));
      } catch (CannotDo notThisOne) {
        say.accept("left out: " + notThisOne.getMessage());
      }
    }
    ImmutableList<FirstSource> found = sources.build();
    if (found.isEmpty()) {
      throw new CannotDo(
          "there is no repository in "
              + here
              + " nor in the folders below it; name one: hesokuri init PATH");
    }
    return found;
  }

  private ImmutableList<FirstSource> chosen(ImmutableList<FirstSource> found) throws CannotDo {
    say.accept("Repositories found:");
    for (int i = 0; i < found.size(); i++) {
      say.accept("  " + (i + 1) + "  " + found.get(i).path());
    }
    if (yes) {
      return found;
    }
    Console console =
        Terminal.console()
            .orElseThrow(
                () ->
                    new CannotDo(
                        "there is no terminal to ask on which of them are meant; name them, or say"
                            + " --yes for all"));
    while (true) {
      String answer = answer(console, "Which of them, by their numbers [all]? ");
      Optional<ImmutableList<FirstSource>> meant = meant(answer, found);
      if (meant.isPresent()) {
        return meant.get();
      }
      say.accept(Quoted.of(answer) + " names none of these; type numbers, such as: 1 2");
    }
  }

  private static Optional<ImmutableList<FirstSource>> meant(
      String answer, ImmutableList<FirstSource> found) {
    ImmutableSet.Builder<FirstSource> meant = ImmutableSet.builder();
    for (String word : words(answer)) {
      try {
        meant.add(found.get(Integer.parseInt(word) - 1));
      } catch (NumberFormatException | IndexOutOfBoundsException noneOfThese) {
        return Optional.empty();
      }
    }
    ImmutableList<FirstSource> all = meant.build().asList();
    return Optional.of(all.isEmpty() ? found : all);
  }

  private ImmutableList<PeerId> askForPeers(PeerId self) throws CannotDo {
    Optional<Console> console = yes ? Optional.empty() : Terminal.console();
    if (console.isEmpty()) {
      return ImmutableList.of();
    }
    say.accept("This machine is " + self + ".");
    while (true) {
      try {
        return identities(
            words(
                answer(
                    console.get(),
                    "Which others hold them, by the names that ssh knows [none]? ")));
      } catch (CannotStart noName) {
        say.accept(String.valueOf(noName.getMessage()));
      }
    }
  }

  /** What the user types. */
  private static String answer(Console console, String question) throws CannotDo {
    return Optional.ofNullable(console.readLine("%s", question))
        .orElseThrow(() -> new CannotDo("no answer was given, so no configuration was written"));
  }

  private static List<String> words(String answer) {
    List<String> words = new ArrayList<>(List.of(BETWEEN.split(answer.strip())));
    words.removeIf(String::isEmpty);
    return words;
  }

  private static ImmutableList<PeerId> identities(List<String> names) throws CannotStart {
    ImmutableList.Builder<PeerId> identities = ImmutableList.builder();
    for (String name : names) {
      identities.add(identity(name));
    }
    return identities.build();
  }

  private static PeerId identity(String text) throws CannotStart {
    try {
      return new PeerId(text);
    } catch (IllegalArgumentException e) {
      throw CannotStart.badEnvironment(
          Quoted.of(text) + " is no name for a machine: " + e.getMessage(), e);
    }
  }
}
