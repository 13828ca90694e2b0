package org.hesokuri.core.house;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/** What core must not do, one class for each way to do it. Nothing here is ever run. */
final class Planted {

  private Planted() {}

  static final class ReadsTheClock {
    Instant when() {
      return Instant.now();
    }
  }

  /** A reference to a method is not a call of it. */
  static final class NamesTheClock {
    LongSupplier ticker() {
      return System::nanoTime;
    }
  }

  static final class TakesTheSystemsClock {
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  static final class MakesAThread {
    Thread make(Runnable work) {
      return new Thread(work);
    }
  }

  static final class IsAThread extends Thread {}

  static final class SleepsALittle {
    void rest() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  static final class WorksOnTheCommonPool {
    CompletableFuture<Void> work(Runnable work) {
      return CompletableFuture.runAsync(work);
    }
  }

  static final class TakesThreadsFromAFactory {
    ExecutorService threads() {
      return Executors.newSingleThreadExecutor();
    }
  }

  static final class ReadsTheEnvironment {
    String home() {
      return System.getenv("HOME");
    }
  }

  static final class EndsTheProcess {
    void end() {
      Runtime.getRuntime().halt(1);
    }
  }

  static final class ThrowsDice {
    double dice() {
      return Math.random();
    }
  }

  static final class StartsAProgram {
    Process git() throws IOException {
      return new ProcessBuilder("git").start();
    }
  }

  static final class Prints {
    void print() {
      System.out.println("hello");
    }
  }
}
