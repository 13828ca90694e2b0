package org.hesokuri.web.metrics;

import com.google.common.collect.ImmutableSet;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;

/** Counts what happens. Each number is there from the start, so that its first change is seen. */
final class Happenings implements AutoCloseable {

  /** The names of more peers than a person has machines are not told apart. */
  static final int MOST_PEERS = 50;

  private static final String OTHERS = "others";
  private static final int MOST_WAITING = 200;

  private final Hesokuri engine;
  private final MeterRegistry registry;
  private final Timer latency;
  private final Set<PeerId> peers = new HashSet<>();
  private final ThreadPoolExecutor reader;
  private Optional<Instant> begun = Optional.empty();
  private Optional<Hesokuri.Subscription> subscription = Optional.empty();

  private Happenings(Hesokuri engine, MeterRegistry registry) {
    this.engine = engine;
    this.registry = registry;
    this.latency =
        Timer.builder("hesokuri.commit.to.peer")
            .description(
                "From the second of a commit, made since the start, to a peer's word that it has"
                    + " it")
            .serviceLevelObjectives(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofDays(1))
            .register(registry);
    // Reads repositories, which an engine must not wait for. What is too much for it is left out:
    // a thousand branches that arrive at once tell no more than two hundred of them.
    this.reader =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "hesokuri-metrics");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    reader.allowCoreThreadTimeOut(true);
  }

  static Happenings of(Hesokuri engine, MeterRegistry registry) {
    Happenings happenings = new Happenings(engine, registry);
    for (PeerFailure.Kind kind : PeerFailure.Kind.values()) {
      happenings.failures(label(kind));
    }
    happenings.failures("push_refused");
    happenings.failures("source_refused");
    happenings.troubles(true);
    happenings.troubles(false);
    happenings.subscription = Optional.of(engine.listen(happenings::count));
    return happenings;
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Counter failures(String cause) {
    return Counter.builder("hesokuri.failures")
        .description("What a peer did not take, or why it could not be met, by cause")
        .tag("cause", cause)
        .register(registry);
  }

  private Counter troubles(boolean trouble) {
    return Counter.builder("hesokuri.events")
        .description("What happened, by whether somebody should do something about it")
        .tag("trouble", Boolean.toString(trouble))
        .register(registry);
  }

  private Counter pushes(PeerId peer) {
    boolean known = peers.contains(peer) || (peers.size() < MOST_PEERS && peers.add(peer));
    return Counter.builder("hesokuri.pushes")
        .description("Branches that a peer said it took")
        .tag("peer", known ? peer.name() : OTHERS)
        .register(registry);
  }

  // Called one at a time.
  private void count(RecordedEvent recorded) {
    SyncEvent event = recorded.event();
    Instant first = begun.orElse(recorded.at());
    begun = Optional.of(first);
    troubles(event.isTrouble()).increment();
    if (event instanceof SyncEvent.Pushed pushed) {
      pushes(pushed.peer()).increment();
      reader.execute(() -> measure(pushed, first, recorded.at()));
    } else if (event instanceof SyncEvent.PushRefused) {
      failures("push_refused").increment();
    } else if (event instanceof SyncEvent.SourceRefused) {
      failures("source_refused").increment();
    } else if (event instanceof SyncEvent.PeerLost lost) {
      failures(label(lost.kind())).increment();
    }
  }

  private void measure(SyncEvent.Pushed pushed, Instant first, Instant at) {
    Optional<CommitSummary> commit =
        Optional.ofNullable(
            engine.describe(pushed.source(), ImmutableSet.of(pushed.to())).get(pushed.to()));
    // Older ones tell how long this machine or the peer was away, not how fast anything is.
    commit
        .map(CommitSummary::committedAt)
        .filter(made -> !made.isBefore(first) && !made.isAfter(at))
        .ifPresent(made -> latency.record(Duration.between(made, at)));
  }

  @Override
  public void close() {
    subscription.ifPresent(Hesokuri.Subscription::close);
    reader.shutdownNow();
  }
}
