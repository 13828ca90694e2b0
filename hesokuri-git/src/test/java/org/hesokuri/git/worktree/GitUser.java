package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.hesokuri.git.testing.TestGit;

/** Somebody who works in a checkout with git and an editor, and never throws own work away. */
final class GitUser {

  private final Scene scene;
  private final TestGit git;
  private final String tip;
  private final int round;
  private final Random random;
  private final Set<String> written = new HashSet<>();
  private int tokens;
  private int commands;
  private int locked;

  GitUser(Scene scene, String tip, int round, Random random) {
    this.scene = scene;
    this.git = scene.mine();
    this.tip = tip;
    this.round = round;
    this.random = random;
  }

  Set<String> written() {
    return written;
  }

  /** How many commands of git were given. */
  int commands() {
    return commands;
  }

  /** How many of them failed because somebody else held a lock. */
  int locked() {
    return locked;
  }

  void work() throws IOException {
    for (int i = random.nextInt(4); i >= 0; i--) {
      act();
    }
  }

  private void act() throws IOException {
    switch (random.nextInt(14)) {
      case 0, 1 -> append(tracked());
      case 2 -> replace(tracked());
      case 3 -> make("notes-" + round + "-" + tokens);
      case 4 -> make(CommittedTree.added(round));
      case 5 -> append(CommittedTree.IGNORED);
      case 6 -> run("add", "-A");
      case 7 -> commit();
      case 8 -> amend();
      case 9 -> stash();
      case 10 -> switchAndBack();
      case 11 -> run("merge", "-q", "--no-edit", tip);
      case 12 -> Files.deleteIfExists(committed(tracked()));
      default -> run("status", "--short");
    }
  }

  private String tracked() {
    return CommittedTree.FILES.get(random.nextInt(CommittedTree.FILES.size()));
  }

  private String newToken() {
    return "token-" + round + "-" + tokens++ + ";";
  }

  private boolean run(String... command) {
    commands++;
    TestGit.Outcome outcome = git.attempt(command);
    if (outcome.exitCode() != 0 && saysLocked(outcome.printed())) {
      locked++;
    }
    return outcome.exitCode() == 0;
  }

  private static boolean saysLocked(String printed) {
    return printed.contains(".lock") || printed.contains("nable to write index");
  }

  /** Adds a line to a file, or makes it. */
  private void append(String file) throws IOException {
    String token = newToken();
    Files.createDirectories(scene.file(file).getParent());
    Files.writeString(
        scene.file(file), token + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    written.add(token);
  }

  /** Saves as editors do: a new file with all that was there takes the place of the old one. */
  private void replace(String file) throws IOException {
    String token = newToken();
    Path place = scene.file(file);
    try {
      Path draft = scene.file(".git/draft");
      Files.writeString(draft, Files.readString(place) + token + "\n");
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      written.add(token);
    } catch (NoSuchFileException none) {
      append(file);
    }
  }

  private void make(String file) throws IOException {
    String token = newToken();
    try {
      Files.writeString(scene.file(file), token + "\n", StandardOpenOption.CREATE_NEW);
      written.add(token);
    } catch (FileAlreadyExistsException thereAlready) {
      append(file);
    }
  }

  /** A file that holds nothing that is not committed, so that deleting it loses nothing. */
  private Path committed(String file) throws IOException {
    boolean clean = git.attempt("diff", "--quiet", "HEAD", "--", file).exitCode() == 0;
    return clean ? scene.file(file) : scene.file(".git/nothing-to-delete");
  }

  private void commit() throws IOException {
    append(tracked());
    String token = newToken();
    run("add", "-A");
    if (run("commit", "-q", "-m", token)) {
      written.add(token);
    }
  }

  private void amend() {
    String token = newToken();
    if (run("commit", "-q", "--amend", "-a", "-m", token)) {
      written.add(token);
    }
  }

  private void stash() {
    if (run("stash", "push", "-q", "-u") && random.nextBoolean()) {
      run("stash", "pop", "-q");
    }
  }

  private void switchAndBack() throws IOException {
    String there = "side-" + round + "-" + tokens;
    boolean gone =
        random.nextBoolean()
            ? run("checkout", "-q", "-b", there)
            : run("checkout", "-q", "--detach");
    if (gone) {
      commit();
      if (random.nextBoolean()) {
        run("checkout", "-q", "main");
      }
    }
  }
}
