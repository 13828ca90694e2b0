package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection that is dead without either side being told. */
final class HalfOpenEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final String GAMMA = "127.0.0.4";

  @RegisterExtension
  static final Network network = Network.of(ALPHA, BETA, GAMMA).impatient().sources("silent");

  private static Relay relay;

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);
  private final Host gamma = network.host(GAMMA);

  @BeforeAll
  static void start() throws IOException {
    Host alpha = network.host(ALPHA);
    int port = network.host(BETA).sshd().port();
    relay = Relay.to(port);
    Path config = alpha.user().sshFolder().resolve("config");
    Files.writeString(
        config, Files.readString(config).replace("Port " + port, "Port " + relay.port()));
    Files.writeString(
        alpha.user().knownHosts(),
        network
                .host(BETA)
                .sshd()
                .knownHostsLine()
                .replace("]:" + port + " ", "]:" + relay.port() + " ")
            + "\n",
        StandardOpenOption.APPEND);
    network.bornOn(ALPHA);
    network.startAll();
  }

  @AfterAll
  static void stop() throws IOException {
    relay.close();
  }

  @Test
  void aDeadConnectionDelaysNobodyElseAndIsReplaced() {
    String copy = alpha.copy("main");
    beta.awaitTip("silent", copy, alpha.tip("silent", "main"));
    gamma.awaitTip("silent", copy, alpha.tip("silent", "main"));
    // A push whose answer is under way is waited for much longer than a question.
    Await.until(
        "alpha has heard that both hold it", () -> !alpha.dumpOf("silent").contains("Lacking"));
    long mark = alpha.mark();

    relay.fallSilent();
    String last = "";
    for (int round = 1; round <= 5; round++) {
      // What displaces another commit nobody but alpha may give to beta.
      alpha.git("silent").run("commit", "-q", "--amend", "--allow-empty", "-m", "Round " + round);
      last = alpha.tip("silent", "main");
      gamma.awaitTip("silent", copy, last);
    }
    alpha.awaitLog(mark, "cannot meet " + BETA);
    // Nobody waited until alpha had lost its patience with the dead connection.
    alpha.assertSaidBefore(mark, " to " + GAMMA + ": ", "cannot meet " + BETA);
    assertThat(beta.tip("silent", copy)).isNotEqualTo(last);

    relay.comeBack();
    beta.awaitTip("silent", copy, last);
    alpha.awaitLog(mark, "met " + BETA);
    // Its ref is there a moment before its answer.
    Await.until(
        "alpha has heard that both hold it", () -> !alpha.dumpOf("silent").contains("Lacking"));
  }
}
