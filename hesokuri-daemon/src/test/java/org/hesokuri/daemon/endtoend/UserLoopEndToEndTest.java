package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user at work never notices the daemon. */
final class UserLoopEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final int COMMITS = 100;

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA).impatient().liveEdit("followed", "beside", "same");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    network.startAll();
  }

  @Test
  void aHundredCommitsInARowNeverFailAndAllArrive() {
    List<String> failures = commitInALoop(alpha.git("followed"), "file");

    assertThat(failures).isEmpty();
    assertThat(alpha.git("followed").run("rev-list", "--count", "HEAD"))
        .isEqualTo(Integer.toString(COMMITS + 1));
    beta.awaitTip("followed", "main", alpha.tip("followed", "main"));
    beta.assertClean("followed");
    beta.assertSound("followed");
  }

  @Test
  void aHundredCommitsNeverFailWhileOtherBranchesAdvance() throws InterruptedException {
    TestGit mine = alpha.git("beside");
    mine.run("switch", "-q", "-c", "mine");
    AtomicBoolean done = new AtomicBoolean();
    List<String> theirFailures = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              for (int round = 1; !done.get(); round++) {
                theirFailures.addAll(addAndCommit(beta.git("beside"), "theirs", round));
              }
            });
    other.start();
    List<String> failures;
    try {
      failures = commitInALoop(mine, "file");
    } finally {
      done.set(true);
      other.join();
    }

    assertThat(failures).isEmpty();
    assertThat(theirFailures).isEmpty();
    alpha.awaitTip("beside", "main", beta.tip("beside", "main"));
    beta.awaitTip("beside", "mine", alpha.tip("beside", "mine"));
    alpha.assertSound("beside");
    beta.assertSound("beside");
  }

  /**
   * The hardest case: each commit may meet an advance of the very checkout that it is made in. The
   * advance holds git's own index.lock for a moment, as {@code git merge} would; whoever meets it
   * is told so by git and repeats the command. Nothing is lost.
   */
  @Test
  void workInTheCheckoutThatAdvancesIsNeverLost() {
    Random random = new Random(7);
    TestGit mine = beta.git("same");
    int advancedFirst = 0;
    int repeated = 0;
    Duration lately = Duration.ZERO;
    for (int round = 1; round <= 30; round++) {
      alpha.assertClean("same");
      long mark = beta.mark();
      long begun = System.nanoTime();
      String theirs = alpha.git("same").commit("file", "theirs " + round + "\n");
      if (round % 6 == 1) {
        // However slow the machine is: so long an advance takes now, and this work is after it.
        beta.awaitTip("same", "main", theirs);
        lately = Duration.ofNanos(System.nanoTime() - begun);
      } else {
        Await.pause(lately.multipliedBy(random.nextInt(120)).dividedBy(100));
      }
      mine.write("mine", "round " + round + "\n");
      repeated += runOrRepeat(mine, "add", "mine");
      repeated += runOrRepeat(mine, "commit", "-q", "-m", "Round " + round);
      if (contains(mine, theirs)) {
        advancedFirst++;
      } else {
        // Told by a look after every attempt: from now on the daemon leaves main to the user.
        beta.awaitLog(mark, "/same: main and " + alpha.copy("main") + " have diverged");
        mine.run("merge", "-q", "--no-edit", alpha.copy("main"));
      }
      alpha.awaitTip("same", "main", mine.hash("HEAD"));
    }
    for (int round = 1; round <= 30; round++) {
      assertThat(mine.run("log", "--format=%s")).contains("Round " + round);
    }
    beta.assertClean("same");
    beta.assertSound("same");
    assertThat(advancedFirst).isPositive();
    System.out.println(
        "commits after an advance " + advancedFirst + " of 30, commands repeated " + repeated);
  }

  private static boolean contains(TestGit git, String commit) {
    return git.attempt("merge-base", "--is-ancestor", commit, "HEAD").exitCode() == 0;
  }

  /** Runs a command as a patient user; how often it had to be repeated. */
  private static int runOrRepeat(TestGit git, String... command) {
    AtomicInteger repeated = new AtomicInteger(-1);
    Await.until(
        () -> String.join(" ", command) + " passes, after " + repeated + " repeats",
        Duration.ofMillis(50),
        () -> {
          TestGit.Outcome outcome = git.attempt(command);
          repeated.incrementAndGet();
          if (outcome.exitCode() != 0) {
            assertThat(outcome.printed()).contains("index.lock").contains("File exists");
          }
          return outcome.exitCode() == 0;
        });
    return repeated.get();
  }

  private static List<String> commitInALoop(TestGit git, String file) {
    List<String> failures = new ArrayList<>();
    for (int round = 1; round <= COMMITS; round++) {
      failures.addAll(addAndCommit(git, file, round));
    }
    return failures;
  }

  private static List<String> addAndCommit(TestGit git, String file, int round) {
    git.write(file, "round " + round + "\n");
    List<String> failures = new ArrayList<>();
    for (String[] command :
        new String[][] {{"add", file}, {"commit", "-q", "-m", "Round " + round}}) {
      TestGit.Outcome outcome = git.attempt(command);
      if (outcome.exitCode() != 0) {
        failures.add(round + ": " + outcome.printed());
      }
    }
    return failures;
  }
}
