package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** The hardest case: each commit may meet an advance of the very files that it is made of. */
  @Test
  void committingInTheCheckoutThatAdvancesNeverFails() {
    Random random = new Random(7);
    TestGit mine = beta.git("same");
    List<String> failures = new ArrayList<>();
    int met = 0;
    for (int round = 1; round <= 40; round++) {
      String theirs = alpha.git("same").commit("file", "theirs " + round + "\n");
      Await.pause(Duration.ofMillis(random.nextInt(120)));
      failures.addAll(addAndCommit(mine, "mine", round));
      boolean advancedFirst =
          mine.attempt("merge-base", "--is-ancestor", theirs, "HEAD").exitCode() == 0;
      if (!advancedFirst) {
        beta.awaitTip("same", alpha.copy("main"), theirs);
        mine.run("merge", "-q", "--no-edit", alpha.copy("main"));
      } else {
        met++;
      }
      alpha.awaitTip("same", "main", mine.hash("HEAD"));
    }
    System.out.println("commits after an advance " + met + " of 40");

    assertThat(failures).isEmpty();
    beta.assertClean("same");
    beta.assertSound("same");
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
