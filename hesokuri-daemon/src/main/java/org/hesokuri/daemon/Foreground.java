package org.hesokuri.daemon;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs something until the process is told to stop, and then stops it within seconds. */
final class Foreground {

  private static final Logger log = LoggerFactory.getLogger(Foreground.class);

  /** More than everything that stops needs; whatever is cut here is safe against a power cut. */
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(12);

  private Foreground() {}

  /** How something starts. */
  interface Start {
    AutoCloseable start() throws CannotStart;
  }

  /**
   * Starts it and waits. SIGTERM and SIGINT close it and end the process, with the exit code for
   * that: a caller sees this method return only if the start fails.
   */
  static ExitCode run(Start start) throws CannotStart, InterruptedException {
    CompletableFuture<AutoCloseable> started = new CompletableFuture<>();
    // Before the start: whoever sees the first sign of life may send a signal at once.
    Thread stop = new Thread(() -> stop(started), "hesokuri-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      started.complete(start.start());
    } catch (CannotStart | RuntimeException e) {
      started.complete(() -> {});
      letEndWithoutSignal(stop);
      throw e;
    }
    new CountDownLatch(1).await();
    return ExitCode.STOPPED;
  }

  private static void letEndWithoutSignal(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException signalled) {
      // Then the process ends as one that was told to stop.
      log.debug("told to stop while the start failed", signalled);
    }
  }

  private static void stop(CompletableFuture<AutoCloseable> started) {
    log.info("stopping");
    Thread closing = new Thread(() -> close(started.join()), "hesokuri-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(LONGEST_GOODBYE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      log.warn("not everything ended in time; it is left to its own safety");
    }
    log.info("stopped");
    // Otherwise the exit code would be that of an unhandled signal.
    Runtime.getRuntime().halt(ExitCode.STOPPED.number());
  }

  private static void close(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception bug) {
      log.error("a bug showed while stopping; please report it", bug);
    }
  }
}
