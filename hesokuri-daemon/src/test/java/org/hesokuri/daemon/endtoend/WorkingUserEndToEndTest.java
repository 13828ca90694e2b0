package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.hesokuri.core.testing.Await;
import org.hesokuri.core.testing.Share;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * People who commit, stash, merge, check out and save at any moment in the very checkouts that a
 * daemon advances. Every text that they ever wrote is found again, and git hardly ever tells them
 * that somebody else is at work; who repeats the command then goes on at once.
 *
 * <p>A share of the usual 96 advances; {@code -Dadvances=N} waits for so many, {@code -Dseed=S}
 * makes other people.
 */
final class WorkingUserEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final long[] ADVANCES = Share.of("advances", 96).toArray();
  private static final long SEED = Long.getLong("seed", 2013);
  private static final int DESKS = 12;

  /**
   * So many of a hundred commands may meet a lock. It is held for milliseconds, but all that users
   * do here is aimed at them, on a machine that has more to do than it can.
   */
  private static final int LOCKED_OF_A_HUNDRED = 2;

  /** And so many where there are few commands, so that no single one decides. */
  private static final int LOCKED_IN_ANY_CASE = 4;

  private static final String[] SOURCES =
      IntStream.range(0, DESKS).mapToObj(i -> "desk" + i).toArray(String[]::new);

  @RegisterExtension
  static final Network network = Network.of(ALPHA, BETA).impatient().liveEdit(SOURCES);

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    network.startAll();
  }

  @Test
  void nobodyLosesAnythingAndHardlyAnyCommandIsHeldUp() throws Exception {
    List<Desk> desks = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    ExecutorService users = Executors.newFixedThreadPool(DESKS);
    long began = System.nanoTime();
    try {
      for (int i = 0; i < DESKS; i++) {
        Desk desk = new Desk(SOURCES[i], Share.random(SEED + i, ADVANCES[0]));
        desks.add(desk);
        running.add(users.submit(() -> desk.workBeside((ADVANCES.length + DESKS - 1) / DESKS)));
      }
      for (Future<?> desk : running) {
        desk.get();
      }
    } finally {
      users.shutdownNow();
    }
    int commands = desks.stream().mapToInt(desk -> desk.user.commands()).sum();
    int locked = desks.stream().mapToInt(desk -> desk.user.locked()).sum();
    System.out.printf(
        "seed %d: %d advances in place beside users in %d rounds and %d s; %d texts written;"
            + " %d of %d git commands of users met a lock%n",
        SEED,
        desks.stream().mapToInt(Desk::advances).sum(),
        desks.stream().mapToInt(desk -> desk.rounds).sum(),
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        desks.stream().mapToInt(desk -> desk.user.written().size()).sum(),
        locked,
        commands);
    for (Desk desk : desks) {
      assertThat(desk.user.lost()).as("lost in %s with seed %d", desk.source, SEED).isEmpty();
      beta.assertClean(desk.source);
      beta.assertSound(desk.source);
    }
    assertThat(locked)
        .as("commands that met a lock, of %d", commands)
        .isLessThanOrEqualTo(Math.max(LOCKED_IN_ANY_CASE, commands * LOCKED_OF_A_HUNDRED / 100));
  }

  /** A checkout on beta with its user, and a peer who never rests. */
  private final class Desk {

    private final String source;
    private final Random random;
    private final WorkingUser user;
    private final TestGit peer;
    private int rounds;

    Desk(String source, Random random) {
      this.source = source;
      this.random = random;
      this.user = new WorkingUser(beta.git(source), alpha.copy("main"), random);
      this.peer = alpha.git(source);
      // So the peer's own branch follows at once, without any files.
      peer.run("checkout", "-q", "--detach");
    }

    void workBeside(int advances) {
      while (advances() < advances) {
        assertThat(rounds++)
            .as("rounds for %d advances", advances())
            .isLessThan(20 + advances * 10);
        round(rounds);
      }
    }

    private void round(int round) {
      // Sometimes the checkout has been at rest for long enough, and sometimes it has not.
      Await.pause(Duration.ofMillis(random.nextInt(1500)));
      String tip = theyCommit(round);
      Await.pause(Duration.ofMillis(random.nextInt(700)));
      user.work(round);
      if (random.nextInt(3) == 0) {
        // About when the checkout has been at rest for long enough.
        Await.pause(Duration.ofMillis(800 + random.nextInt(800)));
        user.work(round);
      }
      user.putAway(round);
      await("their commit has arrived", () -> hasArrived(tip));
      user.mergeIfDiverged(tip);
      await("both are in step", () -> tipOf(beta, "main").equals(tipOf(alpha, "main")));
    }

    private boolean hasArrived(String tip) {
      // The copy is gone as soon as the user's own branch contains it.
      return tipOf(beta, alpha.copy("main")).equals(tip)
          || beta.git(source).attempt("merge-base", "--is-ancestor", tip, "HEAD").exitCode() == 0;
    }

    private String theyCommit(int round) {
      peer.run("checkout", "-q", "--detach", "main");
      peer.write(WorkingUser.SHARED, "theirs " + round + "\n");
      peer.write(WorkingUser.added(round), "added in " + round + "\n");
      peer.run("add", "-A");
      peer.run("commit", "-q", "-m", "Round " + round);
      peer.run("branch", "-q", "-f", "main", "HEAD");
      return peer.hash("HEAD");
    }

    private void await(String what, Await.Question isSo) {
      Await.until(
          () -> source + ": " + what + "; beta said " + beta.linesSince(0, "/" + source + ":"),
          Duration.ofMillis(50),
          isSo);
    }

    /** Without git, which would cost more than all the rest. */
    private String tipOf(Host host, String branch) {
      return read(host.path(source).resolve(".git/refs/heads/" + branch)).strip();
    }

    int advances() {
      String log = read(beta.path(source).resolve(".git/logs/HEAD"));
      return (int) log.lines().filter(line -> line.endsWith("hesokuri: Fast-forward")).count();
    }

    private static String read(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (NoSuchFileException none) {
        return "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
