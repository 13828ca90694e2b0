package org.hesokuri.git.worktree;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hesokuri.core.model.Quoted;

/** C git, asked read-only questions about one worktree: nothing it runs may write or ask. */
final class GitProgram {

  private static final long DEADLINE_SECONDS = 120;

  /** Where configuration comes from is the user's business even for us. */
  private static final Set<String> KEPT =
      Set.of("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_GLOBAL");

  /** Whatever the repository configures, no other program is started and no network touched. */
  private static final List<String> HARMLESS =
      List.of(
          "--no-pager",
          "--no-optional-locks",
          "--literal-pathspecs",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "protocol.allow=never");

  private final Map<String, String> environment;

  /** Git in the environment of this process, or of a test. */
  GitProgram(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  Map<String, String> environment() {
    return environment;
  }

  /**
   * Runs one command to its end.
   *
   * @return at most the first {@code limit} bytes of what it printed
   */
  byte[] ask(WorktreeHome home, int limit, List<String> options, String... command) throws Stopped {
    List<String> line = new ArrayList<>();
    line.add(program(home));
    line.addAll(HARMLESS);
    line.addAll(options);
    line.addAll(List.of(command));
    Process process = start(home, line);
    try {
      process.getOutputStream().close();
      CompletableFuture<byte[]> printed = read(process.getInputStream(), limit);
      CompletableFuture<byte[]> complaints = read(process.getErrorStream(), 2000);
      byte[] answer = printed.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (answer.length == limit) {
        return answer;
      }
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw tooSlow(home, command);
      }
      if (process.exitValue() != 0) {
        String why = new String(complaints.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8);
        throw Stopped.refused(
            "`git " + command[0] + "` failed in " + home.files() + ": " + Quoted.plain(why.strip()),
            home.index());
      }
      return answer;
    } catch (TimeoutException e) {
      throw tooSlow(home, command);
    } catch (IOException | ExecutionException e) {
      throw Stopped.refused(
          "`git " + command[0] + "` could not be read in " + home.files() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stopped.lostRace("interrupted while asking git about " + home.files());
    } finally {
      process.destroyForcibly();
    }
  }

  private String program(WorktreeHome home) throws Stopped {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path program = Path.of(folder, "git");
      if (program.isAbsolute() && Files.isExecutable(program)) {
        return program.toString();
      }
    }
    throw missing(home);
  }

  private static Stopped missing(WorktreeHome home) {
    return Stopped.refused(
        "the program git is needed to see whether "
            + home.files()
            + " is clean, but cannot be started; install git and put it on the PATH");
  }

  private Process start(WorktreeHome home, List<String> line) throws Stopped {
    ProcessBuilder builder = new ProcessBuilder(line).directory(home.files().toFile());
    Map<String, String> scrubbed = builder.environment();
    scrubbed.clear();
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith("GIT_") || KEPT.contains(name)) {
            scrubbed.put(name, value);
          }
        });
    scrubbed.put("GIT_DIR", home.gitDir().toString());
    scrubbed.put("GIT_WORK_TREE", home.files().toString());
    scrubbed.put("GIT_OPTIONAL_LOCKS", "0");
    scrubbed.put("GIT_TERMINAL_PROMPT", "0");
    scrubbed.put("GIT_NO_LAZY_FETCH", "1");
    scrubbed.put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw missing(home);
    }
  }

  private static Stopped tooSlow(WorktreeHome home, String[] command) {
    return Stopped.refused(
        "`git "
            + command[0]
            + "` took more than "
            + DEADLINE_SECONDS
            + " seconds in "
            + home.files());
  }

  private static CompletableFuture<byte[]> read(InputStream stream, int limit) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                result.complete(stream.readNBytes(limit));
              } catch (IOException e) {
                result.completeExceptionally(new UncheckedIOException(e));
              }
            },
            "git output");
    reader.setDaemon(true);
    reader.start();
    return result;
  }

  /** The path of a file in the home folder of the user, if there is one. */
  Optional<Path> inHome(String relative) {
    return Optional.ofNullable(environment.get("HOME"))
        .filter(home -> !home.isEmpty())
        .map(home -> Path.of(home, relative));
  }
}
