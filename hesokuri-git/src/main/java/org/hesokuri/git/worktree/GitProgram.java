package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.program.CGit;

/** C git, asked read-only questions about one worktree. */
final class GitProgram {

  private static final long DEADLINE_SECONDS = 120;

  private final CGit git;

  /** Git in the environment of this process, or of a test. */
  GitProgram(Map<String, String> environment) {
    this.git = new CGit(environment);
  }

  Map<String, String> environment() {
    return git.environment();
  }

  /**
   * Starts one command, whose answer is asked for later.
   *
   * @param limit how many bytes of what it prints are of interest
   */
  Answer begin(WorktreeHome home, int limit, List<String> options, String... command)
      throws Stopped {
    List<String> line = new ArrayList<>(options);
    line.addAll(List.of(command));
    return new Answer(home, limit, command[0], start(home, line));
  }

  /** What a command prints while others work. */
  static final class Answer implements AutoCloseable {
    private final WorktreeHome home;
    private final int limit;
    private final String command;
    private final Process process;
    private final CompletableFuture<byte[]> printed;
    private final CompletableFuture<byte[]> complaints;

    private Answer(WorktreeHome home, int limit, String command, Process process) {
      this.home = home;
      this.limit = limit;
      this.command = command;
      this.process = process;
      this.printed = CGit.read(process.getInputStream(), limit);
      this.complaints = CGit.read(process.getErrorStream(), 2000);
    }

    /** Waits for it: at most the first {@code limit} bytes. */
    byte[] bytes() throws Stopped {
      try {
        process.getOutputStream().close();
        byte[] answer = printed.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (answer.length == limit) {
          return answer;
        }
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
          throw tooSlow();
        }
        if (process.exitValue() != 0) {
          String why = new String(complaints.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8);
          throw Stopped.refused(
              "`git " + command + "` failed in " + home.files() + ": " + Quoted.plain(why.strip()),
              home.index());
        }
        return answer;
      } catch (TimeoutException e) {
        throw tooSlow();
      } catch (IOException | ExecutionException e) {
        throw Stopped.refused(
            "`git " + command + "` could not be read in " + home.files() + ": " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Stopped.lostRace("interrupted while asking git about " + home.files());
      }
    }

    private Stopped tooSlow() {
      return Stopped.refused(
          "`git "
              + command
              + "` took more than "
              + DEADLINE_SECONDS
              + " seconds in "
              + home.files());
    }

    /** Ends the command, if it has not ended. */
    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static Stopped missing(WorktreeHome home) {
    return Stopped.refused(
        "the program git is needed to see whether "
            + home.files()
            + " is clean, but cannot be started; install git and put it on the PATH");
  }

  private Process start(WorktreeHome home, List<String> line) throws Stopped {
    ProcessBuilder builder =
        git.command(home.gitDir(), line)
            .orElseThrow(() -> missing(home))
            .directory(home.files().toFile());
    builder.environment().put("GIT_WORK_TREE", home.files().toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw missing(home);
    }
  }

  /** The path of a file in the home folder of the user, if there is one. */
  Optional<Path> inHome(String relative) {
    return Optional.ofNullable(environment().get("HOME"))
        .filter(home -> !home.isEmpty())
        .map(home -> Path.of(home, relative));
  }
}
