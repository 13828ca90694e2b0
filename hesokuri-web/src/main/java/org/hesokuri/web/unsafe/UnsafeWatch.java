package org.hesokuri.web.unsafe;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers since when branches are not on every peer that should hold them: looks a moment after
 * something happened, and once a minute, as a commit that cannot go anywhere makes no event. Safe
 * for use by several threads.
 */
public final class UnsafeWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UnsafeWatch.class);

  private static final Duration AFTER_AN_EVENT = Duration.ofSeconds(1);
  private static final Duration AT_THE_LATEST = Duration.ofMinutes(1);

  private final Hesokuri engine;
  private final ScheduledThreadPoolExecutor clock;
  private final AtomicBoolean lookDue = new AtomicBoolean();
  private final Hesokuri.Subscription subscription;
  private UnsafeSince since = UnsafeSince.NOTHING;

  /** Begins to watch an engine, which stays the caller's to close. */
  public UnsafeWatch(Hesokuri engine) {
    this.engine = engine;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "hesokuri-unsafe");
              thread.setDaemon(true);
              return thread;
            });
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.subscription = engine.listen(event -> lookSoon());
    clock.scheduleWithFixedDelay(
        this::look, AT_THE_LATEST.toMillis(), AT_THE_LATEST.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What is known with a status of now. */
  public synchronized UnsafeSince with(SyncStatus now) {
    since = since.with(now);
    return since;
  }

  private void lookSoon() {
    if (lookDue.compareAndSet(false, true) && !clock.isShutdown()) {
      clock.schedule(this::look, AFTER_AN_EVENT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    lookDue.set(false);
    try {
      with(engine.status());
    } catch (RuntimeException bug) {
      // Otherwise the clock would never look again, and nobody would know.
      LOG.error("looking for what is not safe failed; please report this", bug);
    }
  }

  @Override
  public void close() {
    subscription.close();
    clock.shutdownNow();
  }
}
