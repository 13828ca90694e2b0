package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines that go, break, forget and come back; each test has its own. */
final class FaultsEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  final Network network =
      Network.of(ALPHA, BETA).impatient().sources("source", "other").liveEdit("live");

  private Host alpha;
  private Host beta;
  private String mainCopy;

  @BeforeEach
  void comeInStep() {
    alpha = network.host(ALPHA);
    beta = network.host(BETA);
    mainCopy = alpha.copy("main");
    network.bornOn(ALPHA);
    network.startAll();
    for (String source : new String[] {"source", "other"}) {
      beta.awaitTip(source, mainCopy, alpha.tip(source, "main"));
      alpha.awaitLog(0, "/" + source + ": pushed " + mainCopy);
    }
    beta.awaitCheckout("live", alpha.tip("live", "main"));
  }

  @Test
  void aPeerThatComesBackIsGivenWhatItMissed() throws IOException {
    long mark = alpha.mark();
    beta.sshd().stop();
    alpha.git("source").commit("file", "1\n");
    alpha.awaitLog(mark, "cannot meet " + BETA);
    assertThat(alpha.linesSince(mark, "cannot meet")).first().asString().contains("refused");
    String last = alpha.git("source").commit("file", "2\n");
    assertThat(alpha.dumpOf("source")).contains(BETA + ": Lacking").doesNotContain("Exactly");
    long logins = beta.sshd().logins();

    beta.sshd().startAgain();

    beta.awaitTip("source", mainCopy, last);
    alpha.awaitLog(mark, "met " + BETA);
    // The first try that meets it brings everything, and none is further away than a retry period.
    assertThat(beta.sshd().logins() - logins).isEqualTo(1);
    assertThat(alpha.linesSince(mark, "cannot meet"))
        .allMatch(line -> line.matches(".*; next try in [1-3] s"));
  }

  @Test
  void whatHappenedWhileTheDaemonWasOffIsPushedAndNothingElse() {
    alpha.stop();
    TestGit git = alpha.git("source");
    git.commit("file", "1\n");
    git.run("commit", "-q", "--amend", "-m", "Better");
    git.run("branch", "made/while-off");
    long mark = alpha.mark();

    alpha.start();

    beta.awaitTip("source", mainCopy, git.hash("main"));
    beta.awaitTip("source", alpha.copy("made/while-off"), git.hash("main"));
    alpha.awaitLines(mark, ": pushed", 2);
  }

  @Test
  void aPeerWhoseRepositoryIsNewAndEmptyIsFilledAgainWithoutARestart() throws IOException {
    Network.delete(beta.path("source"));
    beta.init("source");

    beta.awaitTip("source", mainCopy, alpha.tip("source", "main"));
    assertThat(network.hosts()).allMatch(host -> host.daemon().isAlive());
  }

  @Test
  void aRepositoryThatIsGoneStopsItsSourceLoudlyAndIsNotMadeAnew() throws IOException {
    long mark = beta.mark();

    Files.move(beta.path("source"), beta.home().resolve("unmounted"));

    beta.awaitLog(mark, "/source: stopped: ");
    beta.awaitDump("/source: Stopped");
    beta.stop();
    beta.start();
    beta.awaitLines(mark, "/source: stopped: ", 2);
    assertThat(Files.exists(beta.path("source"))).isFalse();
    // A mount point without its disk is an empty folder, which alpha asks for again and again.
    Files.createDirectory(beta.path("source"));
    long visits = beta.visits();
    Await.until("alpha has asked", () -> beta.visits() >= visits + 4);
    assertThat(beta.path("source")).isEmptyDirectory();
    beta.stop();
    beta.start();
    beta.awaitLines(mark, "/source: stopped: ", 3);
    assertThat(beta.path("source")).isEmptyDirectory();
    // The others go on.
    beta.awaitTip("other", mainCopy, alpha.git("other").commit("file", "meanwhile\n"));
    assertThat(beta.path("source")).isEmptyDirectory();
    Files.delete(beta.path("source"));

    Files.move(beta.home().resolve("unmounted"), beta.path("source"));
    beta.awaitTip("source", mainCopy, alpha.git("source").commit("file", "1\n"));
    beta.awaitLog(mark, "/source: started");
  }

  @Test
  void aMachineWithANewDiskIsFilledAgain() throws IOException {
    beta.stop();
    Network.delete(beta.home().resolve("src"));
    Network.delete(beta.home().resolve(".local"));

    beta.start();

    for (String source : new String[] {"source", "other"}) {
      beta.awaitTip(source, mainCopy, alpha.tip(source, "main"));
      beta.assertSound(source);
    }
    beta.awaitCheckout("live", alpha.tip("live", "main"));
  }

  @Test
  void killedAtAnyMomentItGoesOnWhereItWas() throws IOException {
    Random random = new Random(42);
    TestGit git = alpha.git("source");
    TestGit live = alpha.git("live");
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
    beta.awaitTip("source", mainCopy, last);
    for (int round = 1; round <= 6; round++) {
      for (int i = 1; i <= 3; i++) {
        String branch = "round/" + round + "/" + i;
        beta.awaitTip("source", alpha.copy(branch), git.hash(branch));
      }
    }
    beta.awaitTip("live", "main", live.hash("main"));
    for (Host host : network.hosts()) {
      host.assertSound("source");
      host.assertSound("live");
      host.assertClean("live");
    }
  }

  @Test
  void anUnknownHostKeyIsRefusedAndTold() throws IOException {
    String known = Files.readString(alpha.user().knownHosts());
    alpha.stop();
    Files.writeString(alpha.user().knownHosts(), "");
    long mark = alpha.mark();
    alpha.start();
    String commit = alpha.git("source").commit("file", "1\n");

    alpha.awaitLog(mark, "cannot meet " + BETA);
    assertThat(alpha.linesSince(mark, "cannot meet")).first().asString().contains("known_hosts");
    alpha.awaitDump("HOST_KEY");
    assertTriesAndDoesNotPush(commit);
    assertThat(alpha.user().knownHosts()).isEmptyFile();

    Files.writeString(alpha.user().knownHosts(), known);
    beta.awaitTip("source", mainCopy, commit);
  }

  @Test
  void changedHostKeyIsRefusedAndTold() throws IOException {
    long mark = alpha.mark();
    beta.sshd().stop();
    beta.sshd().replaceHostKey();
    beta.sshd().startAgain();
    String commit = alpha.git("source").commit("file", "1\n");

    Await.until(
        () -> "the changed key is told: " + alpha.logSince(mark),
        () ->
            alpha.linesSince(mark, "cannot meet " + BETA).stream()
                .anyMatch(line -> line.contains("known_hosts")));
    assertTriesAndDoesNotPush(commit);

    Files.writeString(
        alpha.user().knownHosts(),
        beta.sshd().knownHostsLine() + "\n",
        StandardOpenOption.TRUNCATE_EXISTING);
    beta.awaitTip("source", mainCopy, commit);
  }

  /** However often alpha tries: three more times here, in growing pauses. */
  private void assertTriesAndDoesNotPush(String commit) {
    long tried = beta.sshd().connections();
    Await.until(
        () -> "alpha tries again: " + alpha.logText(),
        () -> beta.sshd().connections() >= tried + 3);
    assertThat(beta.tip("source", mainCopy)).isNotEqualTo(commit);
  }
}
