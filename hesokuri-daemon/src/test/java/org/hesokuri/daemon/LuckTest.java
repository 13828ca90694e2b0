package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No test of any module passes or fails by luck: with time, with ports, or with its order. */
final class LuckTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  /** This file, which names what it looks for. */
  private static final String HERE = "LuckTest";

  /** A pause that another machine needs longer hides a race; {@code Await} has what is left. */
  private static final Pattern SLEEPS =
      Pattern.compile("\\bThread\\.sleep|\\bTimeUnit\\.\\w+\\.sleep|\\bLockSupport\\.park");

  private static final Map<String, String> MAY_SLEEP =
      Map.of(
          "Await", "polls, and pauses where time is the subject",
          "RealSshd", "polls; the benchmarks have it without Await",
          "Planted", "is a fault that a rule has to see");

  /** A limit on the time of a clock fails where the machine does something else meanwhile. */
  private static final Pattern CLOCKS =
      Pattern.compile("\\bSystem\\.(nanoTime|currentTimeMillis)|\\bassertTimeout|\\bStopwatch\\b");

  private static final Map<String, String> MAY_READ_CLOCKS =
      Map.ofEntries(
          Map.entry("Await", "gives up after minutes"),
          Map.entry("EventFeedTest", "allows more for as long as it took"),
          Map.entry("EventStreamsTest", "tells it from the end of an idle connection"),
          Map.entry("LastLookTest", "looks at later times than it is"),
          Map.entry("LosingBytesEndToEndTest", "chooses moments by how long an advance takes here"),
          Map.entry("QuietEndToEndTest", "allows more for as long as it took"),
          Map.entry("RealSshd", "gives up after minutes"),
          Map.entry("RefsMarksTest", "sees that a wait was long enough"),
          Map.entry("Run", "prints how many schedules it did in a minute"),
          Map.entry("SessionThreadsTest", "allows more for as long as it took"),
          Map.entry("SshAgent", "gives up after minutes"),
          Map.entry("UnwantedEndToEndTest", "sees that a pause was long enough"),
          Map.entry("UserLoopEndToEndTest", "chooses moments by how long an advance takes here"),
          Map.entry("WebServerTest", "tells it from the end of an idle connection"),
          Map.entry("WorkingUserEndToEndTest", "prints how long it took"));

  /** Who lets go of a port before a server takes it loses it; {@code Ports} reserves one. */
  private static final Pattern SOCKETS = Pattern.compile("\\bnew (ServerSocket|DatagramSocket)\\(");

  private static final Map<String, String> MAY_OPEN_SOCKETS =
      Map.of(
          "ConnectTest", "a server that says nothing, and one that hangs up",
          "Ports", "is the one that reserves ports",
          "PortsTest", "a stranger who listens",
          "Relay", "serves",
          "SessionThreadsTest", "serves",
          "StartingEndToEndTest", "another program at the port of the page",
          "WaysTest", "a server that says nothing",
          "WebServerTest", "another program at the port of the page");

  private static final Pattern ORDERED = Pattern.compile("@TestMethodOrder|@Order\\b");

  @Test
  void sleepsOnlyWhereItPolls() {
    assertThat(filesWith(SLEEPS)).isEqualTo(MAY_SLEEP.keySet());
  }

  @Test
  void checksNoPromiseByAClockThatRunsOn() {
    assertThat(filesWith(CLOCKS)).isEqualTo(MAY_READ_CLOCKS.keySet());
  }

  @Test
  void opensNoPortToLetGoOfIt() {
    assertThat(filesWith(SOCKETS)).isEqualTo(MAY_OPEN_SOCKETS.keySet());
  }

  @Test
  void needsNoOrderOfTests() {
    assertThat(filesWith(ORDERED)).isEmpty();
  }

  @Test
  void runsTestsInAnotherOrderEachTime() {
    assertThat(System.getProperty("junit.jupiter.testmethod.order.default", "none"))
        .as("see the pom; by hand, without Maven, nothing is to be shown")
        .satisfiesAnyOf(
            order -> assertThat(order).isEqualTo("org.junit.jupiter.api.MethodOrderer$Random"),
            order -> assertThat(System.getProperty("surefire.test.class.path")).isNull());
  }

  /** The names of all classes of tests, of every module, in whose text there is such a thing. */
  private static Set<String> filesWith(Pattern pattern) {
    Set<String> read = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    for (Path folder : modules()) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(
                file -> {
                  String name = file.getFileName().toString().replace(".java", "");
                  read.add(name);
                  if (!name.equals(HERE) && pattern.matcher(text(file)).find()) {
                    found.add(name);
                  }
                });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(read).hasSizeGreaterThan(200);
    return found;
  }

  private static Set<Path> modules() {
    try (Stream<Path> all = Files.list(PROJECT)) {
      return all.map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
