package org.hesokuri.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The daemon as a user starts it, in a process of its own. */
final class Daemon implements AutoCloseable {

  private static final String READY = "configuration in force";
  private static final long TICKS_PER_SECOND = 100;
  private static final long ENDS_WITHIN_SECONDS = 20;

  /** To try what an option of Java does to the figures. */
  private static final String MORE_OPTIONS = System.getProperty("hesokuri.bench.java", "");

  private final Process process;
  private final Path log;
  private final long startedAt;
  private final Thread endWithBenchmark;

  private Daemon(Process process, Path log, long startedAt) {
    this.process = process;
    this.log = log;
    this.startedAt = startedAt;
    this.endWithBenchmark = new Thread(process::destroyForcibly, "stop-daemon");
    Runtime.getRuntime().addShutdownHook(endWithBenchmark);
  }

  static Daemon start(
      Program program, Map<String, String> environment, Path log, String... javaOptions) {
    // The launcher becomes Java: what is measured of this process is measured of the daemon.
    ProcessBuilder builder =
        new ProcessBuilder(program.launcher().toString()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(Program.java());
    builder
        .environment()
        .put("HESOKURI_JAVA_OPTS", MORE_OPTIONS + " " + String.join(" ", javaOptions));
    try {
      Files.deleteIfExists(log);
      Files.createFile(log);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      long now = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      return new Daemon(process, log, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it works by its configuration; nanoseconds from its start. */
  long awaitReady() {
    Await.until("the daemon is ready: " + log, Duration.ofMinutes(2), () -> said().contains(READY));
    return System.nanoTime() - startedAt;
  }

  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long startedAt() {
    return startedAt;
  }

  /** A line of {@code /proc/<pid>/status} that is a number of KiB, in MB. */
  double megabytes(String line) {
    return ProcessMemory.megabytes(process.pid(), line);
  }

  /** It and what it has started. */
  Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  /** How much processor time it has used, in user and kernel. */
  Duration processorTime() {
    String stat = read("stat");
    // The second field is the name in brackets, which may hold blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
  }

  /** How many files it has open whose targets contain the text. */
  long openFiles(String text) {
    try (Stream<Path> all = Files.list(proc("fd"))) {
      return all.filter(fd -> target(fd).contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many inotify watches it has. */
  long watches() {
    try (Stream<Path> all = Files.list(proc("fdinfo"))) {
      return all.flatMap(Daemon::lines).filter(line -> line.startsWith("inotify wd:")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  private String read(String name) {
    try {
      return Files.readString(proc(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException closedMeanwhile) {
      return Stream.empty();
    }
  }

  /** SIGTERM, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(endWithBenchmark);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException jvmIsEnding) {
      // Then the hook has nothing left to stop.
      return;
    }
  }
}
