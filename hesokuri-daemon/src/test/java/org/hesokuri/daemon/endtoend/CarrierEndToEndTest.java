package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three machines, of which not all are on at the same time. */
final class CarrierEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final String CARRIER = "127.0.0.4";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA, CARRIER)
          .impatient()
          .sources("carried", "slow", "kept")
          .liveEdit("live");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);
  private final Host carrier = network.host(CARRIER);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    network.startAll();
  }

  @Test
  void carriesABranchWhileItsOwnerIsOffline() throws IOException {
    switchOff(beta);
    String first = alpha.git("carried").commit("file", "1\n");
    String live = alpha.git("live").commit("file", "1\n");
    carrier.awaitTip("carried", alpha.copy("main"), first);
    carrier.awaitTip("live", "main", live);
    switchOff(alpha);

    switchOn(beta);
    beta.awaitTip("carried", alpha.copy("main"), first);
    beta.awaitTip("live", "main", live);
    beta.assertClean("live");

    // What the owner rewrites while beta is off, the carrier may not force on beta.
    long away = carrier.mark();
    switchOff(beta);
    switchOn(alpha);
    alpha.git("carried").run("commit", "-q", "--amend", "-m", "Rewritten");
    String rewritten = alpha.tip("carried", "main");
    carrier.awaitTip("carried", alpha.copy("main"), rewritten);
    assertThat(carrier.kept("carried", alpha.copy("main"))).containsValue(first);
    switchOff(alpha);
    // Who is back before the carrier asks again was never away.
    carrier.awaitLog(away, "cannot meet " + BETA);
    long mark = carrier.mark();
    switchOn(beta);
    carrier.awaitLog(mark, "met " + BETA);
    String progress = carrier.git("carried").commit("carrier", "1\n");
    beta.awaitTip("carried", carrier.copy("main"), progress);
    assertThat(beta.tip("carried", alpha.copy("main"))).isEqualTo(first);
    assertThat(carrier.linesSince(mark, "could not push")).isEmpty();

    switchOn(alpha);
    beta.awaitTip("carried", alpha.copy("main"), rewritten);
    assertThat(beta.kept("carried", alpha.copy("main"))).containsValue(first);
    assertThat(beta.tip("live", "main")).isEqualTo(live);
  }

  @Test
  void aPeerThatHangsDelaysNobodyElse() throws IOException {
    beta.awaitTip("slow", alpha.copy("main"), alpha.git("slow").commit("file", "warm\n"));
    carrier.awaitTip("slow", alpha.copy("main"), alpha.tip("slow", "main"));
    long mark = alpha.mark();
    beta.sshd().signalAll("STOP");
    try {
      for (int round = 1; round <= 5; round++) {
        String commit = alpha.git("slow").commit("file", round + "\n");
        carrier.awaitTip("slow", alpha.copy("main"), commit);
      }
      // Nobody waited until alpha had lost its patience with beta.
      alpha.assertSaidBefore(mark, " to " + CARRIER + ": ", "cannot meet " + BETA);
    } finally {
      beta.sshd().signalAll("CONT");
    }
    beta.awaitTip("slow", alpha.copy("main"), alpha.tip("slow", "main"));
  }

  @Test
  void displacedTipsSurviveGarbageCollectionOnEveryMachine() {
    TestGit git = alpha.git("kept");
    List<String> displaced = new ArrayList<>();
    // What the others' own main contains would be no copy of its own.
    String base = git.commit("file", "base\n");
    awaitCopies(base);
    for (int round = 1; round <= 3; round++) {
      git.write("file", "version " + round + "\n");
      git.run("add", "file");
      git.run("commit", "-q", round == 1 ? "--allow-empty" : "--amend", "-m", "Version " + round);
      awaitCopies(git.hash("HEAD"));
      displaced.add(git.hash("HEAD"));
    }
    git.run("reset", "-q", "--hard", base);
    awaitCopies(base);

    for (Host host : network.hosts()) {
      host.git("kept").run("gc", "-q", "--prune=now");
    }
    for (Host host : List.of(beta, carrier)) {
      for (String tip : displaced) {
        assertThat(host.git("kept").run("log", "-1", "--format=%H", tip)).isEqualTo(tip);
      }
      assertThat(host.kept("kept", alpha.copy("main")).values()).containsAll(displaced);
      host.assertSound("kept");
    }
    // The daemons go on as if nothing had been.
    awaitCopies(git.commit("file", "later\n"));
  }

  private void awaitCopies(String hash) {
    beta.awaitTip("kept", alpha.copy("main"), hash);
    carrier.awaitTip("kept", alpha.copy("main"), hash);
  }

  private static void switchOff(Host host) {
    host.stop();
    host.sshd().stop();
  }

  private static void switchOn(Host host) throws IOException {
    host.sshd().startAgain();
    host.start();
  }
}
