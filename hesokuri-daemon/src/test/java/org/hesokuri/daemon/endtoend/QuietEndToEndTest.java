package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines in step leave each other alone. */
final class QuietEndToEndTest {

  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final List<String> SOURCES = List.of("plain", "live", "split");

  @RegisterExtension
  static final Network network =
      Network.of("127.0.0.2", "127.0.0.3", "127.0.0.4").sources("plain", "split").liveEdit("live");

  @BeforeAll
  static void startAndComeInStep() {
    network.bornEverywhere();
    for (Host host : network.hosts()) {
      TestGit git = host.git("plain");
      git.run("switch", "-q", "-c", "work/" + host.id());
      git.commit("file", host.id() + "\n");
      // Copies that nobody may force, and that differ from host to host.
      host.git("split").commit("file", host.id() + "\n");
    }
    network.startAll();
    Host first = network.hosts().get(0);
    for (int round = 1; round <= 3; round++) {
      String tip = first.git("live").commit("file", round + "\n");
      network.hosts().forEach(host -> host.awaitTip("live", "main", tip));
    }
    for (Host from : network.hosts()) {
      for (Host to : network.hosts()) {
        if (from != to) {
          String work = "work/" + from.id();
          to.awaitTip("plain", from.copy(work), from.tip("plain", work));
          to.awaitTip("split", from.copy("main"), from.tip("split", "main"));
        }
      }
    }
    awaitSilence();
  }

  /** Waits until nobody has asked anybody anything for five seconds. */
  private static void awaitSilence() {
    Duration silence = Duration.ofSeconds(5);
    long[] last = {visits(), System.nanoTime()};
    Await.until(
        () -> "the machines are silent",
        Duration.ofSeconds(60),
        () -> {
          if (visits() != last[0]) {
            last[0] = visits();
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > silence.toNanos();
        });
  }

  private static long visits() {
    return network.hosts().stream().mapToLong(Host::visits).sum();
  }

  private static Map<String, Map<String, String>> refs() {
    Map<String, Map<String, String>> refs = new TreeMap<>();
    for (Host host : network.hosts()) {
      SOURCES.forEach(source -> refs.put(host.id() + " " + source, host.refs(source)));
    }
    return refs;
  }

  @Test
  void aQuietMinuteHasNoPushNoRefUpdateAndNoNoticeableWork() {
    Map<String, Map<String, String>> before = refs();
    long visitsBefore = visits();
    List<Duration> workBefore = work();
    List<Long> marks = network.hosts().stream().map(Host::mark).toList();

    Await.pause(MINUTE);

    List<Long> millis = new ArrayList<>();
    List<Duration> workAfter = work();
    for (int i = 0; i < workAfter.size(); i++) {
      millis.add(workAfter.get(i).minus(workBefore.get(i)).toMillis());
    }
    System.out.println(
        "quiet minute: processor milliseconds of each daemon "
            + millis
            + ", visits over ssh "
            + (visits() - visitsBefore));
    for (int i = 0; i < marks.size(); i++) {
      assertThat(network.hosts().get(i).logSince(marks.get(i))).isEmpty();
    }
    assertThat(refs()).isEqualTo(before);
    // With the usual pauses even the question what a peer holds comes once in three minutes.
    assertThat(visits() - visitsBefore).isLessThanOrEqualTo(mostListings());
    // One hundredth of one processor.
    assertThat(millis).allMatch(work -> work <= MINUTE.toMillis() / 100);
  }

  /** One listing for each source and each ordered pair of machines. */
  private static long mostListings() {
    int machines = network.hosts().size();
    return (long) SOURCES.size() * machines * (machines - 1);
  }

  private static List<Duration> work() {
    return network.hosts().stream().map(host -> host.daemon().processorTime()).toList();
  }
}
