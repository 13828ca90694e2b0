package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minute of a new user: {@code hesokuri demo}, with nothing set up. */
final class DemoEndToEndTest {

  @TempDir private Path folder;
  private Path log;
  private Path temporary;

  @BeforeEach
  void prepare() throws IOException {
    log = Files.createFile(folder.resolve("log"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  private DaemonProcess demo(String path, String... arguments) throws IOException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    environment.put("PATH", path);
    environment.put("LC_ALL", "C.UTF-8");
    return DaemonProcess.start(
        environment, List.of("-Djava.io.tmpdir=" + temporary), log, arguments);
  }

  private void assertNothingIsLeft() throws IOException {
    for (Path place : List.of(temporary, folder.resolve("home"))) {
      try (Stream<Path> left = Files.list(place)) {
        assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
            .isEmpty();
      }
    }
  }

  @Test
  void threeMachinesAreInStepWithinSecondsAndLeaveNothing() throws IOException {
    try (DaemonProcess demo = demo(System.getenv("PATH"), "demo", "--once")) {
      assertThat(demo.awaitEnd()).as(demo.log()).isZero();
      assertThat(demo.log())
          .contains("laptop commits", "desk   commits", "server commits")
          .contains("All three are in step")
          .doesNotContain("WARN", "ERROR", "There is no git");
    }
    assertNothingIsLeft();
  }

  @Test
  void needsNoGitToBeInstalled() throws IOException {
    try (DaemonProcess demo = demo("/nonexistent", "demo", "--once")) {
      assertThat(demo.awaitEnd()).as(demo.log()).isZero();
      assertThat(demo.log()).contains("There is no git here", "All three are in step");
    }
    assertNothingIsLeft();
  }

  @Test
  void goesOnUntilItIsStoppedAndLeavesNothing() throws IOException {
    try (DaemonProcess demo = demo(System.getenv("PATH"), "demo")) {
      Await.until(
          () -> "the demo goes on: " + demo.log(), () -> demo.log().contains("Line 4, by laptop"));
      int port = port(demo.log());
      assertThat(WebPage.at(port).dump()).contains("laptop");
      assertThat(demo.terminate()).isZero();
    }
    assertNothingIsLeft();
  }

  private static int port(String log) {
    String address = "http://localhost:";
    String rest = log.substring(log.indexOf(address) + address.length());
    return Integer.parseInt(rest.lines().findFirst().orElseThrow().strip());
  }
}
