package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Branches that one machine does not want. */
final class UnwantedEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .jvmOption("-Dhesokuri.retry-period=" + RETRY_PERIOD)
          .sources("by-name", "by-commit", "checked-out", "returning");

  private static String abandoned;

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    TestGit git = network.host(ALPHA).git("by-commit");
    git.run("switch", "-q", "-c", "abandoned");
    abandoned = git.commit("file", "abandoned\n");
    // What is unwanted on beta only.
    network
        .host(BETA)
        .configure(
            "["
                + "{:host-to-path "
                + network.paths("by-name")
                + " :unwanted-branches #{\"baz\" \"42\"}}\n"
                + "{:host-to-path "
                + network.paths("by-commit")
                + " :unwanted-branches {\"abandoned\" [\""
                + abandoned
                + "\"]}}\n"
                + "{:host-to-path "
                + network.paths("checked-out")
                + " :unwanted-branches #{\"baz\"}}\n"
                + "{:host-to-path "
                + network.paths("returning")
                + " :unwanted-branches #{\"baz\"}}]");
    network.startAll();
  }

  @Test
  void anUnwantedBranchAndItsCopiesAreDeletedAndTheirTipsKept() {
    TestGit theirs = alpha.git("by-name");
    theirs.run("switch", "-q", "-c", "baz");
    String copied = theirs.commit("file", "theirs\n");
    TestGit mine = beta.git("by-name");
    mine.run("switch", "-q", "-c", "baz");
    String own = mine.commit("file", "mine\n");
    mine.run("switch", "-q", "main");

    Await.until(
        () -> "tips are kept: " + beta.refs("by-name"),
        () ->
            beta.kept("by-name", "baz").containsValue(own)
                && beta.kept("by-name", alpha.copy("baz")).containsValue(copied));

    beta.awaitTip("by-name", "baz", "");
    beta.awaitTip("by-name", alpha.copy("baz"), "");
    mine.run("gc", "-q", "--prune=now");
    assertThat(mine.run("show", own + ":file")).isEqualTo("mine");
    assertThat(mine.run("show", copied + ":file")).isEqualTo("theirs");
    assertThat(alpha.tip("by-name", "baz")).isEqualTo(copied);
  }

  @Test
  void withACommitOnlyABranchAtThatCommitIsDeleted() {
    TestGit git = alpha.git("by-commit");
    beta.awaitLog(0, "/by-commit: deleted unwanted " + alpha.copy("abandoned"));
    beta.awaitTip("by-commit", alpha.copy("abandoned"), "");
    assertThat(beta.kept("by-commit", alpha.copy("abandoned"))).containsValue(abandoned);

    String revived = git.commit("file", "revived\n");

    beta.awaitTip("by-commit", alpha.copy("abandoned"), revived);
    Await.stays(
        () -> "the revived branch is there",
        RETRY_PERIOD.multipliedBy(3),
        () -> beta.tip("by-commit", alpha.copy("abandoned")).equals(revived));
  }

  @Test
  void anUnwantedBranchThatIsCheckedOutStaysUntilTheUserSwitchesAway() {
    TestGit mine = beta.git("checked-out");
    long mark = beta.mark();
    mine.run("switch", "-q", "-c", "baz");
    String own = mine.commit("file", "mine\n");
    beta.awaitLog(mark, "/checked-out: did not delete baz");
    beta.awaitDump("UNWANTED_CHECKED_OUT");
    assertThat(beta.tip("checked-out", "baz")).isEqualTo(own);

    mine.run("switch", "-q", "main");

    beta.awaitTip("checked-out", "baz", "");
    assertThat(beta.kept("checked-out", "baz")).containsValue(own);
  }

  @Test
  void aPeerThatDeletesWhatItWasGivenIsNotGivenItInALoop() {
    TestGit theirs = alpha.git("returning");
    long begun = System.nanoTime();
    theirs.run("branch", "baz");
    String pushed = "/returning: pushed " + alpha.copy("baz");
    alpha.awaitLog(0, pushed);
    beta.awaitTip("returning", alpha.copy("baz"), "");

    // The pause before the second is a retry period, that before the third is twice as long.
    alpha.awaitLines(0, pushed, 3);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThan(RETRY_PERIOD.multipliedBy(3));
    assertThat(beta.kept("returning", alpha.copy("baz"))).hasSize(1);
  }
}
