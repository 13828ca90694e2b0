package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;

/**
 * Somebody who works in a checkout with git and an editor and never throws own work away. Whatever
 * is written holds a token of its own.
 */
final class WorkingUser {

  /** What peers change, too. */
  static final String SHARED = "file";

  private static final int MOST_REPEATS = 100;
  private static final Duration BEFORE_REPEATING = Duration.ofMillis(10);

  private final TestGit git;
  private final String theirs;
  private final Random random;
  private final Set<String> written = new HashSet<>();
  private int commands;
  private int locked;
  private int named;

  /**
   * Sits down at a checkout of main.
   *
   * @param theirs the branch that the user merges
   */
  WorkingUser(TestGit git, String theirs, Random random) {
    this.git = git;
    this.theirs = theirs;
    this.random = random;
    git.write(".git/info/exclude", "*.ign\n");
  }

  /** A file that a peer adds in that round. */
  static String added(int round) {
    return "added-" + round;
  }

  Set<String> written() {
    return written;
  }

  /** How many commands of git were given. */
  int commands() {
    return commands;
  }

  /** How many of them had to be repeated, because the daemon held a lock just then. */
  int locked() {
    return locked;
  }

  /** Does a few things in a row. */
  void work(int round) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      try {
        act(round);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void act(int round) throws IOException {
    switch (random.nextInt(14)) {
      case 0, 1 -> append(SHARED);
      case 2 -> replace(SHARED);
      case 3 -> append("notes-" + round);
      case 4 -> append(added(round));
      case 5 -> append("cache.ign");
      case 6 -> run("add", "-A");
      case 7 -> commit("mine-" + round);
      case 8, 9 -> run("stash", "push", "-q", "-u");
      case 10 -> stashAndPop();
      case 11 -> work("side-" + round + "-" + named++);
      case 12 -> run("status", "--short");
      default -> run("merge", "-q", "--no-edit", theirs);
    }
  }

  private String newToken(String place) {
    return "token-" + git.folder().getFileName() + "-" + place + "-" + named++ + ";";
  }

  /** A token that is going to be written without fail. */
  private String token(String place) {
    String token = newToken(place);
    written.add(token);
    return token;
  }

  private void append(String file) throws IOException {
    Files.writeString(
        git.folder().resolve(file),
        token(file) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Saves as editors do: a new file with all that was there takes the place of the old one. */
  private void replace(String file) throws IOException {
    Path place = git.folder().resolve(file);
    Path draft = git.folder().resolve(".git/draft");
    try {
      Files.writeString(draft, Files.readString(place) + token(file) + "\n");
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException none) {
      // An advance has the file in its hands: an editor would make a new one.
      append(file);
    }
  }

  /** Commits a file that no peer touches, and nothing else. */
  private void commit(String file) throws IOException {
    append(file);
    run("add", file);
    String message = newToken("message");
    if (run("commit", "-q", "-m", message, "--", file)) {
      written.add(message);
    }
  }

  private void stashAndPop() {
    if (run("stash", "push", "-q", "-u")) {
      run("stash", "pop", "-q");
    }
  }

  /** Commits whatever lies there on a branch of its own, and comes back. */
  private void work(String branch) throws IOException {
    append("notes-" + branch);
    run("add", "-A");
    must("checkout", "-q", "-b", branch);
    must("commit", "-q", "--allow-empty", "-m", token(branch));
    must("checkout", "-q", "main");
  }

  /** Puts everything away, so that nothing stands in the way of an advance. */
  void putAway(int round) {
    try {
      Path ignored = git.folder().resolve("cache.ign");
      if (Files.exists(ignored)) {
        Files.move(ignored, git.folder().resolve("kept-" + round + ".ign"));
      }
      if (!git.run("--no-optional-locks", "status", "--porcelain").isEmpty()) {
        work("away-" + round);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Merges what the peer has, if main went another way. */
  void mergeIfDiverged(String tip) {
    if (!isWithin("HEAD", tip) && !isWithin(tip, "HEAD")) {
      must("merge", "-q", "--no-edit", theirs);
    }
  }

  private boolean isWithin(String commit, String other) {
    return git.attempt("merge-base", "--is-ancestor", commit, other).exitCode() == 0;
  }

  private void must(String... command) {
    assertThat(run(command)).as("git " + String.join(" ", command)).isTrue();
  }

  /**
   * Gives a command again as long as somebody holds a lock.
   *
   * @return whether git did it; what stands in its way otherwise is the user's own
   */
  private boolean run(String... command) {
    commands++;
    for (int repeated = 0; ; repeated++) {
      TestGit.Outcome outcome = git.attempt(command);
      if (outcome.exitCode() == 0) {
        return true;
      }
      if (!saysLocked(outcome.printed())) {
        return false;
      }
      locked += repeated == 0 ? 1 : 0;
      assertThat(repeated).as(outcome.printed()).isLessThan(MOST_REPEATS);
      Await.pause(BEFORE_REPEATING);
      if (command[0].equals("merge")) {
        git.attempt("merge", "--abort");
      }
    }
  }

  private static boolean saysLocked(String printed) {
    return printed.contains(".lock") || printed.contains("nable to write");
  }

  /** The tokens that are in no commit of any ref, stash or reflog and in no file. */
  Set<String> lost() {
    Set<String> lost = new HashSet<>(written);
    lost.removeIf(git.run("log", "--all", "--reflog", "-m", "-p", "--format=%B")::contains);
    if (!lost.isEmpty()) {
      for (Path file : LiveFolder.files(git.folder())) {
        lost.removeIf(contentOf(file)::contains);
      }
    }
    return lost;
  }

  private static String contentOf(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
