package org.hesokuri.daemon;

import java.time.Duration;
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
    AutoCloseable running = start.start();
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "hesokuri-stop"));
    never.await();
    return ExitCode.STOPPED;
  }

  private static void stop(AutoCloseable running) {
    log.info("stopping");
    Thread closing = new Thread(() -> close(running), "hesokuri-close");
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
