package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Own threads and the system's clocks. Threads end when they have nothing to do. */
final class DefaultScheduling implements Scheduling {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultScheduling.class);
  private static final Duration IDLE_THREAD = Duration.ofSeconds(20);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  private final ThreadPoolExecutor local;
  private final ThreadPoolExecutor peers;
  private final ScheduledThreadPoolExecutor timer;

  DefaultScheduling() {
    int cores = localThreads();
    local =
        new ThreadPoolExecutor(
            cores,
            cores,
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("hesokuri-local-"));
    local.allowCoreThreadTimeOut(true);
    // Unbounded on purpose: every peer bounds its own talks, and none may wait for another.
    peers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("hesokuri-peer-"));
    timer = new ScheduledThreadPoolExecutor(1, named("hesokuri-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public int localThreads() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  @Override
  public void runLocally(Runnable work) {
    run(local, work);
  }

  @Override
  public void runForPeers(Runnable work) {
    run(peers, work);
  }

  private static void run(ExecutorService executor, Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closed) {
      LOG.debug("not begun, because everything ends: {}", work);
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      LOG.debug("not planned, because everything ends: {}", task);
      return () -> {};
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    local.shutdown();
    peers.shutdown();
    try {
      // Not interrupted: an interrupt in the middle of file work is worse than a late end.
      long end = System.nanoTime() + LONGEST_GOODBYE.toNanos();
      boolean ended =
          local.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)
              && peers.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!ended) {
        LOG.warn("some work did not end in time and is left to its own safety");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
