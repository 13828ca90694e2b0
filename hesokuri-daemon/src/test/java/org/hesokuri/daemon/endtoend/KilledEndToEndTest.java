package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hesokuri.core.testing.Await;
import org.hesokuri.core.testing.Share;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Daemons that are killed at random moments of their work, both of them, again and again, while
 * their users go on. In the end everything is in step by itself.
 *
 * <p>A share of the usual forty kills of each; {@code -Dkills=N} does so many, {@code -Dseed=S}
 * others.
 */
final class KilledEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final long[] KILLS = Share.of("kills", 40).toArray();
  private static final long SEED = Long.getLong("seed", 2013);
  private static final String UNWANTED = "junk";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .source(
              "killed", ":live-edit-branches {:except #{\"own\"}} :unwanted-branches #{\"junk\"}");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    network.startAll();
  }

  @Test
  void killsLoseNothingAndNeedNoHand() throws Exception {
    ExecutorService users = Executors.newFixedThreadPool(2);
    List<Work> all = List.of(new Work(alpha, SEED), new Work(beta, SEED + 1));
    try {
      List<Future<?>> running = new ArrayList<>();
      all.forEach(work -> running.add(users.submit(work::killAgainAndAgain)));
      for (Future<?> work : running) {
        work.get();
      }
    } finally {
      users.shutdownNow();
    }
    for (Work work : all) {
      work.assertArrived();
    }
    for (Work work : all) {
      work.assertNothingLost();
      assertThat(work.atWork).as("kills of daemons that had pushed something").isPositive();
    }
    System.out.printf(
        "seed %d: %d SIGKILLs, %d of daemons that had pushed; %d commits made, %d amended, none lost;"
            + " %d commands of users met the lock of a killed daemon%n",
        SEED,
        all.size() * KILLS.length,
        all.stream().mapToInt(work -> work.atWork).sum(),
        all.stream().mapToInt(work -> work.made.size()).sum(),
        all.stream().mapToInt(work -> work.amended).sum(),
        all.stream().mapToInt(work -> work.repeated).sum());
  }

  /** One machine whose user works and whose daemon is killed. */
  private final class Work {

    private final Host here;
    private final Host there;
    private final long seed;
    private final TestGit git;
    private final Set<String> made = new HashSet<>();
    private int amended;
    private int repeated;
    private int atWork;

    Work(Host here, long seed) {
      this.here = here;
      this.there = here == alpha ? beta : alpha;
      this.seed = seed;
      this.git = here.git("killed");
      // Each user has a branch of his own, so that none of them ever stands in the other's way.
      git.run("checkout", "-q", "-b", mine());
    }

    private String mine() {
      return here == alpha ? "alpha/own" : "beta/own";
    }

    void killAgainAndAgain() {
      long life = 0;
      for (long round : KILLS) {
        Random random = Share.random(seed, round);
        act(round, random);
        Await.pause(Duration.ofMillis(random.nextInt(250)));
        if (atWork == 0 && round == KILLS[KILLS.length - 1]) {
          // So that in any share one is killed that has pushed.
          commit(round + ".last");
          here.awaitLog(life, ": pushed ");
        }
        here.daemon().kill();
        atWork += here.linesSince(life, ": pushed ").isEmpty() ? 0 : 1;
        life = here.mark();
        here.launch();
        if (random.nextInt(4) > 0) {
          // However long that takes here: otherwise it would be killed before it does anything.
          here.awaitLog(life, "met " + there.id());
        }
        Await.pause(Duration.ofMillis(random.nextInt(500)));
      }
    }

    private void act(long round, Random random) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        switch (random.nextInt(6)) {
          case 0, 1 -> commit(round + "." + i);
          case 2 -> amend(round);
          case 3 -> branch("made/" + round + "-" + i);
          case 4 -> branch(UNWANTED);
          default -> run("pack-refs", "--all");
        }
      }
    }

    private void commit(String content) {
      git.write("file", here.id() + " " + content + "\n");
      run("add", "file");
      run("commit", "-q", "-m", "Commit " + content);
      made.add(git.hash("HEAD"));
    }

    private void amend(long round) {
      run("commit", "-q", "--allow-empty", "--amend", "-m", "Amended in " + round);
      made.add(git.hash("HEAD"));
      amended++;
    }

    private void branch(String name) {
      // The daemon may delete what is unwanted at any moment; then it is made anew.
      run("branch", "-f", name, "HEAD");
    }

    /** A killed daemon's lock goes when it is back: a user who meets it tries again. */
    private void run(String... command) {
      Await.until(
          () -> "git " + String.join(" ", command) + " succeeds in " + git.folder(),
          () -> {
            TestGit.Outcome outcome = git.attempt(command);
            boolean locked = outcome.printed().contains(".lock");
            repeated += locked ? 1 : 0;
            assertThat(outcome.exitCode() == 0 || locked).as(outcome.printed()).isTrue();
            return outcome.exitCode() == 0;
          });
    }

    void assertArrived() {
      here.awaitTip("killed", UNWANTED, "");
      there.awaitTip("killed", here.copy(UNWANTED), "");
      for (String line :
          git.run("for-each-ref", "--format=%(refname:short)", "refs/heads/").lines().toList()) {
        if (!line.contains("_hesokr_")) {
          assertThat(line).isNotEqualTo(UNWANTED);
          Await.until(
              () ->
                  line + " of " + here.id() + " is on " + there.id() + ": " + there.refs("killed"),
              () -> holds(line));
        }
      }
      here.assertSound("killed");
      here.assertClean("killed");
    }

    private boolean holds(String branch) {
      String tip = here.tip("killed", branch);
      return there.tip("killed", here.copy(branch)).equals(tip)
          || contains(there.git("killed"), tip, branch);
    }

    private boolean contains(TestGit repository, String commit, String branch) {
      return repository
              .attempt("merge-base", "--is-ancestor", commit, "refs/heads/" + branch)
              .exitCode()
          == 0;
    }

    /** Whatever this user committed is in reach of a ref of one machine or the other. */
    void assertNothingLost() {
      Set<String> reachable = new HashSet<>();
      for (Host host : network.hosts()) {
        host.git("killed").run("rev-list", "--all", "--reflog").lines().forEach(reachable::add);
      }
      assertThat(reachable).containsAll(made);
      assertKept(there.git("killed"));
    }

    /**
     * What ever came to the peer is there without the reflogs, too, which only this user's own git
     * may count on.
     */
    private void assertKept(TestGit peer) {
      Set<String> received =
          peer.run("cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)")
              .lines()
              .filter(line -> line.startsWith("commit "))
              .map(line -> line.substring("commit ".length()))
              .filter(made::contains)
              .collect(Collectors.toSet());
      assertThat(received).as("commits that came to " + there.id()).isNotEmpty();
      assertThat(peer.run("rev-list", "--all").lines()).containsAll(received);
    }
  }
}
