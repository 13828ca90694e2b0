package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.testing.Share;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who saves files all the time while they are advanced. Before each round the user's edits
 * are taken out of the way, so that advances do begin; every text ever written must still be
 * somewhere. A run executes its {@link Share} of the rounds.
 */
@Tag("slow")
class BusyUserTest {

  private static final List<String> FILES = List.of("a", "b", "c", "d", "e");

  /** Changed by each advance; the others are made by it. */
  private static final int OLD_FILES = 4;

  private static final int ROUNDS = 120;

  /**
   * As in production, where a file is let go of only long after the last who may have opened it.
   */
  private static final Duration LONGER_THAN_THE_TEST = Duration.ofDays(1);

  @TempDir Path folder;
  private final Set<String> written = new HashSet<>();
  private int done;
  private int stopped;

  @Test
  void findsEveryTextAgain() throws Exception {
    Scene scene = Scene.in(folder);
    writeTheirs(scene, FILES.subList(0, OLD_FILES), "old");
    scene.agree();
    String old = scene.mine().hash("HEAD");
    for (long round : Share.of(ROUNDS).toArray()) {
      oneRound(scene, old, Math.toIntExact(round));
    }
    // Who comes first depends on the machine: a small share goes on until each did once.
    for (int round = ROUNDS; (done == 0 || stopped == 0) && round < 2 * ROUNDS; round++) {
      oneRound(scene, old, round);
    }
    System.out.printf("beside a user: %d advances done, %d stopped%n", done, stopped);
    scene.recover();
    assertThat(Tokens.below(scene.mine().folder())).as("in the end").containsAll(written);
    assertThat(scene.leftovers()).isEmpty();
    assertThat(done).as("done; %s stopped", stopped).isPositive();
    assertThat(stopped).as("stopped; %s done", done).isPositive();
  }

  private void oneRound(Scene scene, String old, int round) throws Exception {
    writeTheirs(scene, FILES, "version " + round);
    String tip = scene.commitTheirs();
    scene.offer();
    if (advanceBesideAUser(scene, tip, round) instanceof StepOutcome.Done) {
      done++;
    } else {
      stopped++;
    }
    assertThat(Tokens.below(scene.mine().folder())).as("round %s", round).containsAll(written);
    putAside(scene, round, old);
  }

  private static void writeTheirs(Scene scene, List<String> files, String content) {
    files.forEach(file -> scene.theirs().write(file, content + "\n"));
  }

  /** The user begins at a random moment of the advance and ends with it. */
  private StepOutcome advanceBesideAUser(Scene scene, String to, int round) throws Exception {
    Random random = Share.random(0, round);
    int start = random.nextInt(30);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> begin = new CompletableFuture<>();
    CompletableFuture<Set<String>> user = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                begin.get();
                user.complete(saveUntil(over, scene, random, round));
              } catch (Exception e) {
                user.completeExceptionally(e);
              }
            },
            "user");
    thread.start();
    int[] moments = {0};
    StepOutcome outcome;
    try (Repository repository = scene.open()) {
      outcome =
          scene
              .fastForward(
                  (moment, path) -> {
                    if (moments[0]++ == start) {
                      begin.complete(null);
                    }
                  },
                  LONGER_THAN_THE_TEST)
              .advance(repository, scene.step(to));
    } finally {
      over.set(true);
      begin.complete(null);
    }
    written.addAll(user.get(60, TimeUnit.SECONDS));
    return outcome;
  }

  private Set<String> saveUntil(AtomicBoolean over, Scene scene, Random random, int round)
      throws IOException {
    Set<String> saved = new HashSet<>();
    for (int i = 0; i < 40 && !(over.get() && i > 0); i++) {
      String token = "token-" + round + "-" + i + ";";
      Path file = scene.file(FILES.get(random.nextInt(FILES.size())));
      if (save(file, token, random.nextInt(3))) {
        saved.add(token);
      }
    }
    return saved;
  }

  /** Adds to the file, or saves it by rename as an editor does, or makes it where there is none. */
  private boolean save(Path file, String token, int way) throws IOException {
    try {
      switch (way) {
        case 0 -> Files.writeString(file, token + "\n", StandardOpenOption.APPEND);
        case 1 -> {
          Path draft = Files.writeString(folder.resolve("draft"), Files.readString(file) + token);
          // What this user takes away stays below the repository at every moment, also if the new
          // name is taken before it is given: only the advance can lose a text then.
          Path kept = folder.resolve("mine/.git/replaced-" + token.replace(";", ""));
          Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
          Files.createLink(file, draft);
          Files.delete(draft);
        }
        default ->
            Files.writeString(
                file, token + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      return true;
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      return false;
    }
  }

  /** The user commits nothing, but stashes what there is, and the next round begins as this did. */
  private static void putAside(Scene scene, int round, String old) throws IOException {
    Path kept = Files.createDirectories(scene.file(".git/kept-by-user/" + round));
    for (String file : FILES) {
      if (Files.exists(scene.file(file))) {
        Files.copy(scene.file(file), kept.resolve(file));
      }
    }
    scene.mine().run("reset", "-q", "--hard", old);
    scene.mine().run("clean", "-q", "-f", "-d");
  }
}
