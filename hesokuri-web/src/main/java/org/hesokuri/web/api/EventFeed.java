package org.hesokuri.web.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.status.SyncStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody who listens what happens, and that what is shown has changed. One thread serves
 * all of them and only while there are any: each has a place in the same ring of events and at most
 * one part of it under way, so that a slow one costs the others nothing and no memory piles up.
 */
public final class EventFeed implements AutoCloseable {

  /** How many may listen at the same time. */
  public static final int MOST_LISTENERS = 100;

  private static final long BEFORE_ALL = -1;
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
  private static final byte[] GREETING = ascii("retry: 1000\n\n");
  private static final byte[] STATUS = ascii("event: status\ndata: {}\n\n");
  private static final byte[] HEARTBEAT = ascii(":\n\n");

  private final Hesokuri engine;
  private final Times times;
  private final String life = EventPlace.newLife();
  private final EventRing ring = new EventRing(life);
  private final Hesokuri.Subscription subscription;
  private final ScheduledThreadPoolExecutor clock;
  // The rest belongs to the clock's thread, but for the list, whose length others ask for.
  private final List<Listener> listeners = new ArrayList<>();
  private Optional<SyncStatus> shown = Optional.empty();
  private long statusToldAt;
  private boolean statusDue;
  private boolean ticking;

  /**
   * How patient a feed is.
   *
   * @param statusPause the least time between two words about a changed status
   * @param look how often the status is compared with what is shown
   * @param heartbeat after which silence a listener is told that all is well
   * @param stalled how long one may take to read a part
   */
  public record Times(Duration statusPause, Duration look, Duration heartbeat, Duration stalled) {

    /** For people. */
    public static final Times USUAL =
        new Times(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));
  }

  /** The way to somebody who listens. */
  public interface Way {

    /**
     * Sends bytes without waiting.
     *
     * @param done called once, from any thread, with whether they are on their way
     */
    void send(ByteBuffer bytes, Done done);

    /** Ends it at once; what is under way is lost. */
    void cut();
  }

  /** What is called when bytes are on their way, or never will be. */
  @FunctionalInterface
  public interface Done {

    /** Tells whether they are. */
    void sent(boolean sent);
  }

  private static final class Listener {
    private final Way way;
    private long place;
    private boolean welcome;
    private boolean greeted;
    private boolean statusDue = true;
    private boolean sending;
    private boolean gone;
    private long lastBegun;

    Listener(Way way) {
      this.way = way;
    }
  }

  /** A feed of what happens in an engine. */
  public EventFeed(Hesokuri engine, Times times) {
    this.engine = engine;
    this.times = times;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "hesokuri-web-events");
              thread.setDaemon(true);
              return thread;
            });
    // The thread is there only while there is something to tell.
    clock.setKeepAliveTime(1, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.subscription = engine.listen(event -> heard());
  }

  private void heard() {
    // Called under the engine's lock: what it costs must not depend on who listens.
    if (count() > 0) {
      run(this::lookForEvents);
    }
  }

  /** How many listen. */
  public int count() {
    synchronized (listeners) {
      return listeners.size();
    }
  }

  /** The place after the newest event, for whoever wants to hear of everything from now on. */
  String place(long newest) {
    return new EventPlace(life, newest).toString();
  }

  /** Whether a text is a place that a listener may give. */
  public static boolean isPlace(String text) {
    return EventPlace.parse(text).isPresent();
  }

  /**
   * Begins to tell somebody.
   *
   * @param after the place after which to begin; without one, with what happens from now on
   * @return false if too many listen already
   */
  public boolean add(Way way, Optional<String> after) {
    Listener listener = new Listener(way);
    synchronized (listeners) {
      if (listeners.size() >= MOST_LISTENERS) {
        return false;
      }
      listeners.add(listener);
    }
    run(() -> welcome(listener, after));
    return true;
  }

  private void welcome(Listener listener, Optional<String> after) {
    lookForEvents();
    // Numbers of another life say nothing about this one: all that is remembered comes after a gap.
    listener.place =
        after
            .flatMap(EventPlace::parse)
            .map(place -> place.life().equals(life) ? place.number() : BEFORE_ALL)
            .orElse(ring.newest());
    listener.lastBegun = System.nanoTime();
    listener.welcome = true;
    pump(listener);
    if (!ticking) {
      ticking = true;
      shown = Optional.of(timeless(engine.status()));
      tick();
    }
  }

  private void lookForEvents() {
    if (ring.takeOver(engine.recentEvents())) {
      all().forEach(this::pump);
      statusMayHaveChanged();
    }
  }

  private void tick() {
    List<Listener> now = all();
    if (now.isEmpty()) {
      ticking = false;
      return;
    }
    lookForEvents();
    if (!shown.equals(Optional.of(timeless(engine.status())))) {
      statusMayHaveChanged();
    }
    for (Listener listener : now) {
      Duration silent = Duration.ofNanos(System.nanoTime() - listener.lastBegun);
      if (listener.sending && silent.compareTo(times.stalled()) > 0) {
        LOG.debug("somebody who listens to events does not read them; cut off");
        remove(listener);
        listener.way.cut();
      } else {
        pump(listener);
      }
    }
    later(this::tick, times.look());
  }

  private static SyncStatus timeless(SyncStatus status) {
    return new SyncStatus(Instant.EPOCH, status.configuration(), status.sources(), status.peers());
  }

  private void statusMayHaveChanged() {
    if (!statusDue) {
      statusDue = true;
      long since = System.nanoTime() - statusToldAt;
      later(this::tellStatus, times.statusPause().minusNanos(since));
    }
  }

  private void tellStatus() {
    statusDue = false;
    statusToldAt = System.nanoTime();
    // Read before it is told: what changes from here on is a difference to what will be fetched.
    shown = Optional.of(timeless(engine.status()));
    for (Listener listener : all()) {
      listener.statusDue = true;
      pump(listener);
    }
  }

  private void pump(Listener listener) {
    if (!listener.welcome || listener.sending || listener.gone) {
      return;
    }
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    if (!listener.greeted) {
      part.writeBytes(GREETING);
      listener.greeted = true;
    }
    listener.place = ring.copyAfter(listener.place, part);
    if (listener.statusDue) {
      part.writeBytes(STATUS);
      listener.statusDue = false;
    }
    long now = System.nanoTime();
    if (part.size() == 0) {
      if (Duration.ofNanos(now - listener.lastBegun).compareTo(times.heartbeat()) < 0) {
        return;
      }
      part.writeBytes(HEARTBEAT);
    }
    listener.sending = true;
    listener.lastBegun = now;
    listener.way.send(ByteBuffer.wrap(part.toByteArray()), sent -> run(() -> done(listener, sent)));
  }

  private void done(Listener listener, boolean sent) {
    listener.sending = false;
    if (sent) {
      pump(listener);
    } else {
      remove(listener);
    }
  }

  private void remove(Listener listener) {
    listener.gone = true;
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }

  private List<Listener> all() {
    synchronized (listeners) {
      return new ArrayList<>(listeners);
    }
  }

  private void run(Runnable task) {
    later(task, Duration.ZERO);
  }

  private void later(Runnable task, Duration pause) {
    if (!clock.isShutdown()) {
      clock.schedule(() -> guarded(task), Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException bug) {
      LOG.error("telling events failed in a way that nobody foresaw; please report this", bug);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    subscription.close();
    clock.shutdownNow();
  }
}
