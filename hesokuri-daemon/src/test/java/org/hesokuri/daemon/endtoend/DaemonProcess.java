package org.hesokuri.daemon.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hesokuri.core.testing.Await;

/** A daemon as a user starts it: {@code java -jar hesokuri.jar}, in a process of its own. */
final class DaemonProcess implements AutoCloseable {

  private static final long CLOCK_TICKS_PER_SECOND = 100;

  private final Process process;
  private final Path log;
  private final Thread endWithTests;

  private DaemonProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.endWithTests = new Thread(process::destroyForcibly, "stop-daemon");
    Runtime.getRuntime().addShutdownHook(endWithTests);
  }

  /**
   * Starts one.
   *
   * @param environment all variables that it sees
   * @param options of the virtual machine
   * @param log where what it says is appended
   * @param arguments of the program
   */
  static DaemonProcess start(
      Map<String, String> environment, List<String> options, Path log, String... arguments) {
    return fed("", environment, options, log, arguments);
  }

  /** As above, with something to read from its standard input. */
  static DaemonProcess fed(
      String input,
      Map<String, String> environment,
      List<String> options,
      Path log,
      String... arguments) {
    return run(command(options, arguments), input, environment, log);
  }

  /** As above, on a terminal, to which the input is typed. */
  static DaemonProcess onTerminal(
      String input,
      Map<String, String> environment,
      List<String> options,
      Path log,
      String... arguments) {
    String line =
        command(options, arguments).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    return run(List.of("script", "-qec", line, "/dev/null"), input, environment, log);
  }

  private static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static DaemonProcess run(
      List<String> command, String input, Map<String, String> environment, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new DaemonProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("hesokuri.jar", "target/hesokuri.jar"));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "there is no " + jar + "; build it with: mvn package -DskipTests");
    }
    return jar.toAbsolutePath();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that it and those before it said. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end by itself; how it ended. */
  int awaitEnd() {
    try {
      if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the daemon did not end; it said: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** SIGTERM, and waits; how it ended. */
  int terminate() {
    process.destroy();
    return awaitEnd();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** How many inotify instances it has, of which Linux gives each user 128. */
  long inotifyInstances() {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
      return files.filter(file -> target(file).equals("anon_inode:inotify")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  /** How much processor time it has used, in user and kernel. */
  Duration processorTime() {
    try {
      String stat =
          Files.readString(Path.of("/proc", Long.toString(pid()), "stat"), StandardCharsets.UTF_8);
      // The second field is the name in brackets, which may hold blanks.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return Duration.ofMillis(ticks * 1_000 / CLOCK_TICKS_PER_SECOND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(endWithTests);
    } catch (IllegalStateException jvmIsEnding) {
      // Then the hook has nothing left to stop.
      return;
    }
  }
}
