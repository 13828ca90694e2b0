package org.hesokuri.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.Locale;
import java.util.stream.Stream;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.web.WebServer;
import org.hesokuri.web.WebSettings;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.testing.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each page in each state, as people see it: everybody can use it, and nothing sticks out. */
@Tag("slow")
final class EveryPageBrowserTest {

  @RegisterExtension static final TestBrowser BROWSER = new TestBrowser();

  @ParameterizedTest
  @EnumSource(World.class)
  void canBeUsedByEverybodyWhateverTheState(World world) throws Exception {
    Stage stage = world.stage();
    WebServer server = BROWSER.closing(WebServer.start(stage.engine(), WebSettings.onPort(0)));
    for (Look look : new Look[] {Look.DESKTOP, Look.DARK, Look.PHONE}) {
      Page page = BROWSER.open("about:blank", look);
      for (String path : paths(world, stage).toList()) {
        page.navigate("http://localhost:" + server.port() + path);
        PlaywrightAssertions.assertThat(page.locator("#live")).containsText("Live");
        TestBrowser.picture(page, name(world, path, look));
        TestBrowser.assertFits(page);
        // It looks at each colour of each element; where there are all kinds of them is enough.
        if (look == Look.DESKTOP || world == World.TROUBLED) {
          TestBrowser.assertAccessible(page);
        }
        assertThat(page.title()).contains("Hesokuri").doesNotContain("taken");
      }
      page.close();
    }
  }

  private static Stream<String> paths(World world, Stage stage) {
    if (world == World.MANY) {
      return Stream.of("/");
    }
    Stream<String> sources =
        stage.status().sources().stream()
            .limit(3)
            .map(SourceStatus::path)
            .map(path -> "/sources/" + SourceId.of(path));
    Stream<String> peers = stage.status().peers().stream().map(peer -> "/peers/" + peer.peer());
    return Stream.of(Stream.of("/"), sources, peers, Stream.of("/activity", "/configuration"))
        .flatMap(each -> each);
  }

  private static String name(World world, String path, Look look) {
    String page = path.equals("/") ? "overview" : path.substring(1).replace('/', '-');
    return (world + "-" + page + "-" + look).toLowerCase(Locale.ROOT);
  }
}
