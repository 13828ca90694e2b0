package org.hesokuri.web.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.PeerStatus.Talks;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;

/**
 * Numbers for Prometheus: how things stand at the moment of asking, what has happened since the
 * start, and how the virtual machine is.
 */
public final class Metrics implements AutoCloseable {

  /** The content type of what is told. */
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Hesokuri engine;
  private final Happenings happenings;
  private final Function<SyncStatus, UnsafeSince> unsafeSince;
  private Optional<SyncStatus> status = Optional.empty();
  private UnsafeSince unsafe = UnsafeSince.NOTHING;

  /**
   * The numbers of an engine.
   *
   * @param listeners how many listen to its events by the web
   * @param unsafeSince tells since when branches are not safe in a status of now
   */
  public Metrics(
      Hesokuri engine, IntSupplier listeners, Function<SyncStatus, UnsafeSince> unsafeSince) {
    this.engine = engine;
    this.unsafeSince = unsafeSince;
    this.happenings = Happenings.of(engine, registry);
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    addPeers();
    addSources();
    addBranches();
    add(
        "hesokuri.configuration.valid",
        "Whether the configuration file is valid and in force",
        now -> isValid(now.configuration()) ? 1 : 0);
    add("hesokuri.event.streams", "Who listens to events now", now -> listeners.getAsInt());
  }

  private static boolean isValid(SyncStatus.ConfigurationStatus configuration) {
    return configuration.running().isPresent() && configuration.problems().isEmpty();
  }

  private void addPeers() {
    String what = "Peers by whether the last attempt met them";
    addOne("hesokuri.peers", what, "reach", "met", now -> peers(now, 0, 1, 0));
    addOne("hesokuri.peers", what, "reach", "failing", now -> peers(now, 0, 0, 1));
    addOne("hesokuri.peers", what, "reach", "not_tried", now -> peers(now, 1, 0, 0));
    String queue = "Sources that talk to a peer, or wait for their turn with it";
    addOne("hesokuri.talks", queue, "state", "under_way", now -> sum(now, Talks::underWay));
    addOne("hesokuri.talks", queue, "state", "waiting", now -> sum(now, Talks::waiting));
    addBytes("sent", now -> sum(now, talks -> talks.traffic().sent()));
    addBytes("received", now -> sum(now, talks -> talks.traffic().received()));
  }

  private static double sum(SyncStatus status, ToLongFunction<Talks> number) {
    return status.peers().stream().map(PeerStatus::talks).mapToLong(number).sum();
  }

  private void addBytes(String direction, ToDoubleFunction<SyncStatus> number) {
    FunctionCounter.builder("hesokuri.bytes", this, self -> self.read(number))
        .description("Bytes of Git's protocol that crossed connections to the peers of now")
        .tag("direction", direction)
        .register(registry);
  }

  private static double peers(SyncStatus status, int notTried, int met, int failing) {
    return status.peers().stream()
        .map(PeerStatus::reach)
        .mapToInt(reach -> reach.<Integer>fold(n -> notTried, m -> met, f -> failing))
        .sum();
  }

  private void addSources() {
    String what = "Sources by whether they can be worked on";
    addOne("hesokuri.sources", what, "state", "running", now -> sources(now, 0, 1, 0));
    addOne("hesokuri.sources", what, "state", "stopped", now -> sources(now, 0, 0, 1));
    addOne("hesokuri.sources", what, "state", "starting", now -> sources(now, 1, 0, 0));
    add(
        "hesokuri.kept.tips",
        "Displaced tips that are kept here",
        now -> now.sources().stream().mapToInt(SourceStatus::keptTips).sum());
  }

  private static double sources(SyncStatus status, int starting, int running, int stopped) {
    return status.sources().stream()
        .map(SourceStatus::state)
        .mapToInt(state -> state.<Integer>fold(s -> starting, r -> running, s -> stopped))
        .sum();
  }

  private void addBranches() {
    add(
        "hesokuri.branches",
        "Branches of all sources, copies among them",
        now -> now.sources().stream().mapToInt(source -> source.branches().size()).sum());
    add(
        "hesokuri.branches.unsafe",
        "Branches that some peer should hold and did not say that it holds",
        now -> unsafe.since().size());
    add(
        "hesokuri.branches.unsafe.oldest.seconds",
        "For how long the oldest of them has been so, since the start; 0 without any",
        now -> age(now.at()));
    for (BranchStatus.Attention.Kind kind : BranchStatus.Attention.Kind.values()) {
      addOne(
          "hesokuri.branches.attention",
          "Branches that wait for their user",
          "kind",
          Happenings.label(kind),
          now -> attention(now, kind));
    }
  }

  private double age(Instant now) {
    return unsafe.oldest().map(since -> Duration.between(since, now).toMillis() / 1e3).orElse(0.0);
  }

  private static double attention(SyncStatus status, BranchStatus.Attention.Kind kind) {
    return status.sources().stream()
        .flatMap(source -> source.branches().stream())
        .filter(branch -> branch.attention().filter(a -> a.kind() == kind).isPresent())
        .count();
  }

  private void add(String name, String what, ToDoubleFunction<SyncStatus> number) {
    Gauge.builder(name, this, self -> self.read(number)).description(what).register(registry);
  }

  private void addOne(
      String name, String what, String key, String value, ToDoubleFunction<SyncStatus> number) {
    Gauge.builder(name, this, self -> self.read(number))
        .description(what)
        .tag(key, value)
        .register(registry);
  }

  private double read(ToDoubleFunction<SyncStatus> number) {
    return status.map(number::applyAsDouble).orElse(Double.NaN);
  }

  /** Everything, in the text format of Prometheus. */
  public synchronized String text() {
    // All gauges of one answer tell of the same moment.
    SyncStatus now = engine.status();
    status = Optional.of(now);
    unsafe = unsafeSince.apply(now);
    return registry.scrape();
  }

  @Override
  public void close() {
    happenings.close();
    collections.close();
    registry.close();
  }
}
