package org.hesokuri.git.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * C git in one folder, as a user with a home folder of his own would run it; nothing of the
 * machine's own configuration leaks in.
 */
public final class TestGit {

  private static final long DEADLINE_SECONDS = 120;

  private final Path home;
  private final Path folder;

  private TestGit(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /** What a command printed and how it ended. */
  public record Outcome(int exitCode, String printed) {}

  /** Git in the folder; the home folder is made, with a name and an address in its .gitconfig. */
  public static TestGit in(Path home, Path folder) {
    try {
      Files.createDirectories(home);
      Files.createDirectories(folder);
      Path config = home.resolve(".gitconfig");
      if (!Files.exists(config)) {
        Files.writeString(
            config,
            "[user]\n\tname = Tester\n\temail = tester@example.com\n"
                + "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n"
                + "[maintenance]\n\tauto = false\n[safe]\n\tdirectory = *\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TestGit(home, folder);
  }

  /** Makes a repository with the branch main, not yet born. */
  public static TestGit init(Path home, Path folder) {
    TestGit git = in(home, folder);
    git.run("init", "-q", "-b", "main");
    return git;
  }

  /** The environment in which commands run. */
  public static Map<String, String> environment(Path home) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }

  /** The same user in another folder. */
  public TestGit at(Path other) {
    return new TestGit(home, other);
  }

  public Path folder() {
    return folder;
  }

  public Path home() {
    return home;
  }

  /** Runs a command that must succeed; what it printed, without blanks around it. */
  public String run(String... arguments) {
    Outcome outcome = attempt(arguments);
    if (outcome.exitCode != 0) {
      throw new AssertionError(
          "git "
              + String.join(" ", arguments)
              + " in "
              + folder
              + " ended with "
              + outcome.exitCode
              + ": "
              + outcome.printed);
    }
    return outcome.printed.strip();
  }

  /** Runs a command that must succeed, with what it reads and writes in files. */
  public void runWith(Path input, Path output, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectInput(input.toFile()).redirectOutput(output.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment(home));
    try {
      Process process = builder.start();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("git " + String.join(" ", arguments) + " failed in " + folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while git ran", e);
    }
  }

  /** Runs a command that may fail. */
  public Outcome attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment(home));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("git " + String.join(" ", arguments) + " never ended");
      }
      return new Outcome(process.exitValue(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while git ran", e);
    }
  }

  /** Writes a file, with its folders. */
  public TestGit write(String file, String content) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file, adds and commits it; the hash of the commit. */
  public String commit(String file, String content) {
    write(file, content);
    run("add", "--", file);
    run("commit", "-q", "-m", "Change " + file);
    return hash("HEAD");
  }

  /** The hash of a revision. */
  public String hash(String revision) {
    return run("rev-parse", "--verify", revision);
  }

  /** The hash of a ref, or an empty text if it does not exist. */
  public String hashOrNothing(String ref) {
    Outcome outcome = attempt("rev-parse", "--verify", "--quiet", ref);
    return outcome.exitCode == 0 ? outcome.printed.strip() : "";
  }
}
