package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * Threads and time as the engine uses them. The engine has no other source of either, so that it
 * runs unchanged, and on one thread, under a virtual clock.
 */
public interface Scheduling extends AutoCloseable {

  /**
   * Runs work on this machine's repositories soon; it may take seconds.
   *
   * @param work what is run
   */
  void runLocally(Runnable work);

  /**
   * {@return how many pieces of local work run at a time; 2 or more, so that what moved does not
   * wait for what is only looked at now and then}
   */
  default int localThreads() {
    return 4;
  }

  /**
   * Runs work that waits for peers soon; it may take minutes and must not delay other work.
   *
   * @param work what is run
   */
  void runForPeers(Runnable work);

  /**
   * Runs a short task once, after the delay by monotonic time.
   *
   * @param delay how long it waits; zero or more
   * @param task what is run
   * @return what can stop it while it waits
   */
  Timer after(Duration delay, Runnable task);

  /** {@return monotonic nanoseconds; only differences mean anything} */
  long nanoTime();

  /**
   * {@return wall-clock time, to be shown to people; never used to decide when something happens}
   */
  Instant now();

  /**
   * Begins no new work and waits, within seconds, for work under way; called when the engine
   * closes.
   */
  @Override
  void close();

  /** A task that waits for its time. */
  interface Timer {

    /** Keeps the task from running if it has not begun. */
    void cancel();
  }
}
