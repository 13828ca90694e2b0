package org.hesokuri.daemon.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.List;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.hesokuri.web.browser.Look;
import org.hesokuri.web.browser.TestBrowser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of real daemons in a real browser, while things happen. */
final class LivePageEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final String HOSTILE = "x<script>document.title=1</script>'\"$(id);\u202Efdp";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .jvmOption("-Dhesokuri.first-pause=PT10M")
          .jvmOption("-Dhesokuri.retry-period=PT10M")
          .sources("live", "button", "hostile", "kept")
          .liveEdit("two-ways");

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(Await.PATIENCE.toMillis());
    network.bornEverywhere();
    network.startAll();
  }

  private Page open(String path) {
    Page page = BROWSER.open("http://localhost:" + alpha.port() + path, Look.DESKTOP);
    assertThat(page.locator("#live")).containsText("Live");
    page.evaluate("window.mark = 'not loaded anew'");
    return page;
  }

  private Page openSource(String name) {
    Page page = open("/?show=all");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true)).click();
    assertThat(page.locator("#live")).containsText("Live");
    page.evaluate("window.mark = 'not loaded anew'");
    return page;
  }

  private static void assertNotLoadedAnew(Page page) {
    assertThat(page.evaluate("window.mark")).isEqualTo("not loaded anew");
  }

  /** The daemons look and ask by themselves only later: what the page shows, it was told. */
  @Test
  void showsACommitAndItsArrivalByItself() {
    Page page = openSource("live");
    Locator arrived = page.locator("tr", new Page.LocatorOptions().setHasText("main")).first();
    for (int i = 1; i <= 5; i++) {
      String commit = alpha.git("live").commit("file", "change " + i + "\n");
      assertThat(arrived).containsText(commit.substring(0, 10));
      assertThat(arrived).containsText("ok");
      // The next one is a change of its own.
      beta.awaitTip("live", alpha.copy("main"), commit);
    }
    assertNotLoadedAnew(page);
  }

  @Test
  void pushesAtThePressOfAButton() throws IOException {
    Page page = open("/peers/" + BETA);
    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("button"));
    // From here on beta has a copy, which the next commit is ahead of.
    String first = alpha.git("button").commit("file", "first\n");
    beta.awaitTip("button", alpha.copy("main"), first);
    assertThat(page.locator("#reach")).containsText("in reach");
    assertThat(row).containsText("in step");
    beta.sshd().stop();
    String missed = alpha.git("button").commit("file", "missed\n");
    assertThat(page.locator("#reach")).containsText("cannot be met");
    assertThat(row).containsText("waiting");
    assertThat(row).containsText("behind by 1 commit");
    assertThat(page.locator("main")).containsText("Next try");
    TestBrowser.picture(page, "daemon-peer-away");
    beta.sshd().startAgain();

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Push now to " + BETA))
        .click();

    assertThat(row).containsText("in step");
    assertThat(page.locator("#reach")).containsText("in reach");
    assertThat(beta.tip("button", alpha.copy("main"))).isEqualTo(missed);
    assertNotLoadedAnew(page);
  }

  @Test
  void settlesADivergenceByTheVeryCommandsThatItShows() throws Exception {
    alpha.sshd().stop();
    beta.sshd().stop();
    alpha.git("two-ways").commit("ours", "alpha\n");
    beta.git("two-ways").commit("theirs", "beta\n");
    alpha.sshd().startAgain();
    beta.sshd().startAgain();
    Page page = openSource("two-ways");
    WebPage.at(alpha.port()).pushNow(BETA);
    WebPage.at(beta.port()).pushNow(ALPHA);

    Locator divergence = page.locator(".divergence");
    assertThat(divergence).containsText("have diverged");
    assertThat(divergence.locator("ol")).containsText("Change ours");
    assertThat(divergence.locator("ol")).containsText("Change theirs");
    assertThat(divergence.locator("svg circle")).hasCount(3);
    TestBrowser.assertAccessible(page);
    TestBrowser.picture(page, "daemon-divergence");

    String commands = divergence.locator("pre").first().textContent();
    bash(commands);

    assertThat(divergence).hasCount(0);
    beta.awaitTip("two-ways", "main", alpha.tip("two-ways", "main"));
    assertThat(beta.path("two-ways").resolve("ours")).hasContent("alpha\n");
    assertNotLoadedAnew(page);
  }

  private void bash(String commands) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-e", "-c", commands));
    builder.environment().clear();
    builder.environment().putAll(TestGit.environment(alpha.home()));
    builder.environment().put("GIT_MERGE_AUTOEDIT", "no");
    // Not inherited: the runner of the tests talks over the standard output of this process.
    Process shell = builder.redirectErrorStream(true).start();
    String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
  }

  @Test
  void showsAHostileBranchNameAsWhatItIs() {
    alpha.git("hostile").run("update-ref", "refs/heads/" + HOSTILE, "HEAD");
    Page page = openSource("hostile");

    Locator row =
        page.locator("tr", new Page.LocatorOptions().setHasText("x<script>document.title=1"));
    assertThat(row).containsText("</script>'\"$(id);\\u202efdp");
    assertThat(row).containsText("ok");
    assertThat(page.title()).contains("Hesokuri");
  }

  @Test
  void tellsAfterARestartWhatHappenedBefore() {
    String commit = alpha.git("kept").commit("file", "before the restart\n");
    beta.awaitTip("kept", alpha.copy("main"), commit);
    alpha.awaitLog(0, "-> " + commit.substring(0, 10));
    Page page = open("/activity?kind=pushed");
    assertThat(page.locator(".events")).containsText("-> " + commit.substring(0, 10));

    long mark = alpha.mark();
    alpha.stop();
    assertThat(page.locator("#live")).containsText("The daemon does not answer");
    alpha.launch();
    alpha.awaitLog(mark, "configuration in force");

    assertThat(page.locator("#live")).containsText("Live");
    assertThat(page.locator(".events")).containsText("-> " + commit.substring(0, 10));
    assertThat(BROWSER.expectComplaints()).allMatch(each -> each.contains("net::ERR_"));
    assertNotLoadedAnew(page);
  }
}
