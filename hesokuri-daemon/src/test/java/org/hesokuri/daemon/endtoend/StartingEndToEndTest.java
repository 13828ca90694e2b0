package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hesokuri.git.testing.Ports;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says and how it ends, before and instead of running. */
final class StartingEndToEndTest {

  private static final String ALPHA = "127.0.0.2";

  @RegisterExtension final Network network = Network.of(ALPHA).sources("source");

  private Host alpha;

  @BeforeEach
  void meetTheMachine() {
    alpha = network.host(ALPHA);
  }

  @ParameterizedTest
  @CsvSource({
    "HESOPORT, http, '$HESOPORT is \"http\", which is no port'",
    "HESOPORT, 65536, '$HESOPORT is \"65536\", which is no port'",
    "HESOHOST, a/b, '$HESOHOST is no identity: the identity \"a/b\" contains a slash'",
    "HESOHOST, -x, '$HESOHOST is no identity: the identity \"-x\" starts with a hyphen'",
    "HOME, '', '$HOME is not set'",
    "HOME, here, '$HOME is \"here\", which is not absolute'",
    "HOME, /no/such/folder, '$HOME is \"/no/such/folder\", where no folder is'"
  })
  void aWrongEnvironmentIsOneLineAndExitCodeTwo(String variable, String value, String told) {
    alpha.with(variable, value);
    long mark = alpha.mark();

    assertThat(alpha.launch().awaitEnd()).isEqualTo(2);

    assertThat(alpha.logSince(mark).lines())
        .singleElement()
        .asString()
        .startsWith("hesokuri: " + told);
    assertThat(Files.exists(alpha.path("source"))).isFalse();
  }

  @Test
  void anUnknownArgumentIsExitCodeTwo() {
    long mark = alpha.mark();

    assertThat(alpha.launch("--frobnicate").awaitEnd()).isEqualTo(2);

    assertThat(alpha.logSince(mark)).contains("--frobnicate", "see hesokuri help");
  }

  @Test
  void tellsItsVersionAndHowItIsUsed() {
    long mark = alpha.mark();
    assertThat(alpha.launch("--version").awaitEnd()).isZero();
    assertThat(alpha.logSince(mark)).matches("hesokuri [0-9].*\n");

    assertThat(alpha.launch("--help").awaitEnd()).isZero();
    assertThat(alpha.logSince(mark)).contains("HESOCFG", "HESOPORT", "HESOHOST", "Exit codes:");
  }

  @Test
  void aTakenPortIsOneLineAndNothingIsHalfStarted() throws IOException {
    long mark = alpha.mark();
    try (ServerSocket other =
        new ServerSocket(alpha.port(), 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(alpha.launch().awaitEnd()).isEqualTo(1);
      assertThat(other.isBound()).isTrue();
    }

    assertThat(alpha.linesSince(mark, "hesokuri: "))
        .singleElement()
        .asString()
        .contains("port " + alpha.port() + " is taken", "$HESOPORT");
    assertThat(alpha.logSince(mark)).doesNotContain("\tat ", " ERROR ", "Exception");
    assertThat(Files.exists(alpha.path("source"))).isFalse();
  }

  @Test
  void aSecondDaemonOfTheSameUserIsOneLine() {
    long begin = alpha.mark();
    DaemonProcess first = alpha.start();
    alpha.awaitLog(begin, "created an empty repository");
    long mark = alpha.mark();
    Path log = alpha.home().resolve("second.log");
    try (DaemonProcess second =
        DaemonProcess.start(
            Map.of(
                "HOME", alpha.home().toString(),
                "HESOHOST", ALPHA,
                "HESOPORT", Integer.toString(Ports.reserve())),
            List.of(),
            log)) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.log())
          .contains("hesokuri: another Hesokuri (process " + first.pid() + ") runs");
      assertThat(second.log()).doesNotContain("\tat ", " ERROR ");
    }
    assertThat(first.isAlive()).isTrue();
    assertThat(alpha.logSince(mark)).isEmpty();
    alpha.stop();
  }

  @Test
  void aStateFolderThatCannotBeUsedIsOneLine() throws IOException {
    Path file = Files.writeString(alpha.home().resolve("a file"), "x");
    alpha.with("XDG_STATE_HOME", file.toString());
    long mark = alpha.mark();

    assertThat(alpha.launch().awaitEnd()).isEqualTo(1);

    assertThat(alpha.linesSince(mark, "hesokuri: cannot use the state folder")).hasSize(1);
    assertThat(alpha.logSince(mark)).doesNotContain("\tat ");
  }

  @Test
  void runsWithoutAConfigurationAndTakesItWhenItComes() throws IOException {
    String content = Files.readString(alpha.configuration());
    Files.delete(alpha.configuration());
    long mark = alpha.mark();
    alpha.launch();
    alpha.awaitLog(mark, "not used: ");
    assertThat(alpha.linesSince(mark, "not used: ").get(0)).contains(".hesocfg");
    assertThat(WebPage.at(alpha.port()).html()).contains(".hesocfg");

    alpha.configure(content);

    alpha.awaitLog(mark, "configuration in force: 1 source here");
    alpha.stop();
  }

  @Test
  void takesOneInotifyInstanceForTheConfigurationAndAllRepositories() {
    long mark = alpha.mark();
    DaemonProcess daemon = alpha.start();
    alpha.awaitLog(mark, "created an empty repository");

    assertThat(daemon.inotifyInstances()).isEqualTo(1);
    alpha.stop();
  }

  @Test
  void aMachineThatTheFileDoesNotNameIsToldBothSides() {
    alpha.with("HESOHOST", "");
    long mark = alpha.mark();
    alpha.launch();

    // 127.0.0.2 is no address of an interface, so nothing tells that this machine is meant.
    alpha.awaitLog(mark, "not used: ");
    assertThat(alpha.linesSince(mark, "not used: ").get(0))
        .contains("this machine is called", "the configuration names only \"127.0.0.2\"")
        .contains("\"127.0.0.1\"", "$HESOHOST");
    alpha.stop();
  }

  @Test
  void findsItselfByTheAddressOfAnInterfaceAndItsPathByTheHomeFolder() throws IOException {
    alpha.with("HESOHOST", "");
    alpha.configure("[{\"127.0.0.1\" \"~/src/mine\" \"127.0.0.9\" \"~/elsewhere\"}]");
    long mark = alpha.mark();
    alpha.launch();

    alpha.awaitLog(mark, "configuration in force: 1 source here, 1 peer");
    alpha.awaitLog(mark, alpha.path("mine") + ": created an empty repository");
    alpha.stop();
  }

  @Test
  void stopsAsSoonAsEverythingHasEndedWithExitCodeZero() {
    long mark = alpha.mark();
    alpha.start();

    assertThat(alpha.daemon().terminate()).isZero();

    assertThat(alpha.logSince(mark)).contains("stopped").doesNotContain("not everything ended");
  }
}
