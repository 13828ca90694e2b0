package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines that go, break, forget and come back. */
@TestMethodOrder(MethodOrderer.MethodName.class)
final class FaultsEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .sources("away", "off", "emptied", "vanished", "wiped", "killed", "unknown", "changed")
          .liveEdit("killed-live");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);
  private final String mainCopy = alpha.copy("main");

  @BeforeAll
  static void start() {
    network.bornOn(ALPHA);
    network.startAll();
  }

  @Test
  void aPeerThatComesBackIsGivenWhatItMissed() throws IOException {
    beta.awaitTip("away", mainCopy, alpha.tip("away", "main"));
    long mark = alpha.mark();
    beta.sshd().stop();
    alpha.git("away").commit("file", "1\n");
    alpha.awaitLog(mark, "cannot meet " + BETA);
    assertThat(alpha.linesSince(mark, "cannot meet")).first().asString().contains("refused");
    String last = alpha.git("away").commit("file", "2\n");
    assertThat(alpha.dumpOf("away")).contains(BETA + ": Lacking").doesNotContain("Exactly");

    beta.sshd().startAgain();

    // Two retry periods, and what a loaded machine takes.
    beta.awaitTip("away", mainCopy, last, Duration.ofSeconds(10));
    alpha.awaitLog(mark, "met " + BETA);
  }

  @Test
  void whatHappenedWhileTheDaemonWasOffIsPushedAndNothingElse() {
    for (String source : new String[] {"off", "away", "emptied"}) {
      beta.awaitTip(source, mainCopy, alpha.tip(source, "main"));
    }
    alpha.stop();
    TestGit git = alpha.git("off");
    git.commit("file", "1\n");
    git.run("commit", "-q", "--amend", "-m", "Better");
    git.run("branch", "made/while-off");
    long mark = alpha.mark();

    alpha.start();

    beta.awaitTip("off", mainCopy, git.hash("main"));
    beta.awaitTip("off", alpha.copy("made/while-off"), git.hash("main"));
    alpha.awaitLines(mark, ": pushed", 2);
  }

  @Test
  void aPeerWhoseRepositoryIsNewAndEmptyIsFilledAgainWithoutARestart() throws IOException {
    String tip = alpha.tip("emptied", "main");
    beta.awaitTip("emptied", mainCopy, tip);

    Network.delete(beta.path("emptied"));
    beta.init("emptied");

    beta.awaitTip("emptied", mainCopy, tip, Duration.ofSeconds(15));
  }

  @Test
  void aRepositoryThatIsGoneStopsItsSourceLoudlyAndIsNotMadeAnew() throws IOException {
    String tip = alpha.tip("vanished", "main");
    beta.awaitTip("vanished", mainCopy, tip);
    long mark = beta.mark();

    Files.move(beta.path("vanished"), beta.home().resolve("unmounted"));

    beta.awaitLog(mark, "/vanished: stopped: ");
    beta.awaitDump("/vanished: Stopped");
    beta.stop();
    beta.start();
    beta.awaitLines(mark, "/vanished: stopped: ", 2);
    assertThat(Files.exists(beta.path("vanished"))).isFalse();
    // A mount point without its disk is an empty folder.
    Files.createDirectory(beta.path("vanished"));
    Await.stays(
        () -> "the folder stays empty",
        Duration.ofSeconds(5),
        () -> beta.path("vanished").toFile().list().length == 0);
    Files.delete(beta.path("vanished"));
    // The others go on.
    beta.awaitTip("away", mainCopy, alpha.git("away").commit("file", "meanwhile\n"));

    Files.move(beta.home().resolve("unmounted"), beta.path("vanished"));
    beta.awaitTip("vanished", mainCopy, alpha.git("vanished").commit("file", "1\n"));
    beta.awaitLog(mark, "/vanished: started");
  }

  @Test
  void aMachineWithANewDiskIsFilledAgain() throws IOException {
    String tip = alpha.tip("wiped", "main");
    beta.awaitTip("wiped", mainCopy, tip);
    beta.stop();
    Network.delete(beta.home().resolve("src"));
    Network.delete(beta.home().resolve(".local"));

    beta.start();

    for (String source : new String[] {"wiped", "away", "off", "killed"}) {
      beta.awaitTip(source, mainCopy, alpha.tip(source, "main"));
      beta.assertSound(source);
    }
  }

  @Test
  void killedAtAnyMomentItGoesOnWhereItWas() throws IOException {
    Random random = new Random(42);
    TestGit git = alpha.git("killed");
    TestGit live = alpha.git("killed-live");
    for (int round = 1; round <= 6; round++) {
      for (int i = 1; i <= 3; i++) {
        git.commit("file", round + "." + i + "\n");
        git.run("branch", "round/" + round + "/" + i);
        live.commit("file", round + "." + i + "\n");
      }
      Await.pause(Duration.ofMillis(random.nextInt(150)));
      Host killed = round % 2 == 0 ? alpha : beta;
      killed.daemon().kill();
      killed.start();
    }
    String last = git.hash("main");
    beta.awaitTip("killed", mainCopy, last);
    for (int round = 1; round <= 6; round++) {
      for (int i = 1; i <= 3; i++) {
        String branch = "round/" + round + "/" + i;
        beta.awaitTip("killed", alpha.copy(branch), git.hash(branch));
      }
    }
    beta.awaitTip("killed-live", "main", live.hash("main"));
    for (Host host : network.hosts()) {
      host.assertSound("killed");
      host.assertSound("killed-live");
      host.assertClean("killed-live");
    }
  }

  @Test
  void anUnknownHostKeyIsRefusedAndTold() throws IOException {
    beta.awaitTip("unknown", mainCopy, alpha.tip("unknown", "main"));
    String known = Files.readString(alpha.user().knownHosts());
    alpha.stop();
    Files.writeString(alpha.user().knownHosts(), "");
    long mark = alpha.mark();
    alpha.start();
    String commit = alpha.git("unknown").commit("file", "1\n");

    alpha.awaitLog(mark, "cannot meet " + BETA);
    assertThat(alpha.linesSince(mark, "cannot meet")).first().asString().contains("known_hosts");
    alpha.awaitDump("HOST_KEY");
    refusesFor(Duration.ofSeconds(4), "unknown", commit);
    assertThat(alpha.user().knownHosts()).isEmptyFile();

    Files.writeString(alpha.user().knownHosts(), known);
    beta.awaitTip("unknown", mainCopy, commit);
  }

  @Test
  void changedHostKeyIsRefusedAndTold() throws IOException {
    beta.awaitTip("changed", mainCopy, alpha.tip("changed", "main"));
    long mark = alpha.mark();
    beta.sshd().stop();
    beta.sshd().replaceHostKey();
    beta.sshd().startAgain();
    String commit = alpha.git("changed").commit("file", "1\n");

    Await.until(
        () -> "the changed key is told: " + alpha.logSince(mark),
        Await.PATIENCE,
        () ->
            alpha.linesSince(mark, "cannot meet " + BETA).stream()
                .anyMatch(line -> line.contains("known_hosts")));
    refusesFor(Duration.ofSeconds(4), "changed", commit);

    Files.writeString(
        alpha.user().knownHosts(),
        beta.sshd().knownHostsLine() + "\n",
        StandardOpenOption.TRUNCATE_EXISTING);
    beta.awaitTip("changed", mainCopy, commit);
  }

  private void refusesFor(Duration time, String source, String commit) {
    Await.stays(
        () -> "nothing is pushed to " + source,
        time,
        () -> !beta.tip(source, mainCopy).equals(commit));
  }
}
