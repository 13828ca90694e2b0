package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The peer's git is killed at random moments of a push, as by a machine that runs out of memory.
 * Whatever had happened by then, the next look and push make it right.
 *
 * <p>{@code -Dkills=N} does more than usual, {@code -Dseed=S} others.
 */
@Tag("slow")
final class KilledReceivePackTest {

  private static final int KILLS = Integer.getInteger("kills", 60);
  private static final long SEED = Long.getLong("seed", 2013);
  private static final int BRANCHES = 4;

  @TempDir Path folder;
  private Scene scene;
  private final Random random = new Random(SEED);
  private int unknown;
  private int accepted;
  private int leftLocks;

  @BeforeEach
  void setUp() throws Exception {
    scene = new Scene(folder);
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  @Test
  void whateverHadHappenedIsFoundOutAndMadeRight() throws Exception {
    List<CommitHash> everAccepted = new ArrayList<>();
    for (int round = 1; round <= KILLS; round++) {
      List<CommitHash> tips = commits(round);
      everAccepted.addAll(pushWhileItIsKilled(tips));
      settle(tips, round);
      everAccepted.addAll(tips);
    }
    System.out.printf(
        "seed %d: git killed in %d pushes: %d refs unknown, %d accepted before, %d locks of git's left%n",
        SEED, KILLS, unknown, accepted, leftLocks);
    assertThat(unknown).as("refs whose outcome was unknown").isPositive();
    assertThat(Scene.git(scene.theirs, "fsck", "--strict", "--no-dangling"))
        .as("what git fsck says, which ended with 0")
        .isIn("", "notice: HEAD points to an unborn branch (main)");
    TestGit theirs = TestGit.in(scene.theirs.resolveSibling("home-of-git"), scene.theirs);
    String reachable = theirs.run("rev-list", "--all");
    for (CommitHash tip : everAccepted) {
      assertThat(reachable).as("what the peer ever took").contains(tip.hex());
    }
  }

  /** New tips for each branch; every third round they displace those before. */
  private List<CommitHash> commits(int round) throws IOException {
    List<CommitHash> tips = new ArrayList<>();
    for (int branch = 0; branch < BRANCHES; branch++) {
      boolean fresh = Scene.git(scene.mine, "branch", "--list", "b" + branch).isEmpty();
      Scene.git(scene.mine, "checkout", "-q", fresh ? "--orphan" : "-q", "b" + branch);
      byte[] bytes = new byte[random.nextInt(200_000)];
      random.nextBytes(bytes);
      Files.write(scene.mine.resolve("file" + branch), bytes);
      Scene.git(scene.mine, "add", "-A");
      if (!fresh && round % 3 == 0) {
        tips.add(scene.amend("Amended in " + round));
      } else {
        tips.add(scene.commit("Round " + round));
      }
    }
    return tips;
  }

  private static BranchName target(int branch) {
    return new BranchName("b" + branch + "_hesokr_me");
  }

  private ImmutableList<Push> plan(PeerConnection connection, List<CommitHash> tips) {
    ImmutableList.Builder<Push> pushes = ImmutableList.builder();
    for (int branch = 0; branch < BRANCHES; branch++) {
      CommitHash tip = tips.get(branch);
      Optional<CommitHash> there =
          Optional.ofNullable(connection.advertised().branches().get(target(branch)));
      if (!there.equals(Optional.of(tip))) {
        boolean displaces =
            there.isPresent()
                && TestGit.in(scene.mine.resolveSibling("home-of-git"), scene.mine)
                        .attempt("merge-base", "--is-ancestor", there.get().hex(), tip.hex())
                        .exitCode()
                    != 0;
        pushes.add(new Push(target(branch), tip, there, displaces));
      }
    }
    return pushes.build();
  }

  /** Pushes while somebody kills what serves the push; the tips that were accepted for sure. */
  private List<CommitHash> pushWhileItIsKilled(List<CommitHash> tips) throws Exception {
    List<CommitHash> sure = new ArrayList<>();
    try (PeerConnection connection = scene.connect()) {
      ImmutableList<Push> pushes = plan(connection, tips);
      CompletableFuture<Void> killer =
          CompletableFuture.runAsync(() -> killSoon(Duration.ofNanos(random.nextInt(150_000_000))));
      ImmutableMap<Push, PushResult> results = connection.push(pushes);
      killer.get();
      results.forEach(
          (push, result) ->
              result
                  .<Runnable>fold(
                      ok ->
                          () -> {
                            accepted++;
                            sure.add(push.tip());
                          },
                      lostRace -> () -> {},
                      refused -> () -> {},
                      lost -> () -> unknown++)
                  .run());
    } catch (PeerFailure beforeAnythingWasSent) {
      assertThat(beforeAnythingWasSent.kind()).isNotNull();
    }
    return sure;
  }

  private void killSoon(Duration delay) {
    try {
      Thread.sleep(delay.toMillis(), (int) (delay.toNanos() % 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The shell, git and what git has started; not the session, which outlives them.
    scene.sshd.sessions().stream()
        .filter(KilledReceivePackTest::isGit)
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isGit(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("git")).isPresent();
  }

  private void settle(List<CommitHash> tips, int round) throws Exception {
    removeLocksOfTheKilled();
    try (PeerConnection connection = scene.connect()) {
      ImmutableList<Push> missing = plan(connection, tips);
      if (!missing.isEmpty()) {
        assertThat(connection.push(missing).values())
            .as("round %s", round)
            .allMatch(result -> result instanceof PushResult.Accepted);
      }
    }
    for (int branch = 0; branch < BRANCHES; branch++) {
      assertThat(Scene.tip(scene.theirs, target(branch).ref())).isEqualTo(tips.get(branch));
    }
  }

  /** Git's own locks are not ours to judge: a user who kills git removes them, as git says. */
  private void removeLocksOfTheKilled() throws IOException {
    List<Path> locks;
    try (Stream<Path> all = Files.walk(scene.theirs)) {
      locks = all.filter(path -> path.toString().endsWith(".lock")).toList();
    }
    for (Path lock : locks) {
      leftLocks++;
      Files.delete(lock);
    }
  }
}
