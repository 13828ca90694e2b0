package org.hesokuri.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StagedEngine.NOW;
import static org.hesokuri.web.testing.StagedEngine.hash;
import static org.hesokuri.web.testing.StatusSamples.CODE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;
import org.hesokuri.core.testing.Await;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class MetricsTest {

  private static final BranchName COPY = new BranchName("main_hesokr_laptop");

  private final StagedEngine engine = new StagedEngine();
  private final Metrics metrics = new Metrics(engine, () -> 7, this::unsafe);
  private UnsafeSince unsafe = UnsafeSince.NOTHING;

  private UnsafeSince unsafe(SyncStatus now) {
    unsafe = unsafe.with(now);
    return unsafe;
  }

  @AfterEach
  void end() {
    metrics.close();
  }

  @Test
  void tellHowThingsStand() {
    assertThat(metrics.text())
        .contains("\nhesokuri_configuration_valid 0.0\n", "\nhesokuri_branches_unsafe 0.0\n");
    engine.is(StatusSamples.eventful());
    assertThat(metrics.text())
        .contains(
            "\nhesokuri_configuration_valid 1.0\n",
            "\nhesokuri_peers{reach=\"met\"} 1.0\n",
            "\nhesokuri_peers{reach=\"failing\"} 1.0\n",
            "\nhesokuri_peers{reach=\"not_tried\"} 1.0\n",
            "\nhesokuri_talks{state=\"under_way\"} 1.0\n",
            "\nhesokuri_talks{state=\"waiting\"} 3.0\n",
            "\nhesokuri_bytes_total{direction=\"sent\"} 4321.0\n",
            "\nhesokuri_bytes_total{direction=\"received\"} 1234.0\n",
            "\nhesokuri_sources{state=\"stopped\"} 1.0\n",
            "\nhesokuri_branches 6.0\n",
            "\nhesokuri_branches_unsafe 1.0\n",
            "\nhesokuri_branches_attention{kind=\"diverged\"} 1.0\n",
            "\nhesokuri_kept_tips 6.0\n",
            "\nhesokuri_event_streams 7.0\n",
            "\njvm_memory_used_bytes{");
  }

  @Test
  void tellForHowLongABranchHasNotBeenSafe() {
    engine.is(StatusSamples.eventful());
    assertThat(metrics.text()).contains("\nhesokuri_branches_unsafe_oldest_seconds 0.0\n");
    SyncStatus then = StatusSamples.eventful();
    engine.is(
        new SyncStatus(NOW.plusSeconds(90), then.configuration(), then.sources(), then.peers()));
    assertThat(metrics.text()).contains("\nhesokuri_branches_unsafe_oldest_seconds 90.0\n");
    engine.is(StatusSamples.empty());
    assertThat(metrics.text()).contains("\nhesokuri_branches_unsafe_oldest_seconds 0.0\n");
  }

  @Test
  void countWhatHappens() {
    assertThat(metrics.text()).contains("\nhesokuri_failures_total{cause=\"timed_out\"} 0.0\n");
    engine.tell(pushedTo(NAS, 1));
    engine.tell(pushedTo(NAS, 2));
    engine.tell(
        new SyncEvent.PeerLost(NAS, PeerFailure.Kind.TIMED_OUT, "silent", Duration.ofSeconds(1)));
    engine.tell(new SyncEvent.PushRefused(CODE, NAS, COPY, hash(1), "no"));
    assertThat(metrics.text())
        .contains(
            "\nhesokuri_pushes_total{peer=\"nas\"} 2.0\n",
            "\nhesokuri_failures_total{cause=\"timed_out\"} 1.0\n",
            "\nhesokuri_failures_total{cause=\"push_refused\"} 1.0\n",
            "\nhesokuri_events_total{trouble=\"true\"} 2.0\n",
            "\nhesokuri_events_total{trouble=\"false\"} 2.0\n");
  }

  @Test
  void growNoFurtherHoweverManyPeersThereAre() {
    for (int i = 0; i < 10 * Happenings.MOST_PEERS; i++) {
      engine.tell(pushedTo(new PeerId("peer" + i), 1));
    }
    long labels =
        metrics.text().lines().filter(l -> l.startsWith("hesokuri_pushes_total{")).count();
    assertThat(labels).isEqualTo(Happenings.MOST_PEERS + 1);
    assertThat(metrics.text()).contains("hesokuri_pushes_total{peer=\"others\"} 450.0\n");
  }

  @Test
  void tellHowLongACommitTookToAPeer() {
    engine.committed(hash(1), NOW.plusSeconds(1));
    engine.committed(hash(2), NOW.minusSeconds(10_000));
    engine.tell(new SyncEvent.PeerMet(NAS));
    engine.tell(new SyncEvent.PeerMet(NAS));
    engine.tell(pushedTo(NAS, 2));
    engine.tell(pushedTo(NAS, 3));
    engine.tell(pushedTo(NAS, 1));
    // They are read one after the other: when the last one is told, the others are.
    Await.until(
        metrics::text, () -> metrics.text().contains("hesokuri_commit_to_peer_seconds_count 1"));
    assertThat(metrics.text())
        .contains(
            "\nhesokuri_commit_to_peer_seconds_sum 4.0\n",
            "\nhesokuri_commit_to_peer_seconds_bucket{le=\"2.0\"} 0\n",
            "\nhesokuri_commit_to_peer_seconds_bucket{le=\"5.0\"} 1\n");
  }

  @Test
  void haveEveryNameThatTheDashboardAsksFor() throws Exception {
    engine.tell(pushedTo(NAS, 1));
    Set<String> told =
        metrics
            .text()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceAll("[{ ].*", ""))
            .collect(Collectors.toSet());
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(Files.readString(Path.of("..", "docs", "grafana", "hesokuri.json")));
    Set<String> asked = new TreeSet<>();
    Pattern name = Pattern.compile("\\b((?:hesokuri|jvm|process|system)_[a-z_]+)\\b");
    for (JsonNode expression : dashboard.findValues("expr")) {
      Matcher found = name.matcher(expression.asString());
      assertThat(found.find()).as(expression.asString()).isTrue();
      asked.add(found.group(1));
    }
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(told).containsAll(asked);
    assertThat(dashboard.toString()).contains("label_values(hesokuri_branches, instance)");
  }

  private static SyncEvent pushedTo(PeerId peer, int hash) {
    return new SyncEvent.Pushed(CODE, peer, COPY, Optional.empty(), hash(hash), false);
  }
}
