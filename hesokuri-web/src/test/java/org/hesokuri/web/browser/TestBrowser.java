package org.hesokuri.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of this machine, for the tests of a class. After each test it is an error if the
 * browser complained: of a script, of something that the content policy does not allow, of a file
 * that is not there.
 */
public final class TestBrowser implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Set<String> GRAVE = Set.of("serious", "critical");

  /** It talks to nobody but the server under test. */
  private static final List<String> QUIET =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Optional<Playwright> playwright = Optional.empty();
  private Optional<Browser> browser = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) {
    assertThat(CHROMIUM)
        .as("the pages are tested in Debian's Chromium; install it: apt-get install chromium")
        .isExecutable();
    Playwright driver =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    playwright = Optional.of(driver);
    List<String> arguments = new ArrayList<>(QUIET);
    if (System.getProperty("user.name").equals("root")) {
      arguments.add("--no-sandbox");
    }
    browser =
        Optional.of(
            driver
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(arguments)));
  }

  /** A page of its own, which is closed after the test. */
  public Page open(String address, Look look) {
    return open(address, look.options());
  }

  /**
   * A page of its own, of a user who knows the password and trusts a certificate that nobody signed
   * but its own owner.
   */
  public Page open(String address, Look look, String password) {
    return open(
        address, look.options().setHttpCredentials("me", password).setIgnoreHTTPSErrors(true));
  }

  private Page open(String address, Browser.NewContextOptions options) {
    BrowserContext context = browser.orElseThrow().newContext(options);
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("script: " + error));
    page.navigate(address);
    return page;
  }

  /** Closes a server after the test, when no page listens to it any more. */
  public <T extends AutoCloseable> T closing(T server) {
    servers.add(server);
    return server;
  }

  /** What the browser complained of so far, which then is no error any more. */
  public List<String> expectComplaints() {
    List<String> expected = List.copyOf(complaints);
    complaints.clear();
    return expected;
  }

  /** Keeps a picture of the whole page among the outputs of the build. */
  public static Path picture(Page page, String name) {
    Path file = SCREENSHOTS.resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    assertThat(Files.exists(file)).isTrue();
    return file;
  }

  /** Checks that nobody is kept from the page by how it is made. */
  public static void assertAccessible(Page page) {
    List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
    assertThat(violations.stream().filter(rule -> GRAVE.contains(rule.getImpact())))
        .as("what keeps people from using %s", page.url())
        .extracting(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
        .isEmpty();
  }

  /** Checks that nothing makes the whole page wider than the window. */
  public static void assertFits(Page page) {
    Object wide =
        page.evaluate(
            """
            () => document.documentElement.scrollWidth <= window.innerWidth + 1 ? [] :
              [...document.querySelectorAll("body *")]
                .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
                .map((each) => each.outerHTML.slice(0, 120))
            """);
    assertThat(wide).as("what is wider than %s", page.url()).asInstanceOf(LIST).isEmpty();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    for (AutoCloseable server : servers) {
      server.close();
    }
    servers.clear();
    assertThat(expectComplaints()).as("what the browser complained of").isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    browser.ifPresent(Browser::close);
    playwright.ifPresent(Playwright::close);
  }
}
