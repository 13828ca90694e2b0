package org.hesokuri.daemon;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.hesokuri.config.MachineNames;
import org.hesokuri.core.model.Quoted;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program. Without arguments it runs the daemon in the foreground. */
@Command(
    name = "hesokuri",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Keeps your Git repositories backed up and in step on all of your machines.",
    synopsisSubcommandLabel = "[COMMAND]",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by SIGTERM or SIGINT",
      "1:could not start, for example because the port is taken",
      "2:the command line or the environment is wrong"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  HESOCFG         the configuration file; without it, ~/.hesocfg",
      "  HESOPORT        the port of the page at http://localhost; without it, 8080",
      "  HESOHOST        this machine's identity; without it, its addresses and names",
      "  HOME            the home folder, with .ssh in it",
      "  XDG_STATE_HOME  where hesokuri/ is, what the daemon remembers; without it,",
      "                  ~/.local/state"
    })
public final class Main implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties properties;

  private Main(Map<String, String> environment, Properties properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /** Runs the program and ends the process. */
  public static void main(String[] arguments) {
    CommandLine commandLine =
        new CommandLine(new Main(System.getenv(), System.getProperties()))
            .setExecutionExceptionHandler((problem, command, parsed) -> tell(problem, command));
    System.exit(commandLine.execute(arguments));
  }

  private static int tell(Exception problem, CommandLine command) {
    if (problem instanceof CannotStart cannot) {
      command.getErr().println("hesokuri: " + Quoted.line(String.valueOf(cannot.getMessage())));
      return cannot.exitCode().number();
    }
    LoggerFactory.getLogger(Main.class).error("a bug ended Hesokuri; please report it", problem);
    return ExitCode.FAILED.number();
  }

  /** Runs the daemon. */
  @Override
  public Integer call() throws CannotStart, InterruptedException {
    return run();
  }

  /** Runs the daemon in the foreground until SIGTERM or SIGINT. */
  @Command(name = "run", description = "Runs the daemon in the foreground, as no command does.")
  int run() throws CannotStart, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, bug) ->
            LoggerFactory.getLogger(Main.class)
                .error("a bug ended the thread {}; please report it", thread.getName(), bug));
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    return Foreground.run(() -> Wiring.start(settings)).number();
  }

  /** Says whether a configuration file is valid, and what is wrong with it. */
  @Command(
      name = "check",
      description = {
        "Reads a configuration file as the daemon of this machine would, and says what it means",
        "or everything that is wrong with it."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:the file is valid", "1:it is not"},
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              description = "The file; without it, the one that the daemon reads.")
          Optional<Path> file)
      throws CannotStart {
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    FileReport report =
        FileReport.on(
            file.orElse(settings.configurationFile()),
            new MachineNames(environment),
            settings.home());
    report.lines().forEach(line -> System.out.println(Quoted.line(line)));
    return (report.valid() ? ExitCode.STOPPED : ExitCode.FAILED).number();
  }

  /** Shows what it does, with nothing to set up. */
  @Command(
      name = "demo",
      description = {
        "Shows three machines in one process, with nothing to set up: each has a repository,",
        "an ssh server on loopback and a daemon, in a folder that is removed at the end."
      },
      mixinStandardHelpOptions = true)
  int demo(
      @Option(names = "--once", description = "Ends by itself, with 0 when all three are in step.")
          boolean once)
      throws CannotStart, InterruptedException {
    return (once ? DemoRun.once(System.out) : DemoRun.untilStopped(System.out)).number();
  }

  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {

    static String ofThisJar() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
          .orElse("(not built as a jar)");
    }

    @Override
    public String[] getVersion() {
      return new String[] {"hesokuri " + ofThisJar()};
    }
  }
}
