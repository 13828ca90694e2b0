package org.hesokuri.git.ssh;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * The threads and the clock that all sessions share. By itself the ssh library makes five threads
 * for each, of which one wakes every second: with ten peers in step, 0.2 % of a core and some 5 MB.
 *
 * <p>May be used from any thread.
 */
final class SessionThreads implements AutoCloseable {

  /** Who is making a session on this thread. */
  private static final ThreadLocal<SessionThreads> MAKING = new ThreadLocal<>();

  private final CloseableExecutorService pool;
  private final Clock clock;

  /**
   * Makes them.
   *
   * @param pool has a thread for each task at once, so that a session that blocks costs the others
   *     nothing; stays the caller's to shut down
   */
  SessionThreads(CloseableExecutorService pool) {
    this.pool = pool;
    this.clock = new Clock(pool);
  }

  /** Who is making a session on the current thread by {@link #lendTo}. */
  static Optional<SessionThreads> ofThisThread() {
    return Optional.ofNullable(MAKING.get());
  }

  /** Does something in which sessions that are made use these threads, and no others do. */
  <T, E extends Exception> T lendTo(Making<T, E> making) throws E {
    MAKING.set(this);
    try {
      return making.make();
    } finally {
      MAKING.remove();
    }
  }

  /** Makes a session. */
  interface Making<T, E extends Exception> {
    T make() throws E;
  }

  /** Has a client of the ssh library that starts on this thread use the shared ones. */
  IoServiceFactory serve(FactoryManager client) {
    if (client instanceof AbstractFactoryManager settable) {
      // Its own clock has nothing to do before its first session.
      settable.getScheduledExecutorService().shutdown();
      settable.setScheduledExecutorService(clock, false);
    }
    return new Nio2ServiceFactory(client, ThreadUtils.noClose(pool), ThreadUtils.noClose(pool));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /**
   * What is done again and again for the sessions is done for all of them at once, four times a
   * minute: the signs of life, which are due as often, and the look at the library's own limits of
   * minutes, which it would take every second. Limits of seconds are {@link Watchdog}'s.
   */
  private static final class Clock extends ScheduledThreadPoolExecutor {

    private final Executor pool;
    private final long begin = System.nanoTime();

    Clock(Executor pool) {
      super(
          1,
          task -> {
            Thread thread = new Thread(task, "hesokuri-ssh-clock");
            thread.setDaemon(true);
            return thread;
          });
      this.pool = pool;
      setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable task, long delay, long period, TimeUnit unit) {
      long nanos = Math.max(unit.toNanos(period), SshdDefaults.BEAT.toNanos());
      long untilNext = nanos - (System.nanoTime() - begin) % nanos;
      return super.scheduleAtFixedRate(
          () -> runElsewhere(task), untilNext, nanos, TimeUnit.NANOSECONDS);
    }

    /** A session whose connection takes nothing may block who writes to it. */
    private void runElsewhere(Runnable task) {
      pool.execute(task);
    }
  }
}
