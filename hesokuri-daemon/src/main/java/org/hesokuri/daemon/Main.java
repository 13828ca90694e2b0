package org.hesokuri.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.ask.CannotAsk;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.daemon.service.CannotInstall;
import org.slf4j.LoggerFactory;

/** The program. Without arguments it runs the daemon in the foreground. */
public final class Main {

  private Main() {}

  /** Runs the program and ends the process. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Properties properties = System.getProperties();
    System.exit(
        isRun(arguments)
            ? runOrTell(environment, properties)
            : Commands.execute(environment, properties, arguments));
  }

  /**
   * Whether the daemon is wanted, which is told without the library for command lines: no
   * class-data archive takes in its classes, which are in the format of Java 5, and so a tenth of
   * the daemon's start would be theirs.
   */
  private static boolean isRun(String... arguments) {
    return arguments.length == 0 || (arguments.length == 1 && arguments[0].equals("run"));
  }

  private static int runOrTell(Map<String, String> environment, Properties properties) {
    try {
      return run(environment, properties).number();
    } catch (CannotStart | InterruptedException | RuntimeException problem) {
      return tell(problem, System.err::println);
    }
  }

  /** Runs the daemon in the foreground until SIGTERM or SIGINT. */
  static ExitCode run(Map<String, String> environment, Properties properties)
      throws CannotStart, InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, bug) ->
            LoggerFactory.getLogger(Main.class)
                .error("a bug ended the thread {}; please report it", thread.getName(), bug));
    DaemonSettings settings = DaemonSettings.of(environment, properties);
    return Foreground.run(() -> Wiring.start(settings));
  }

  /**
   * Says what ended the program, in a line for who can mend it.
   *
   * @return the exit code
   */
  static int tell(Exception problem, Consumer<String> say) {
    Optional<ExitCode> mendable = codeOf(problem);
    if (mendable.isEmpty()) {
      LoggerFactory.getLogger(Main.class).error("a bug ended Hesokuri; please report it", problem);
      return ExitCode.FAILED.number();
    }
    linesOf(problem).forEach(line -> say.accept("hesokuri: " + Quoted.line(line)));
    return mendable.get().number();
  }

  /** What there is to say of it. */
  static List<String> linesOf(Exception problem) {
    return problem instanceof CannotStart cannot
        ? cannot.lines()
        : List.of(String.valueOf(problem.getMessage()));
  }

  private static Optional<ExitCode> codeOf(Exception problem) {
    if (problem instanceof CannotStart cannot) {
      return Optional.of(cannot.exitCode());
    }
    if (problem instanceof CannotAsk cannot) {
      return Optional.of(cannot.isAboutSomethingUnknown() ? ExitCode.USAGE : ExitCode.SILENT);
    }
    return problem instanceof CannotInstall || problem instanceof CannotDo
        ? Optional.of(ExitCode.FAILED)
        : Optional.empty();
  }

  /** The version that the jar was built as. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not built as a jar)");
  }
}
