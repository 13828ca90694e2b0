package org.hesokuri.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.hesokuri.config.MachineNames;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.ask.CannotAsk;
import org.hesokuri.daemon.ask.Divergences;
import org.hesokuri.daemon.ask.Pushes;
import org.hesokuri.daemon.ask.RecentEvents;
import org.hesokuri.daemon.ask.RunningDaemon;
import org.hesokuri.daemon.ask.StatusReport;
import org.hesokuri.daemon.json.JsonText;
import org.hesokuri.daemon.manual.ManualPage;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.daemon.repository.KeptTips;
import org.hesokuri.daemon.service.ServiceCommand;
import org.hesokuri.git.JGitBackend;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of the program. Without any it runs the daemon in the foreground. */
@Command(
    name = "hesokuri",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = {
      "Keeps your Git repositories backed up and in step on all of your machines.",
      "A source is a repository that several machines hold, a peer another of these machines."
    },
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {CommandLine.HelpCommand.class, AutoComplete.GenerateCompletion.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by SIGTERM or SIGINT; of a command, all is well",
      "1:could not start, for example because the port is taken; of a command, it could not do it,"
          + " or something is not well",
      "2:the command line or the environment is wrong",
      "3:of a command, no daemon runs or it does not answer"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  HESOCFG         the configuration file; without it, ~/.hesocfg",
      "  HESOPORT        the port of the page at http://localhost; without it, 8080",
      "  HESOHOST        this machine's identity; without it, its addresses and names",
      "  HOME            the home folder, with .ssh in it",
      "  XDG_STATE_HOME  where hesokuri/ is, what the daemon remembers; without it,",
      "                  ~/.local/state",
      "  HESONOTIFY_COMMAND, HESONOTIFY_WEBHOOK, HESONOTIFY_AFTER",
      "                  a program or an address that is told of trouble: a branch",
      "                  that is not on every peer for longer than a day,",
      "                  a divergence, a blocked advance, a configuration that is",
      "                  not valid",
      "  HESOBIND, HESONAMES, HESOTLS_CERTIFICATE, HESOTLS_KEY",
      "                  where other machines reach the page, with a password, and",
      "                  how it is encrypted; without HESOBIND, it is for this",
      "                  machine only"
    })
final class Commands implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  private final Map<String, String> environment;
  private final Properties properties;

  private Commands(Map<String, String> environment, Properties properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /**
   * Carries a command line out.
   *
   * @return the exit code
   */
  static int execute(Map<String, String> environment, Properties properties, String... arguments) {
    Complaint complaint = new Complaint();
    int code =
        commandLine(environment, properties)
            .setExecutionExceptionHandler(complaint)
            .setParameterExceptionHandler(complaint)
            .execute(arguments);
    // Otherwise a part would pass for all of it.
    if (System.out.checkError() && code == ExitCode.STOPPED.number()) {
      // Who reads from a pipe and goes away, such as head, has enough and knows it.
      if (Files.isRegularFile(STANDARD_OUTPUT)) {
        System.err.println(
            "hesokuri: not all that it says could be written to the file; is the disk full?");
      }
      return ExitCode.FAILED.number();
    }
    return code;
  }

  /** The program's commands. */
  static CommandLine commandLine(Map<String, String> environment, Properties properties) {
    return CommandOrder.of(
        new CommandLine(new Commands(environment, properties))
            .addSubcommand(new InitCommand(environment, properties, Commands::say))
            .addSubcommand(new DoctorCommand(environment, properties, System.out::println))
            .addSubcommand(new AddCommand(environment, properties, Commands::say))
            .addSubcommand(
                new ConfigCommand(
                    environment,
                    properties,
                    System.out::print,
                    lines -> lines.forEach(line -> System.err.println(Quoted.line(line)))))
            .addSubcommand(new UnwantedCommand(environment, properties, Commands::say))
            .addSubcommand(new ServiceCommand(environment, properties, Commands::say)));
  }

  /** Runs the daemon. */
  @Override
  public Integer call() throws CannotStart, InterruptedException {
    return run();
  }

  /** Runs the daemon in the foreground until SIGTERM or SIGINT. */
  @Command(
      name = "run",
      description = "Runs the daemon in the foreground; the default command.",
      mixinStandardHelpOptions = true)
  int run() throws CannotStart, InterruptedException {
    return Main.run(environment, properties).number();
  }

  /** Says whether a configuration file is valid, and what is wrong with it. */
  @Command(
      name = "check",
      description = {
        "Says what a configuration file means, or all its faults.",
        "It is read as the daemon of this machine would read it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:the file is valid", "1:it is not"},
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              description = "The file; without it, the one that the daemon reads.")
          Optional<Path> file,
      @Option(names = "--json", description = "Says it as JSON, for programs.") boolean json)
      throws CannotStart {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    FileReport report =
        FileReport.on(
            file.orElse(settings.configurationFile()),
            new MachineNames(environment),
            settings.home());
    if (json) {
      tellPrograms(report.json());
    } else {
      judge(report.lines(), report.valid());
    }
    return (report.valid() ? ExitCode.STOPPED : ExitCode.FAILED).number();
  }

  /** Says at a glance whether everything is safe. */
  @Command(
      name = "status",
      description = {
        "Says whether every branch is on every peer.",
        "And what is not, since when and why."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:every branch is on every peer, and nothing waits for you",
        "1:something is not",
        "2:this machine holds no such source",
        "3:no daemon runs or it does not answer"
      },
      mixinStandardHelpOptions = true)
  int status(
      @Parameters(
              arity = "0..1",
              paramLabel = "SOURCE",
              description = "A part of the path of the sources that are meant; without it, all.")
          Optional<String> source,
      @Option(names = "--json", description = "Says it as JSON, for programs.") boolean json)
      throws CannotStart, CannotAsk {
    StatusReport report = StatusReport.from(daemon(), source);
    if (json) {
      tellPrograms(report.json());
    } else {
      judge(report.lines(), report.calm());
    }
    return (report.calm() ? ExitCode.STOPPED : ExitCode.FAILED).number();
  }

  /** Tries peers at once. */
  @Command(
      name = "push",
      description = {"Tries a peer, or all of them, at once.", "Whatever pause it is in."},
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:it is being tried; hesokuri status tells how it went",
        "2:there is no such peer",
        "3:no daemon runs or it does not answer"
      },
      mixinStandardHelpOptions = true)
  void push(
      @Parameters(arity = "0..1", paramLabel = "PEER", description = "Without it, all peers.")
          Optional<String> peer)
      throws CannotStart, CannotAsk {
    say(Pushes.now(daemon(), peer));
  }

  /** Tells what happened. */
  @Command(
      name = "log",
      description = "Tells what happened since the start, the newest last.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:it is told", "3:no daemon runs or it does not answer"},
      mixinStandardHelpOptions = true)
  void log(
      @Option(
              names = "-n",
              paramLabel = "NUMBER",
              defaultValue = "50",
              description = "How many events at most; ${DEFAULT-VALUE} without it.")
          int most,
      @Option(names = "--json", description = "Says each as JSON in a line, for programs.")
          boolean json)
      throws CannotStart, CannotAsk {
    if (most < 1) {
      throw CannotStart.badEnvironment(
          "-n " + most + " is no number of events; say one from 1 on",
          new IllegalArgumentException("too few"));
    }
    if (json) {
      RecentEvents.json(daemon(), most).forEach(each -> tellPrograms(JsonText.ascii(each)));
    } else {
      say(RecentEvents.from(daemon(), most));
    }
  }

  /** Lists divergences. */
  @Command(
      name = "diverged",
      description = {
        "Lists what has gone two ways, and how to settle it.",
        "For each, the commands that show it and settle it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:it is listed", "3:no daemon runs or it does not answer"},
      mixinStandardHelpOptions = true)
  void diverged(
      @Option(names = "--json", description = "Says it as JSON, for programs.") boolean json)
      throws CannotStart, CannotAsk {
    Divergences found = Divergences.from(daemon());
    answer(json, found::json, found::lines);
  }

  /** Lists displaced tips. */
  @Command(
      name = "kept",
      description = {
        "Lists displaced tips that are kept on this machine.",
        "A displaced tip is the commit at which a branch was before it was amended, reset or"
            + " deleted. No daemon is needed."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:they are listed", "1:a repository cannot be read, and why is said"},
      mixinStandardHelpOptions = true)
  void kept(
      @Parameters(
              arity = "0..1",
              paramLabel = "PATH",
              description = "A repository; without it, all that are configured here.")
          Optional<Path> path,
      @Option(names = "--json", description = "Says it as JSON, for programs.") boolean json)
      throws CannotStart, CannotDo {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    try (JGitBackend git = Wiring.git(settings)) {
      List<RepoPath> all =
          path.isPresent()
              ? List.of(absolute(path.get()))
              : FileReport.configuration(settings).sourcesHere().keySet().asList();
      List<KeptTips.Kept> found = new ArrayList<>();
      for (RepoPath each : all) {
        List<KeptTips.Kept> here = KeptTips.in(each, git);
        found.addAll(here);
        if (!json) {
          say(each + ": " + (here.isEmpty() ? "nothing is kept" : "kept are"));
          here.forEach(kept -> say("  " + kept.line()));
        }
      }
      if (json) {
        tellPrograms(JsonText.objects(found.stream().map(KeptTips.Kept::json).toList()));
      }
    }
  }

  /** Makes a branch of a displaced tip. */
  @Command(
      name = "restore",
      description = {
        "Makes a new branch of a displaced tip.",
        "A branch that is there is left alone."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:it is made", "1:it is not, and why is said"},
      mixinStandardHelpOptions = true)
  void restore(
      @Parameters(paramLabel = "PATH", description = "The repository.") Path path,
      @Parameters(paramLabel = "HASH", description = "The tip, as hesokuri kept shows it.")
          String hash,
      @Parameters(paramLabel = "BRANCH", description = "The name of the new branch.") String branch)
      throws CannotStart, CannotDo {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    try (JGitBackend git = Wiring.git(settings)) {
      say(KeptTips.restore(absolute(path), hash, branch, git));
    }
  }

  /** Sets the password of the page. */
  @Command(
      name = "password",
      description = {
        "Sets the password of the page for other machines.",
        "They reach it where HESOBIND opens it to them. Asks for it twice. It counts from the next start"
            + " of the daemon on."
      },
      mixinStandardHelpOptions = true)
  void password(
      @Option(names = "--stdin", description = "It is the first line of the standard input.")
          boolean piped)
      throws CannotStart, CannotDo {
    PagePassword.take(stateFolder(), piped);
    say("the password is set; it counts from the next start of the daemon on");
  }

  private RunningDaemon daemon() throws CannotStart, CannotAsk {
    return RunningDaemon.in(stateFolder());
  }

  private Path stateFolder() throws CannotStart {
    return DaemonSettings.of(environment, properties).stateFolder();
  }

  private static RepoPath absolute(Path path) {
    return new RepoPath(path.toAbsolutePath().normalize().toString());
  }

  private static void answer(
      boolean json, Supplier<String> forPrograms, Supplier<? extends List<String>> forPeople) {
    if (json) {
      tellPrograms(forPrograms.get());
    } else {
      say(forPeople.get());
    }
  }

  /** Says lines of which the first one is the verdict. */
  private void judge(List<String> lines, boolean well) {
    Terminal terminal = Terminal.of(environment);
    System.out.println(terminal.shown(terminal.prose(Quoted.line(lines.get(0)), 0, 2), well));
    lines
        .subList(1, lines.size())
        .forEach(line -> System.out.println(terminal.prose(Quoted.line(line), 0, 4)));
  }

  private static void tellPrograms(String json) {
    System.out.println(json);
  }

  private static void say(List<String> lines) {
    lines.forEach(Commands::say);
  }

  private static void say(String line) {
    System.out.println(Quoted.line(line));
  }

  /** Shows what it does, with nothing to set up. */
  @Command(
      name = "demo",
      description = {
        "Shows three machines in one process, without set-up.",
        "Each has a repository, an ssh server on loopback and a daemon, in a folder that is removed"
            + " at the end."
      },
      mixinStandardHelpOptions = true)
  int demo(
      @Option(names = "--once", description = "Ends by itself, with 0 when all three are in step.")
          boolean once)
      throws CannotStart, InterruptedException {
    return (once ? DemoRun.once(System.out) : DemoRun.untilStopped(System.out)).number();
  }

  /** Prints the manual page, for packages. */
  @Command(
      name = "generate-manual",
      hidden = true,
      description = "Prints the manual page in roff, for packages.")
  void manual() {
    System.out.print(
        ManualPage.of(
            commandLine(environment, properties).getCommandSpec(), "Hesokuri " + Main.version()));
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"hesokuri " + Main.version()};
    }
  }
}
