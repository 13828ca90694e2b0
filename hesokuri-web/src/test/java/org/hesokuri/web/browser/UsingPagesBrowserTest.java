package org.hesokuri.web.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.Stage.behind;
import static org.hesokuri.web.testing.Stage.local;
import static org.hesokuri.web.testing.Stage.ok;
import static org.hesokuri.web.testing.Stage.running;
import static org.hesokuri.web.testing.StagedEngine.NAS;

import com.google.common.collect.ImmutableSet;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.web.RemoteAccess;
import org.hesokuri.web.TestCertificate;
import org.hesokuri.web.TestPassword;
import org.hesokuri.web.WebServer;
import org.hesokuri.web.WebSettings;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.testing.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the pages, and what the pages do meanwhile. */
@Tag("slow")
final class UsingPagesBrowserTest {

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  private static final String ATLAS = "/home/u/code/atlas";

  /** Something that the page loses when it is loaded anew. */
  private static final String MARK = "window.mark = 'not loaded anew'";

  private static WebServer serve(Stage stage) throws Exception {
    return WebServer.start(stage.engine(), WebSettings.onPort(0));
  }

  private static String at(WebServer server, String path) {
    return "http://localhost:" + server.port() + path;
  }

  private static String source(String path) {
    return "/sources/" + SourceId.of(new RepoPath(path));
  }

  private static Locator live(Page page) {
    return page.locator("#live");
  }

  private static void assertNotLoadedAnew(Page page) {
    assertThat(page.evaluate("window.mark")).isEqualTo("not loaded anew");
  }

  @Test
  void showsAChangeWithoutLosingFocusTextPlaceAndWhatIsUnfolded() throws Exception {
    Stage stage = World.TROUBLED.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/"), Look.DESKTOP);
    assertThat(live(page)).containsText("Live");
    page.evaluate(MARK);
    page.locator("#others summary").click();
    Locator filter = page.getByLabel("Filter by path");
    filter.fill("at");
    assertThat(page.locator("#count")).hasText("2 of 6 sources");
    page.evaluate("window.scrollTo(0, 300)");

    stage.withoutSources().allInReach();
    stage.source(ATLAS, running(), local("main", ok(), ok()));
    stage.source("/home/u/code/weather", running(), local("main", ok(), behind()));
    for (int i = 0; i < 10; i++) {
      stage.source("/home/u/gone" + i, new SourceStatus.Starting());
    }

    assertThat(page.locator("h1")).containsText("1 of 2 branches is not on every peer yet.");
    assertThat(page.locator("#count")).hasText("2 of 12 sources");
    assertThat(filter).isFocused();
    assertThat(filter).hasValue("at");
    assertThat(page.locator("#told")).containsText("1 of 2 branches");
    assertNotLoadedAnew(page);
  }

  @Test
  void keepsWhatIsUnfoldedAndWhereOneLooks() throws Exception {
    Stage stage = World.TROUBLED.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/"), Look.DESKTOP);
    assertThat(live(page)).containsText("Live");
    page.locator("#others summary").click();
    page.evaluate("window.scrollTo(0, 400)");

    stage.source("/home/u/code/new", running(), local("main", ok(), ok()));

    assertThat(page.locator("#count")).hasText("7 sources");
    assertThat(page.locator("#others")).hasAttribute("open", "");
    assertThat(page.evaluate("window.scrollY")).isEqualTo(400);
  }

  @Test
  void saysThatNobodyAnswersAndGoesOnWhenSomebodyDoes() throws Exception {
    Stage stage = World.CALM.stage();
    WebServer first = serve(stage);
    int port = first.port();
    Page page = BROWSER.open(at(first, "/"), Look.DESKTOP);
    assertThat(live(page)).containsText("Live");
    page.evaluate(MARK);

    first.close();
    assertThat(live(page)).containsText("The daemon does not answer: what is shown may be old.");
    stage.source("/home/u/code/new", running(), local("main", ok(), ok()));

    WebServer second = BROWSER.closing(WebServer.start(stage.engine(), WebSettings.onPort(port)));
    assertThat(page.locator("#count"))
        .hasText("3 sources", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    assertThat(live(page)).containsText("Live");
    assertNotLoadedAnew(page);
    assertThat(BROWSER.expectComplaints()).allMatch(each -> each.contains("net::ERR_"));

    // The token of this start came with the page of this start.
    page.navigate(at(second, "/peers/nas"));
    page.getByText("Push now").click();
    assertThat(page.getByText("It is being tried.")).isVisible();
  }

  @Test
  void pushesAndLooksAtThePressOfAButton() throws Exception {
    Stage stage = World.TROUBLED.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/"), Look.DESKTOP);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Push now to nas")).click();
    assertThat(page.getByText("It is being tried.")).isVisible();
    assertThat(stage.engine().pushed).containsExactly(NAS);

    page.navigate(at(server, source(ATLAS)));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Look again now")).click();
    assertThat(page.getByText("It is being looked at.")).isVisible();
    assertThat(stage.engine().looked).containsExactly(new RepoPath(ATLAS));
  }

  @Test
  void isUsedFromAnotherMachineEncryptedAndWithThePassword(@TempDir Path folder) throws Exception {
    Stage stage = World.TROUBLED.stage();
    RemoteAccess remote =
        new RemoteAccess(
            ImmutableSet.of(new InetSocketAddress("127.0.0.1", 0)),
            ImmutableSet.of(),
            TestPassword.HASH,
            Optional.of(TestCertificate.make(folder, "EC").encryption()));
    WebServer server =
        BROWSER.closing(
            WebServer.start(stage.engine(), WebSettings.onPort(0).withRemoteAccess(remote)));
    String address = "https://127.0.0.1:" + server.remotePorts().get(0) + "/";
    Page page = BROWSER.open(address, Look.DESKTOP, TestPassword.TEXT);
    assertThat(live(page)).containsText("Live");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Push now to nas")).click();
    assertThat(page.getByText("It is being tried.")).isVisible();
    assertThat(stage.engine().pushed).containsExactly(NAS);

    page.evaluate(MARK);
    stage.withoutSources().allInReach();
    stage.source(ATLAS, running(), local("main", ok(), ok()));
    assertThat(page.locator("h1")).containsText("every peer");
    assertNotLoadedAnew(page);
  }

  @Test
  void canBeUsedByKeyboardAlone() throws Exception {
    Stage stage = World.TROUBLED.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/"), Look.DESKTOP);
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to the content")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    page.keyboard().press("Tab");
    assertThat(page.getByText("Show the peer").first()).isFocused();
    page.keyboard().press("Tab");
    assertThat(
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Push now to nas")))
        .isFocused();
    assertThat(
            page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle !== 'none' &&"
                    + " getComputedStyle(document.activeElement).outlineWidth !== '0px'"))
        .isEqualTo(true);
    page.keyboard().press("Space");
    assertThat(page.getByText("It is being tried.")).isVisible();
    assertThat(stage.engine().pushed).containsExactly(NAS);
  }

  @Test
  void readsAndFiltersWithoutAScript() throws Exception {
    Stage stage = World.TROUBLED.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/"), Look.NO_SCRIPT);
    assertThat(page.locator("#live")).hasText("Load the page again to see what is new.");
    assertThat(page.locator("noscript summary")).isVisible();
    assertThat(page.locator("button[data-push]").first()).isHidden();
    page.getByLabel("Filter by path").fill("weather");
    page.getByText("Filter", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#count")).hasText("1 of 6 sources");
    TestBrowser.picture(page, "troubled-overview-no_script");
    page.getByText("Only problems").click();
    assertThat(page.locator(".empty")).containsText("No source with a problem has a path");

    page.navigate(at(server, "/activity"));
    page.getByLabel("Kind").selectOption("reach");
    page.getByText("Filter", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#count")).hasText("1 event of 2 that are remembered");

    page.navigate(at(server, source(ATLAS)));
    assertThat(page.getByText("Fold it along the ridges")).isVisible();
  }

  @Test
  void findsOneOfAThousandSourcesWhileItsNameIsTyped() throws Exception {
    Stage stage = World.MANY.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/"), Look.DESKTOP);
    assertThat(live(page)).containsText("Live");
    page.evaluate(MARK);
    page.getByText("All", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("tbody tr")).hasCount(1_000);
    assertThat(live(page)).containsText("Live");
    page.evaluate(MARK);
    page.getByLabel("Filter by path").pressSequentially("ory-99");
    assertThat(page.locator("#count")).hasText("11 of 1000 sources");
    assertThat(page.locator("tbody tr")).hasCount(11);
    assertThat(page.url()).endsWith("q=ory-99&show=all");
    assertNotLoadedAnew(page);
  }

  @Test
  void copiesTheCommandsThatSettleADivergence() throws Exception {
    Stage stage = World.HOSTILE.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, source("/home/u/<b>\"it's\"</b>")), Look.DESKTOP);
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.getByText("Copy", new Page.GetByTextOptions().setExact(true)).first().click();
    assertThat(page.getByText("Copied.")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .asString()
        .startsWith("cd '/home/u/<b>\"it'\\''s\"</b>'\ngit switch $'<script>");
  }

  @Test
  void letsTimesGoOn() throws Exception {
    Stage stage = World.TROUBLED.stage();
    WebServer server = BROWSER.closing(serve(stage));
    Page page = BROWSER.open(at(server, "/peers/nas"), Look.DESKTOP);
    Locator next = page.locator("time[data-as=coming]").first();
    assertThat(next).hasText("in 38 s");
    assertThat(next).hasText("in 36 s");
  }
}
