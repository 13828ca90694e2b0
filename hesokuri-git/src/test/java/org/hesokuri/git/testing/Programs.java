package org.hesokuri.git.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds and runs the ssh programs that the fixtures need. */
final class Programs {

  private static final long DEADLINE_SECONDS = 60;

  private Programs() {}

  /** The program, from PATH or one of the folders in which only root's PATH looks. */
  static Path find(String name, String debianPackage) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this test needs "
                        + name
                        + "; install it (on Debian: apt-get install "
                        + debianPackage
                        + ")"));
  }

  /** Makes an ed25519 key pair. */
  static void makeKey(Path file, String passphrase) {
    Programs.run(
        List.of(
            find("ssh-keygen", "openssh-client").toString(),
            "-q",
            "-t",
            "ed25519",
            "-N",
            passphrase,
            "-C",
            "hesokuri test",
            "-f",
            file.toString()));
  }

  /** Runs to the end and returns what was printed. */
  static String run(List<String> command) {
    return await(start(new ProcessBuilder(command), Map.of()), command.get(0));
  }

  /** Starts a program with more environment, nothing to read, and one stream for all it says. */
  static Process start(ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().putAll(environment);
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the program's good end and returns what it printed. */
  static String await(Process process, String name) {
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " failed: " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + name, e);
    }
  }

  /** Runs to the end, whatever comes of it. */
  static void runQuietly(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
