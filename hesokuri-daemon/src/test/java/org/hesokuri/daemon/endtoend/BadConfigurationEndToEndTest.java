package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of wrong configuration: told in one line, and the one before goes on. */
final class BadConfigurationEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension static final Network network = Network.of(ALPHA, BETA).sources("good");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornOn(ALPHA);
    network.startAll();
    // Nothing that belongs to the beginning is said later.
    network.host(ALPHA).awaitLog(0, "/good: pushed ");
  }

  static Stream<Arguments> wrong() {
    String paths = "{\"127.0.0.2\" \"/srv/a\"}";
    return Stream.of(
        wrong("nothing", "", "holds no configuration"),
        wrong("no vector", "\"text\"", "line 1, column 1"),
        wrong("not closed", "[{:host-to-path " + paths, "line 1, column "),
        wrong("trailing garbage", "[{:host-to-path " + paths + "}] x", "line 1, column "),
        wrong("a tagged literal", "[#foo/bar " + paths + "]", "foo/bar"),
        wrong("a reader that evaluates", "[#=(java.lang.System/exit 0)]", "line 1, column "),
        wrong("a duplicate key", "[{:host-to-path {\"a\" \"/x\" \"a\" \"/y\"}}]", "\"a\""),
        wrong("no paths", "[{:live-edit-branches {:only #{}}}]", ":host-to-path"),
        wrong("empty paths", "[{:host-to-path {}}]", "no machine holds this source"),
        wrong("a relative path", "[{\"127.0.0.2\" \"srv/a\"}]", "\"srv/a\""),
        wrong("a number for a path", "[{\"127.0.0.2\" 7}]", "7"),
        wrong("an identity with a slash", "[{\"a/b\" \"/x\"}]", "\"a/b\""),
        wrong("an identity like an option", "[{\"-oProxyCommand=x\" \"/x\"}]", "-oProxyCommand=x"),
        wrong("an identity like a copy", "[{\"a_hesokr_b\" \"/x\"}]", "a_hesokr_b"),
        wrong("an IPv6 address", "[{\"fe80::1\" \"/x\"}]", "fe80::1"),
        wrong("two spellings", "[{\"Host\" \"/x\" \"host\" \"/y\"}]", "case"),
        wrong("a shared path", "[" + paths + paths + "]", "/srv/a"),
        wrong("a path in another", "[" + paths + "{\"127.0.0.2\" \"/srv/a/b\"}]", "/srv/a/b"),
        wrong(
            "two live-edit rules",
            "[{:host-to-path " + paths + " :live-edit-branches {:only #{} :except #{}}}]",
            "exactly one key"),
        wrong(
            "an unknown live-edit rule",
            "[{:host-to-path " + paths + " :live-edit-branches {:some #{}}}]",
            ":some"),
        wrong(
            "names that are no set",
            "[{:host-to-path " + paths + " :live-edit-branches {:only [\"a\"]}}]",
            "line 1, column "),
        wrong(
            "a short hash",
            "[{:host-to-path " + paths + " :unwanted-branches {\"a\" [\"abc123\"]}}]",
            "abc123"),
        wrong("no days", "[{:host-to-path " + paths + " :keep-days \"x\"}]", "number of days"),
        wrong("too deep", "[".repeat(100) + "]".repeat(100), "64"),
        wrong("a million brackets", "[".repeat(1_000_000), "64"),
        wrong("too long", "[\"" + "x".repeat(1 << 20) + "\"]", "1 MiB"),
        wrong("another machine's", "[{\"elsewhere\" \"/x\"}]", "127.0.0.2"));
  }

  private static Arguments wrong(String what, String content, String told) {
    return Arguments.of(what, content, told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void isToldInOneLineAndChangesNothing(String what, String content, String told) {
    rejected(content.getBytes(StandardCharsets.UTF_8), told);
  }

  @Test
  void bytesThatAreNoTextAreTold() {
    rejected(new byte[] {'[', (byte) 0xc3, '(', ']'}, "UTF-8");
  }

  private void rejected(byte[] content, String told) {
    long mark = alpha.mark();
    try {
      Files.write(alpha.configuration(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    alpha.awaitLog(mark, "not used: ");
    String line = alpha.linesSince(mark, "not used: ").get(0);
    assertThat(line).contains(" WARN ").contains(told);
    alpha.awaitDump("problem: ");
    assertThat(alpha.logSince(mark).lines()).hasSize(1);

    mark = alpha.mark();
    alpha.configure(network.configuration());
    alpha.awaitLog(mark, "configuration in force: 1 source here, 1 peer");
    assertThat(alpha.dump()).doesNotContain("problem: ");
    // Neither the broken file nor the mended one disturbed anything.
    assertThat(alpha.logSince(mark).lines()).hasSize(1);
  }

  @Test
  void theOldConfigurationGoesOn() {
    beta.awaitTip("good", alpha.copy("main"), alpha.tip("good", "main"));
    long mark = alpha.mark();
    alpha.configure("[");
    alpha.awaitLog(mark, "not used: ");

    beta.awaitTip("good", alpha.copy("main"), alpha.git("good").commit("file", "1\n"));
    alpha.awaitLog(mark, "/good: pushed ");

    alpha.configure(network.configuration());
    alpha.awaitLog(mark, "configuration in force");
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithItsPlace() {
    long mark = alpha.mark();
    alpha.configure("[{\"a/b\" \"/x\"}\n {\"c\" \"d\"}\n {:host-to-path {}}]");
    alpha.awaitLog(mark, "not used: ");

    assertThat(alpha.linesSince(mark, "not used: "))
        .singleElement()
        .asString()
        .contains("line 1, column 3", "line 2, column 7", "line 3, column ");

    alpha.configure(network.configuration());
    alpha.awaitLog(mark, "configuration in force");
  }

  @Test
  void anUnknownKeyIsWarnedOfAndUsed() {
    long mark = alpha.mark();
    alpha.configure(
        "[{:host-to-path " + network.paths("good") + " :live-edit-brunches {:only #{}}}]");

    alpha.awaitLog(mark, "configuration in force: 1 source here, 1 peer; warnings: ");
    assertThat(alpha.linesSince(mark, "warnings: ")).first().asString().contains("brunches");
    alpha.awaitDump("warning: ");

    alpha.configure(network.configuration());
    alpha.awaitLines(mark, "configuration in force", 2);
  }

  @Test
  void aFolderThatIsNoRepositoryStopsItsSourceAlone() throws IOException {
    Path folder = Files.createDirectories(alpha.path("foreign"));
    Files.writeString(folder.resolve("thesis.txt"), "mine\n");
    long mark = alpha.mark();
    alpha.configure("[" + network.definition("good") + network.definition("foreign") + "]");

    alpha.awaitLog(mark, "/foreign: stopped: ");
    assertThat(List.of(folder.toFile().list())).containsExactly("thesis.txt");
    String commit = alpha.git("good").commit("file", "beside a stopped one\n");
    beta.awaitTip("good", alpha.copy("main"), commit);
    alpha.awaitLog(mark, "/good: pushed ");

    alpha.configure(network.configuration());
    alpha.awaitLog(mark, "/foreign: no longer configured");
  }

  @Test
  void aRepositoryOfAKindThatWouldBeMisreadStopsItsSourceAlone() {
    alpha.git("good").run("init", "-q", "--object-format=sha256", alpha.path("sha256").toString());
    long mark = alpha.mark();
    alpha.configure("[" + network.definition("good") + network.definition("sha256") + "]");

    alpha.awaitLog(mark, "/sha256: stopped: ");
    assertThat(alpha.linesSince(mark, "/sha256: stopped: ").get(0)).contains("sha256");

    alpha.configure(network.configuration());
    alpha.awaitLog(mark, "/sha256: no longer configured");
  }
}
