package org.hesokuri.daemon.endtoend;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must become true, for as long as a loaded machine may need. */
final class Await {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Duration POLL = Duration.ofMillis(20);

  private Await() {}

  /** Waits until it is so. */
  static void until(String what, BooleanSupplier isSo) {
    until(() -> what, PATIENCE, isSo);
  }

  /** Waits until it is so, at most as long as given. */
  static void until(Supplier<String> what, Duration limit, BooleanSupplier isSo) {
    until(what, limit, isSo, POLL.toMillis());
  }

  /** Waits until it is so, looking as often as given. */
  static void until(Supplier<String> what, Duration limit, BooleanSupplier isSo, long pollMillis) {
    long end = System.nanoTime() + limit.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get());
      }
      pause(Duration.ofMillis(pollMillis));
    }
  }

  /** Checks again and again that it is so, for the time given: for what must not happen. */
  static void stays(Supplier<String> what, Duration time, BooleanSupplier isSo) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!isSo.getAsBoolean()) {
        throw new AssertionError("did not stay so: " + what.get());
      }
      pause(POLL);
    }
  }

  /** Waits, where time itself is what the test is about. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
