package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines that meet for the first time. */
final class FirstPushEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .sources("deep/down/history", "nobody-has-it", "bare-on-beta", "bare-on-alpha")
          .sources("blank and 'quote' and umläut")
          .source("lived-in", ":live-edit-branches {:only #{\"aside\" \"main\"}}")
          .simpleSource("simple");

  private static String history;
  private static String nested;
  private static String fromBare;
  private static String livedIn;

  private static Host alpha() {
    return network.host(ALPHA);
  }

  private static Host beta() {
    return network.host(BETA);
  }

  @BeforeAll
  static void makeRepositoriesAndStart() {
    TestGit git = alpha().init("deep/down/history");
    git.commit("a", "1");
    history = git.commit("a", "2");
    git.run("switch", "-q", "-c", "feature/nested/x");
    nested = git.commit("b", "3");
    git.run("tag", "v1");
    git.run("switch", "-q", "--detach");
    git.run("config", "color.ui", "always");
    alpha().init("bare-on-beta").commit("a", "1");
    TestGit.in(beta().home(), beta().path("bare-on-beta")).run("init", "-q", "--bare");
    alpha().init("simple").commit("a", "1");
    livedIn = alpha().init("lived-in").commit("a", "1");
    alpha().init("blank and 'quote' and umläut").commit("a", "1");
    TestGit bare = TestGit.in(alpha().home(), alpha().path("bare-on-alpha"));
    bare.run("init", "-q", "--bare", "-b", "main");
    TestGit clone = TestGit.in(alpha().home(), alpha().home().resolve("clone"));
    clone.run("clone", "-q", bare.folder().toString(), ".");
    fromBare = clone.commit("a", "1");
    clone.run("push", "-q", "origin", "HEAD:main");
    network.startAll();
  }

  @Test
  void fillsARepositoryThatDidNotExist() {
    beta().awaitTip("deep/down/history", alpha().copy("main"), history);
    beta().awaitTip("deep/down/history", alpha().copy("feature/nested/x"), nested);

    assertThat(beta().refs("deep/down/history").keySet())
        .containsExactlyInAnyOrder(
            "refs/heads/" + alpha().copy("main"), "refs/heads/" + alpha().copy("feature/nested/x"));
    assertThat(beta().git("deep/down/history").run("rev-parse", "--is-bare-repository"))
        .isEqualTo("false");
    beta().assertSound("deep/down/history");
  }

  @Test
  void hasTheFilesWhereARepositoryWithALiveEditBranchIsCreated() {
    beta().awaitTip("lived-in", "main", livedIn);
    beta().assertClean("lived-in");
    assertThat(beta().path("lived-in").resolve("a")).hasContent("1");
    assertThat(beta().git("lived-in").run("branch", "--show-current")).isEqualTo("main");
    String back = beta().git("lived-in").commit("a", "2");
    alpha().awaitTip("lived-in", "main", back);
  }

  @Test
  void createsARepositoryThatNobodyHadAndFillsIt() {
    Await.until(
        "both machines created it",
        () ->
            Files.exists(alpha().path("nobody-has-it").resolve(".git/HEAD"))
                && Files.exists(beta().path("nobody-has-it").resolve(".git/HEAD")));
    String first = beta().git("nobody-has-it").commit("a", "1");
    String branch = beta().git("nobody-has-it").run("branch", "--show-current");

    alpha().awaitTip("nobody-has-it", beta().copy(branch), first);
  }

  @Test
  void fillsABareRepository() {
    beta().awaitTip("bare-on-beta", alpha().copy("main"), alpha().tip("bare-on-beta", "main"));
  }

  @Test
  void pushesFromABareRepository() {
    beta().awaitTip("bare-on-alpha", alpha().copy("main"), fromBare);
  }

  @Test
  void pushesToAPathWithBlanksAndQuotes() {
    String source = "blank and 'quote' and umläut";
    beta().awaitTip(source, alpha().copy("main"), alpha().tip(source, "main"));
  }

  @Test
  void takesTheSimpleFormOfASource() {
    beta().awaitTip("simple", alpha().copy("main"), alpha().tip("simple", "main"));
  }

  @Test
  void thePageShowsThatThePeerHoldsIt() {
    beta().awaitTip("simple", alpha().copy("main"), alpha().tip("simple", "main"));
    Await.until(
        () -> "beta holds main exactly: " + alpha().dumpOf("simple"),
        () -> alpha().dumpOf("simple").contains(BETA + ": Exactly"));

    WebPage page = WebPage.at(alpha().port());
    assertThat(page.html()).contains(alpha().path("simple").toString(), "in step");
    assertThat(page.sourceHtml("simple")).contains(alpha().tip("simple", "main"), ">ok<");
  }
}
