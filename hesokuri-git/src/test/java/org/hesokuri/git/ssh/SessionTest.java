package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hesokuri.git.ssh.Scene.advancing;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.displacing;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.PeerFailure.Kind;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.RealSshd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SessionTest {

  /** By their numbers in the table of the system: established, and closed by the peer only. */
  private static final List<String> OPEN_HERE = List.of("01", "08");

  private static final int WARM_PUSHES = 20;
  private static final int MINUTES = 2;
  private static final int MOST_ATTEMPTS = 60;

  /** Waits long for all but a push that stands still. */
  private static final SshTimes SOON_IDLE =
      new SshTimes(
          RealSshd.PATIENT.connect(),
          RealSshd.PATIENT.advertisement(),
          Scene.HASTY.idle(),
          RealSshd.PATIENT.answer());

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() throws Exception {
    scene = new Scene(folder);
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  @Test
  void everyConnectionToAPeerSharesOneLogin() throws Exception {
    List<CommitHash> commits = new ArrayList<>();
    for (int i = 0; i <= WARM_PUSHES; i++) {
      commits.add(scene.commit("commit " + i));
    }
    scene.push(creating("x", commits.get(0)));
    for (int i = 0; i < WARM_PUSHES; i++) {
      assertThat(scene.push(advancing("x", commits.get(i), commits.get(i + 1))))
          .isEqualTo(new PushResult.Accepted());
    }
    assertThat(scene.sshd.logins()).isEqualTo(1);
  }

  @Test
  void manyConnectionsAtOnceShareOneLoginAndWaitForAPlace() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<PeerConnection> held = new ArrayList<>();
      List<Future<PeerConnection>> opening = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        opening.add(threads.submit(() -> scene.connect()));
      }
      for (Future<PeerConnection> connection : opening) {
        held.add(connection.get(MINUTES, TimeUnit.MINUTES));
      }
      Future<PeerConnection> ninth = threads.submit(() -> scene.connect());
      scene.allow(Scene.HASTY);
      PeerFailure failure = catchThrowableOfType(PeerFailure.class, () -> scene.connect().close());
      assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
      assertThat(failure).hasMessageContaining("busy");
      scene.allow(RealSshd.PATIENT);

      Future<PeerConnection> tenth = threads.submit(() -> scene.connect());
      held.get(0).close();
      held.get(1).close();
      tenth.get(MINUTES, TimeUnit.MINUTES).close();
      assertThat(scene.sshd.logins()).isEqualTo(1);
      held.forEach(PeerConnection::close);
      catchThrowableOfType(Exception.class, () -> ninth.get(MINUTES, TimeUnit.MINUTES).close());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSessionMakesNoThreadsOfItsOwnBesideTheOneThatWaitsForTheNetwork() throws Exception {
    scene.connect().close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .contains("hesokuri-ssh-clock")
        .noneMatch(name -> name.startsWith("sshd-"));
  }

  @Test
  void meetsAPeerThatWasAwayAsIfNothingHadHappened() throws Exception {
    scene.connect().close();
    for (int i = 0; i < 3; i++) {
      scene.sshd.signalSessions("KILL");
      scene.connect().close();
    }
    scene.sshd.stop();
    PeerFailure failure = catchThrowableOfType(PeerFailure.class, () -> scene.connect().close());
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    scene.sshd.startAgain();
    scene.connect().close();
  }

  @Test
  void replacesASessionThatHangs() throws Exception {
    scene.connect().close();
    scene.sshd.signalSessions("STOP");
    // One limit is for what hangs and for the new session, so that a busy machine may need more.
    scene.allow(Scene.HASTY);
    connectAtLast();
    assertThat(scene.sshd.logins()).isGreaterThan(1);
  }

  @Test
  void aPeerThatHangsAltogetherTimesOutAndIsMetAgainLater() throws Exception {
    scene.connect().close();
    scene.sshd.signalAll("STOP");
    scene.allow(Scene.HASTY);
    PeerFailure failure =
        Await.end(() -> catchThrowableOfType(PeerFailure.class, () -> scene.connect().close()));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    scene.allow(RealSshd.PATIENT);
    scene.sshd.signalAll("CONT");
    scene.connect().close();
  }

  @Test
  void aPushToAPeerThatHangsHasAnUnknownOutcome() throws Exception {
    CommitHash one = scene.commit("one");
    Push push = creating("x", one);
    try (PeerConnection connection = scene.connect()) {
      scene.sshd.signalSessions("STOP");
      scene.allow(SOON_IDLE);
      assertUnknown(
          Await.end(() -> connection.push(ImmutableList.of(push))).get(push), Kind.TIMED_OUT);
    }
    scene.allow(RealSshd.PATIENT);
    assertThat(scene.push(push)).isEqualTo(new PushResult.Accepted());
  }

  @Test
  void aPeerThatHangsInTheMidstOfThePackHasAnUnknownOutcome() throws Exception {
    byte[] noise = new byte[12_000_000];
    new Random(1).nextBytes(noise);
    Files.write(scene.mine.resolve("noise"), noise);
    Scene.git(scene.mine, "add", "noise");
    Push push = creating("x", scene.commit("large"));
    try (PeerConnection connection = scene.connect()) {
      scene.sshd.signalSessions("STOP");
      scene.allow(SOON_IDLE);
      assertUnknown(connection.push(ImmutableList.of(push)).get(push), Kind.TIMED_OUT);
    }
    scene.allow(RealSshd.PATIENT);
    assertThat(scene.push(push)).isEqualTo(new PushResult.Accepted());
  }

  @Test
  void aHookThatNeverEndsIsNotWaitedForForEver() throws Exception {
    scene.hookOfTheirs("pre-receive", "sleep 1000");
    Scene.git(scene.theirs, "config", "receive.keepAlive", "1");
    Push push = creating("x", scene.commit("one"));
    scene.allow(
        new SshTimes(
            RealSshd.PATIENT.connect(),
            RealSshd.PATIENT.advertisement(),
            RealSshd.PATIENT.idle(),
            Scene.HASTY.answer()));
    assertUnknown(Await.end(() -> scene.push(push)), Kind.TIMED_OUT);
  }

  @Test
  void aConnectionThatIsCutInAPushLeavesAnUnknownOutcome() throws Exception {
    scene.hookOfTheirs("pre-receive", "touch reached; exec sleep 1000");
    CommitHash old = scene.commit("old");
    Scene.git(
        scene.mine,
        "push",
        "-q",
        "--no-verify",
        "--receive-pack=git -c core.hooksPath=/x receive-pack",
        scene.theirs.toString(),
        "HEAD:x");
    Push push = displacing("x", old, scene.amend("young"));
    ExecutorService threads = Executors.newCachedThreadPool();
    try (PeerConnection connection = scene.connect()) {
      Future<PushResult> result =
          threads.submit(() -> connection.push(ImmutableList.of(push)).get(push));
      awaitThat(() -> Files.exists(scene.theirs.resolve("reached")));
      scene.sshd.stop();
      assertUnknown(result.get(MINUTES, TimeUnit.MINUTES), Kind.BROKEN);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aGitThatSaysNothingTimesOut() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path silent = programs.resolve("git-receive-pack");
    Files.writeString(silent, "#!/bin/sh\nexec sleep 1000\n");
    assertThat(silent.toFile().setExecutable(true)).isTrue();
    try (RealSshd sshd =
        RealSshd.start(folder.resolve("silent"), "SetEnv PATH=" + programs + ":/usr/bin:/bin")) {
      scene.user.canReach("silent", sshd);
      RepoPath path = new RepoPath(scene.theirs.toString());
      scene.allow(
          new SshTimes(
              RealSshd.PATIENT.connect(),
              Scene.HASTY.advertisement(),
              RealSshd.PATIENT.idle(),
              RealSshd.PATIENT.answer()));
      PeerFailure failure =
          catchThrowableOfType(
              PeerFailure.class,
              () -> scene.peers.connect(scene.local, new PeerId("silent"), path));
      assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
      assertThat(failure).hasMessageContaining("did not say what it holds within 1 s");
      scene.allow(RealSshd.PATIENT);

      // sshd may count the silent command as running: nothing new shall start beside it.
      Files.delete(silent);
      scene.peers.connect(scene.local, new PeerId("silent"), path).close();
      assertThat(sshd.logins()).isEqualTo(2);
    }
  }

  @Test
  void followsAConfigurationThatLeadsElsewhere() throws Exception {
    scene.connect().close();
    try (RealSshd moved = RealSshd.start(folder.resolve("moved"))) {
      Files.delete(scene.user.sshFolder().resolve("config"));
      scene.user.canReach("beta", moved);
      scene.connect().close();
      assertThat(moved.logins()).isEqualTo(1);
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    scene.connect().close();
    scene.sshd.signalAll("STOP");
    scene.allow(Scene.HASTY);
    catchThrowableOfType(PeerFailure.class, () -> scene.connect().close());
    scene.allow(RealSshd.PATIENT);
    scene.sshd.signalAll("CONT");
    scene.connect().close();
    assertThat(Scene.networkThreads()).isPositive();
    scene.peers.close();
    awaitThat(() -> sshThreads().isEmpty() && Scene.networkThreads() == 0);
  }

  @Test
  void letsGoOfASessionThatThePeerEndedWithoutBeingAsked() throws Exception {
    scene.connect().close();
    assertThat(connections()).isEqualTo(1);
    scene.sshd.stop();
    awaitThat(() -> connections() == 0);
  }

  private static List<String> sshThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("sshd-") || name.startsWith("hesokuri-"))
        .toList();
  }

  /** Connections to the peer that this process has not closed, whether the peer has or not. */
  private long connections() {
    String there = ":%04X".formatted(scene.sshd.port());
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> linesOf(Path.of("/proc/self/net", table)))
        .map(line -> line.trim().split(" +"))
        .filter(parts -> parts[2].endsWith(there) && OPEN_HERE.contains(parts[3]))
        .count();
  }

  private static Stream<String> linesOf(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitThat(Await.Question condition) {
    Await.until(
        () -> "threads " + sshThreads() + ", " + Scene.networkThreads() + " for the network",
        condition);
  }

  private void connectAtLast() throws PeerFailure {
    for (int attempt = 1; ; attempt++) {
      try {
        scene.connect().close();
        return;
      } catch (PeerFailure failure) {
        if (attempt == MOST_ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  private static void assertUnknown(PushResult result, Kind kind) {
    assertThat(result).isInstanceOf(PushResult.Unknown.class);
    PeerFailure failure = ((PushResult.Unknown) result).failure();
    assertThat(failure.kind()).isEqualTo(kind);
  }
}
