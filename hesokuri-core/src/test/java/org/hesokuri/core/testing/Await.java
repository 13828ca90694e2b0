package org.hesokuri.core.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits in tests. A limit here is only there so that what never comes about fails: no promise about
 * time is checked by a clock that runs on while the machine does something else. How fast things
 * are is measured by the benchmarks.
 */
public final class Await {

  /** Longer than any machine makes a test wait for what does come about. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(10);

  private Await() {}

  /** What is asked again and again. */
  public interface Question {

    /** Whether it is so by now. */
    boolean isSo() throws Exception;
  }

  /**
   * Waits until it is so.
   *
   * @throws AssertionError with what should have become so, if it does not
   */
  public static void until(String what, Question question) {
    until(() -> what, question);
  }

  /** As above, with words that are asked for only if it does not become so. */
  public static void until(Supplier<String> what, Question question) {
    until(what, POLL, question);
  }

  /** As above, with another pause between two looks: what is brief, or what costs much. */
  public static void until(Supplier<String> what, Duration poll, Question question) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answer(question)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what.get());
      }
      pause(poll);
    }
  }

  /**
   * Checks again and again that it is so, for the time given: for what must not happen. Too short a
   * time can hide that it happens, never make it happen.
   */
  public static void stays(Supplier<String> what, Duration time, Question question) {
    long end = System.nanoTime() + time.toNanos();
    do {
      if (!answer(question)) {
        throw new AssertionError("did not stay so: " + what.get());
      }
      pause(POLL);
    } while (System.nanoTime() - end < 0);
  }

  private static boolean answer(Question question) {
    try {
      return question.isSo();
    } catch (Exception e) {
      throw new AssertionError("it cannot be told", e);
    }
  }

  /**
   * What the work comes to; for work that a fault would make endless.
   *
   * @throws AssertionError if the work does not end, with the place where it is
   */
  public static <T> T end(Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable failed) {
                result.completeExceptionally(failed);
              }
            },
            "await-end");
    worker.setDaemon(true);
    worker.start();
    try {
      return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException endless) {
      AssertionError error = new AssertionError("no end after " + PATIENCE.toSeconds() + " s");
      error.setStackTrace(worker.getStackTrace());
      worker.interrupt();
      throw error;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  /**
   * Lets time pass: between two steps of a user or a killer whose moments are left to chance, or
   * where something that must not happen is given a chance to. Never to let something end.
   */
  public static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
