package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A configuration that changes while the daemons run. */
final class ReloadEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA).sources("first", "second").liveEdit("shared");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  /** The file is a committed one of a source that both machines edit. */
  @BeforeAll
  static void start() throws IOException {
    network.bornOn(ALPHA);
    Host alpha = network.host(ALPHA);
    alpha.git("shared").commit("settings/hesocfg.edn", definitions("first", "second", "shared"));
    Host beta = network.host(BETA);
    TestGit clone = TestGit.in(beta.home(), beta.path("shared"));
    clone.run("clone", "-q", alpha.path("shared").toString(), ".");
    for (Host host : network.hosts()) {
      Files.delete(host.configuration());
      host.with("HESOCFG", host.path("shared").resolve("settings/hesocfg.edn").toString());
    }
    network.startAll();
  }

  private static String definitions(String... sources) {
    StringBuilder all = new StringBuilder("{:comment \"ours\"\n :sources [");
    for (String source : sources) {
      all.append(network.definition(source)).append('\n');
    }
    return all.append("]}\n").toString();
  }

  @Test
  void aFileThatIsChangedOnOneMachineIsInForceOnAll() {
    beta.awaitTip("first", alpha.copy("main"), alpha.tip("first", "main"));
    beta.awaitTip("second", alpha.copy("main"), alpha.tip("second", "main"));
    // The commit is there before the one who pushed it has said so.
    alpha.awaitLog(0, "/first: pushed ");
    alpha.awaitLog(0, "/second: pushed ");
    long logins = beta.sshd().logins();
    long mark = alpha.mark();
    long betaMark = beta.mark();

    // Added on alpha: beta follows by itself, makes the repository and is given its branches.
    alpha.init("added").commit("file", "1\n");
    String addition =
        alpha
            .git("shared")
            .commit("settings/hesocfg.edn", definitions("first", "second", "shared", "added"));
    beta.awaitCheckout("shared", addition);
    beta.awaitLog(betaMark, "configuration in force: 4 sources here, 1 peer");
    beta.awaitTip("added", alpha.copy("main"), alpha.tip("added", "main"));

    // Sources and peers that did not change did not notice.
    assertThat(alpha.linesSince(mark, "/first: ")).isEmpty();
    assertThat(alpha.linesSince(mark, "/second: ")).isEmpty();
    assertThat(alpha.linesSince(mark, "met ")).isEmpty();
    assertThat(beta.sshd().logins()).as("logins").isEqualTo(logins);

    // Removed on beta: alpha follows, and its repository stays as it is.
    String before = alpha.refs("second").toString();
    String removal =
        beta.git("shared").commit("settings/hesocfg.edn", definitions("first", "shared", "added"));
    alpha.awaitLog(mark, "/second: no longer configured");
    alpha.awaitCheckout("shared", removal);
    String commit = alpha.git("second").commit("file", "unseen\n");
    beta.awaitTip("first", alpha.copy("main"), alpha.git("first").commit("file", "seen\n"));
    assertThat(beta.tip("second", alpha.copy("main"))).isNotEqualTo(commit);
    assertThat(before).contains("refs/heads/main");

    // Broken on alpha: nothing changes anywhere, and everybody is told.
    betaMark = beta.mark();
    String broken =
        alpha.git("shared").commit("settings/hesocfg.edn", "[{:host-to-path {\"127.0.0.2\" oops");
    alpha.awaitLog(mark, "not used: line 1, column ");
    beta.awaitLog(betaMark, "not used: line 1, column ");
    beta.awaitCheckout("shared", broken);
    alpha.awaitDump("problem: line 1, column ");
    assertThat(WebPage.at(beta.port()).html()).contains("line 1, column ");
    beta.awaitTip("first", alpha.copy("main"), alpha.git("first").commit("file", "old rules\n"));

    // Mended on beta, through the very source whose configuration was broken.
    mark = alpha.mark();
    String mended = definitions("first", "second", "shared", "added");
    String fix = beta.git("shared").commit("settings/hesocfg.edn", mended);
    alpha.awaitCheckout("shared", fix);
    alpha.awaitLog(mark, "configuration in force: 4 sources here");
    beta.awaitTip("second", alpha.copy("main"), commit);
    Await.until(
        () -> "no problem is shown any more: " + alpha.dump(),
        () -> !alpha.dump().contains("problem: "));
  }

  @Test
  void aFileThatIsSavedByRenameOrRewrittenIsInForce() throws IOException {
    Host lonely = beta;
    Path file = lonely.home().resolve("other.edn");
    long mark = lonely.mark();
    lonely.stop();
    lonely.with("HESOCFG", file.toString());
    try {
      lonely.launch();
      lonely.awaitLog(mark, "not used: ");
      assertThat(lonely.linesSince(mark, "not used: ")).first().asString().contains("other.edn");

      Files.writeString(file, definitions("first"));
      lonely.awaitLog(mark, "configuration in force: 1 source here");
      Files.writeString(file, definitions("first", "second"));
      lonely.awaitLog(mark, "configuration in force: 2 sources here");
      Path next = Files.writeString(file.resolveSibling("other.edn~"), definitions("second"));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      lonely.awaitLines(mark, "configuration in force: 1 source here", 2);
      lonely.awaitLog(mark, "/first: no longer configured");
      long deleted = lonely.mark();
      Files.delete(file);
      lonely.awaitLog(deleted, "not used: ");
      Await.stays(
          () -> "the old configuration goes on",
          Duration.ofSeconds(1),
          () -> lonely.linesSince(deleted, "no longer configured").isEmpty());
    } finally {
      lonely.stop();
      lonely.with("HESOCFG", lonely.path("shared").resolve("settings/hesocfg.edn").toString());
      lonely.start();
    }
  }
}
