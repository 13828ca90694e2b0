package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines in step leave each other alone. */
final class QuietEndToEndTest {

  private static final Duration RETRY_PERIOD = Duration.ofSeconds(5);
  private static final int PERIODS = 3;

  /**
   * Of the processor, in a period: what is one hundredth of it in a minute, though in usual periods
   * of three minutes only a third of this happens.
   */
  private static final Duration LITTLE_WORK = Duration.ofMillis(600);

  private static final List<String> SOURCES = List.of("plain", "live", "split");

  @RegisterExtension
  static final Network network =
      Network.of("127.0.0.2", "127.0.0.3", "127.0.0.4")
          .jvmOption("-Dhesokuri.retry-period=" + RETRY_PERIOD)
          .sources("plain", "split")
          .liveEdit("live");

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

  /** Waits until everybody has heard that all is everywhere, and nobody has more to say. */
  private static void awaitSilence() {
    Await.until(
        () -> "everything is everywhere: " + network.hosts().stream().map(Host::dump).toList(),
        () -> network.hosts().stream().noneMatch(host -> host.dump().contains("Lacking")));
    AtomicReference<String> said = new AtomicReference<>("");
    Await.until(
        () -> "nobody says anything more: " + said,
        RETRY_PERIOD,
        () -> {
          String now = network.hosts().stream().map(Host::logText).collect(Collectors.joining());
          return said.getAndSet(now).equals(now);
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
  void quietMachinesAskOnceInAPeriodAndDoNothingElse() {
    Map<String, Map<String, String>> before = refs();
    long visitsBefore = visits();
    List<Duration> workBefore = work();
    List<Long> marks = network.hosts().stream().map(Host::mark).toList();
    long begun = System.nanoTime();

    Await.until(
        "each has asked each other in some periods",
        () -> visits() - visitsBefore >= (long) PERIODS * pairs());

    // At the end of the last of them, or later on a busy machine.
    long asked = visits() - visitsBefore;
    long periods = Duration.ofNanos(System.nanoTime() - begun).dividedBy(RETRY_PERIOD) + 1;
    List<Duration> workAfter = work();
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < workAfter.size(); i++) {
      millis.add(workAfter.get(i).minus(workBefore.get(i)).toMillis());
    }
    System.out.println(
        periods
            + " quiet periods: processor milliseconds of each daemon "
            + millis
            + ", visits over ssh "
            + asked);
    for (int i = 0; i < marks.size(); i++) {
      assertThat(network.hosts().get(i).logSince(marks.get(i))).isEmpty();
    }
    assertThat(refs()).isEqualTo(before);
    assertThat(asked).isLessThanOrEqualTo(periods * SOURCES.size() * pairs());
    assertThat(millis).allMatch(work -> work <= periods * LITTLE_WORK.toMillis());
  }

  /** How many questions there are of one machine to another. */
  private static long pairs() {
    int machines = network.hosts().size();
    return (long) machines * (machines - 1);
  }

  private static List<Duration> work() {
    return network.hosts().stream().map(host -> host.daemon().processorTime()).toList();
  }
}
