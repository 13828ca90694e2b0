package org.hesokuri.git.ssh;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls off what takes too long, on one thread for all connections. */
final class Watchdog implements AutoCloseable {

  private static final long MAX_TICK_MILLIS = 1000;
  private static final long TICKS_PER_LIMIT = 8;

  private final ScheduledThreadPoolExecutor clock;
  private final Executor background;

  /**
   * Makes a watchdog.
   *
   * @param background calls things off, which may block
   */
  Watchdog(Executor background) {
    this.background = background;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "hesokuri-ssh-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Runs the task once, after the limit, unless it is cancelled before. */
  Future<?> after(Duration limit, Runnable task) {
    return clock.schedule(() -> background.execute(task), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs the check again and again, often enough to notice soon that the limit has passed. */
  Future<?> every(Duration limit, Runnable check) {
    long tick = Math.max(1, Math.min(MAX_TICK_MILLIS, limit.toMillis() / TICKS_PER_LIMIT));
    return clock.scheduleWithFixedDelay(check, tick, tick, TimeUnit.MILLISECONDS);
  }

  /** Runs what may block elsewhere, so that the other connections' limits are kept too. */
  void elsewhere(Runnable task) {
    background.execute(task);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
