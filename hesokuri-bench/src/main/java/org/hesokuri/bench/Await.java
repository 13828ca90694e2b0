package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for things to happen, closely enough to measure when. */
final class Await {

  /** Shorter than anything that is measured, and long enough to leave the processor to others. */
  private static final long GLANCE_NANOS = 100_000;

  private static final long LOOK_NANOS = 2_000_000;
  private static final long REST_NANOS = 500_000_000;

  private Await() {}

  /**
   * Lets a daemon end what it does after a push, such as opening the next connection, so that
   * neither it nor git is measured while the other works.
   */
  static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  /** Waits until the file of a ref holds the hash. */
  static void ref(Path file, String hash) {
    until(file + " is " + hash, Duration.ofMinutes(2), GLANCE_NANOS, () -> holds(file, hash));
  }

  private static boolean holds(Path file, String hash) {
    try {
      return Files.readString(file).startsWith(hash);
    } catch (IOException notYet) {
      return false;
    }
  }

  static void until(String what, Duration limit, BooleanSupplier condition) {
    until(what, limit, LOOK_NANOS, condition);
  }

  private static void until(
      String what, Duration limit, long pauseNanos, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("it did not come about that " + what);
      }
      LockSupport.parkNanos(pauseNanos);
    }
  }
}
