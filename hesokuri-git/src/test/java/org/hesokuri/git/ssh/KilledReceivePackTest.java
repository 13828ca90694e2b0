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
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.testing.Await;
import org.hesokuri.core.testing.Share;
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
 * <p>A run executes its {@link Share} of the kills. {@code -Dkills=N} does more than usual, {@code
 * -Dseed=S} others.
 */
@Tag("slow")
final class KilledReceivePackTest {

  private static final long KILLS = Long.getLong("kills", 60);
  private static final long SEED = Long.getLong("seed", 2013);
  private static final int BRANCHES = 4;

  /** The branch that the peer has not got before the push. */
  private static final int FRESH = 0;

  /** The branch whose tip the push displaces; it advances the others. */
  private static final int DISPLACED = 1;

  @TempDir Path folder;
  private Scene scene;
  private TestGit theirs;
  private int kills;
  private int unknown;
  private int accepted;
  private int leftLocks;

  @BeforeEach
  void setUp() throws Exception {
    scene = new Scene(folder);
    theirs = TestGit.in(scene.theirs.resolveSibling("home-of-git"), scene.theirs);
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  @Test
  void whateverHadHappenedIsFoundOutAndMadeRight() throws Exception {
    List<CommitHash> everAccepted = new ArrayList<>();
    for (long kill : Share.of("kills", KILLS).toArray()) {
      everAccepted.addAll(pushAndKill(kill));
    }
    // Whether a kill comes in time depends on the machine: a small share goes on until one does.
    for (long kill = KILLS; unknown == 0 && kill < 2 * KILLS; kill++) {
      everAccepted.addAll(pushAndKill(kill));
    }
    System.out.printf(
        "seed %d: git killed in %d pushes: %d refs unknown, %d accepted before, %d locks of git's left%n",
        SEED, kills, unknown, accepted, leftLocks);
    assertThat(unknown).as("refs whose outcome was unknown").isPositive();
    assertThat(theirs.run("fsck", "--strict", "--no-dangling"))
        .as("what git fsck says, which ended with 0")
        .isIn("", "notice: HEAD points to an unborn branch (main)");
    String reachable = theirs.run("rev-list", "--all");
    for (CommitHash tip : everAccepted) {
      assertThat(reachable).as("what the peer ever took").contains(tip.hex());
    }
  }

  /** One kill, with branches of its own; every tip that the peer ever took. */
  private List<CommitHash> pushAndKill(long kill) throws Exception {
    kills++;
    Random random = Share.random(SEED, kill);
    List<CommitHash> before = commits(kill, random, List.of());
    bringBefore(kill, before);
    List<CommitHash> tips = commits(kill, random, before);
    pushWhileItIsKilled(kill, tips, Duration.ofNanos(random.nextInt(150_000_000)));
    settle(kill, tips);
    List<CommitHash> taken = new ArrayList<>(before.subList(DISPLACED, BRANCHES));
    taken.addAll(tips);
    return taken;
  }

  /** By C git, in peace: what the peer has already. */
  private void bringBefore(long kill, List<CommitHash> tips) {
    List<String> command = new ArrayList<>(List.of("fetch", "-q", scene.mine.toString()));
    for (int branch = DISPLACED; branch < BRANCHES; branch++) {
      String name = target(kill, branch).ref();
      TestGit.in(theirs.home(), scene.mine).run("update-ref", name, tips.get(branch).hex());
      command.add(name + ":" + name);
    }
    theirs.run(command.toArray(String[]::new));
  }

  /** A tip for each branch: of two those before, or what displaces one of them, or the first. */
  private List<CommitHash> commits(long kill, Random random, List<CommitHash> before)
      throws IOException {
    List<CommitHash> tips = new ArrayList<>();
    try (ObjectInserter inserter = scene.local.newObjectInserter()) {
      for (int branch = 0; branch < BRANCHES; branch++) {
        byte[] bytes = new byte[random.nextInt(200_000)];
        random.nextBytes(bytes);
        TreeFormatter tree = new TreeFormatter();
        tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, bytes));
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(inserter.insert(tree));
        if (!before.isEmpty() && branch != FRESH && branch != DISPLACED) {
          commit.setParentId(ObjectId.fromString(before.get(branch).hex()));
        }
        PersonIdent somebody = new PersonIdent("Tester", "tester@example.com");
        commit.setAuthor(somebody);
        commit.setCommitter(somebody);
        commit.setMessage("Commit for branch " + branch + " of kill " + kill);
        tips.add(new CommitHash(inserter.insert(commit).name()));
      }
      inserter.flush();
    }
    return tips;
  }

  private static BranchName target(long kill, int branch) {
    return new BranchName("b" + branch + "-" + kill + "_hesokr_me");
  }

  private ImmutableList<Push> plan(PeerConnection connection, long kill, List<CommitHash> tips) {
    ImmutableList.Builder<Push> pushes = ImmutableList.builder();
    for (int branch = 0; branch < BRANCHES; branch++) {
      CommitHash tip = tips.get(branch);
      Optional<CommitHash> there =
          Optional.ofNullable(connection.advertised().branches().get(target(kill, branch)));
      if (!there.equals(Optional.of(tip))) {
        pushes.add(
            new Push(target(kill, branch), tip, there, there.isPresent() && branch == DISPLACED));
      }
    }
    return pushes.build();
  }

  /** Pushes while somebody kills what serves the push. */
  private void pushWhileItIsKilled(long kill, List<CommitHash> tips, Duration delay)
      throws Exception {
    try (PeerConnection connection = scene.connect()) {
      ImmutableList<Push> pushes = plan(connection, kill, tips);
      CompletableFuture<Void> killer = CompletableFuture.runAsync(() -> killSoon(delay));
      ImmutableMap<Push, PushResult> results = connection.push(pushes);
      killer.get();
      results.forEach(
          (push, result) ->
              result
                  .<Runnable>fold(
                      ok -> () -> accepted++,
                      lostRace -> () -> {},
                      refused -> () -> {},
                      lost -> () -> unknown++)
                  .run());
    } catch (PeerFailure beforeAnythingWasSent) {
      assertThat(beforeAnythingWasSent.kind()).isNotNull();
    }
  }

  private void killSoon(Duration delay) {
    Await.pause(delay);
    // The shell, git and what git has started; not the session, which outlives them.
    scene.sshd.sessions().stream()
        .filter(KilledReceivePackTest::isGit)
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isGit(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("git")).isPresent();
  }

  private void settle(long kill, List<CommitHash> tips) throws Exception {
    removeLocksOfTheKilled();
    try (PeerConnection connection = scene.connect()) {
      ImmutableList<Push> missing = plan(connection, kill, tips);
      if (!missing.isEmpty()) {
        assertThat(connection.push(missing).values())
            .as("after kill %s", kill)
            .allMatch(result -> result instanceof PushResult.Accepted);
      }
    }
    Map<String, String> there = scene.refsOfTheirs();
    for (int branch = 0; branch < BRANCHES; branch++) {
      assertThat(there).containsEntry(target(kill, branch).ref(), tips.get(branch).hex());
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
