package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;

/** One checkout that is advanced again and again while its user works in it. */
final class BusyCheckout {

  private static final int MOST_ATTEMPTS = 10;
  private static final int MOMENTS = 30;

  private final Scene scene;
  private final Random random;
  private final Set<String> written = new HashSet<>();
  private int done;
  private int refused;
  private int lostRaces;
  private int commands;
  private int locked;

  BusyCheckout(Path folder, Random random) {
    this.scene = Scene.in(folder);
    this.random = random;
    scene.mine().commit(".gitignore", "*.ign\n");
  }

  /** Advances that often, each beside a user; those that are refused come in addition. */
  void advance(int times) throws Exception {
    int rounds = 0;
    while (done < times) {
      assertThat(rounds++).as("attempts; %s", told()).isLessThan(times * MOST_ATTEMPTS);
      round(rounds);
    }
  }

  private void round(int round) throws Exception {
    String tip = CommittedTree.next(scene, round, random);
    StepOutcome outcome = advanceBesideAUser(tip, round);
    if (outcome instanceof StepOutcome.Done) {
      done++;
    } else if (outcome instanceof StepOutcome.Refused) {
      refused++;
    } else {
      lostRaces++;
    }
    putAway(round);
  }

  /** The user begins at a random moment of the advance, which is slow just there. */
  private StepOutcome advanceBesideAUser(String tip, int round)
      throws IOException, GitFailure, Exception {
    int start = random.nextInt(MOMENTS);
    int pause = random.nextInt(15);
    CompletableFuture<Void> begin = new CompletableFuture<>();
    CompletableFuture<GitUser> ended = new CompletableFuture<>();
    GitUser user = new GitUser(scene, tip, round, new Random(random.nextLong()));
    Thread thread =
        new Thread(
            () -> {
              try {
                begin.get();
                user.work();
                ended.complete(user);
              } catch (Exception | AssertionError e) {
                ended.completeExceptionally(e);
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
                      pause(pause);
                    }
                  },
                  Duration.ofMinutes(1))
              .advance(repository, scene.step(tip));
    } finally {
      begin.complete(null);
    }
    take(ended.get(120, TimeUnit.SECONDS));
    return outcome;
  }

  private static void pause(int millis) {
    Await.pause(Duration.ofMillis(millis));
  }

  private void take(GitUser user) {
    written.addAll(user.written());
    commands += user.commands();
    locked += user.locked();
  }

  /** The user commits whatever lies there, wherever HEAD is, and comes back to main. */
  private void putAway(int round) throws IOException {
    assertThat(scene.leftovers()).as("locks and journals after round %s", round).isEmpty();
    TestGit mine = scene.mine();
    mine.run("add", "-A", "-f");
    mine.run("commit", "-q", "--allow-empty", "-m", "Put away " + round);
    mine.run("branch", "away-" + round);
    mine.run("checkout", "-q", "main");
  }

  int refused() {
    return refused;
  }

  String told() {
    return done
        + " advances done beside a user, "
        + refused
        + " refused, "
        + lostRaces
        + " races lost; "
        + written.size()
        + " texts written; "
        + locked
        + " of "
        + commands
        + " git commands met a lock";
  }

  /** What is neither in a file that was rescued nor in anything that a ref or reflog leads to. */
  Set<String> lostTokens() throws IOException {
    Set<String> lost = new HashSet<>(written);
    lost.removeAll(Tokens.reachableIn(scene.mine()));
    lost.removeAll(Tokens.below(scene.mine().folder()));
    return lost;
  }

  void assertSound() {
    assertThat(scene.mine().run("fsck", "--strict", "--no-dangling")).isEmpty();
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
  }
}
