package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ends a pause before its time; the pauses are so long that no test sees the end of one. */
final class ComingBackEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .jvmOption("-Dhesokuri.first-pause=PT10M")
          .jvmOption("-Dhesokuri.retry-period=PT10M")
          .sources("button", "sign-of-life");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornOn(ALPHA);
    network.startAll();
    // A push that is cut in the middle pauses its source too, which is not what this is about.
    Host alpha = network.host(ALPHA);
    for (String source : new String[] {"button", "sign-of-life"}) {
      network.host(BETA).awaitTip(source, alpha.copy("main"), alpha.tip(source, "main"));
      alpha.awaitLog(0, "/" + source + ": pushed");
    }
  }

  @Test
  void pushNowEndsThePause() throws IOException {
    String missed = missed("button");

    WebPage.at(alpha.port()).pushNow(BETA);

    beta.awaitTip("button", alpha.copy("main"), missed);
  }

  @Test
  void aPushFromThePeerShowsThatItIsBack() throws IOException {
    String missed = missed("sign-of-life");

    beta.git("sign-of-life").run("switch", "-q", "-c", "hello");
    beta.git("sign-of-life").commit("hello", "1\n");

    beta.awaitTip("sign-of-life", alpha.copy("main"), missed);
    assertThat(alpha.tip("sign-of-life", beta.copy("hello"))).isNotEmpty();
  }

  /** Lets alpha commit and fail to push, and brings beta back; the commit. */
  private String missed(String source) throws IOException {
    beta.awaitTip(source, alpha.copy("main"), alpha.tip(source, "main"));
    long mark = alpha.mark();
    beta.sshd().stop();
    String missed = alpha.git(source).commit("file", "1\n");
    alpha.awaitLog(mark, "cannot meet " + BETA);
    beta.sshd().startAgain();
    Await.stays(
        () -> "the pause goes on",
        Duration.ofSeconds(2),
        () -> !beta.tip(source, alpha.copy("main")).equals(missed));
    return missed;
  }
}
