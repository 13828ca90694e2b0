package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Many schedules, one seed after the other, on as many threads as there are processors. */
final class Run {

  private static final int ENOUGH_FAILURES = 3;
  private static final long BETWEEN_REPORTS = 100_000;

  private final PrimitiveIterator.OfLong seeds;
  private final Consumer<String> reports;
  private final AtomicLong done = new AtomicLong();
  private final List<Simulator.Failure> failures = new ArrayList<>();
  private final long[] counts = new long[Rare.values().length];
  private final long began = System.nanoTime();

  /**
   * A run that has not begun.
   *
   * @param seeds of the schedules
   * @param reports is told of each failure when it is found, and now and then how far it is
   */
  Run(LongStream seeds, Consumer<String> reports) {
    this.seeds = seeds.iterator();
    this.reports = reports;
  }

  /** Runs all of them, or fewer if enough have failed. */
  Simulator.Outcome go() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(this::work, "simulator-" + i);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted in the middle of a run", e);
      }
    }
    return new Simulator.Outcome(done.get(), failures, counts, perMinute());
  }

  private double perMinute() {
    return done.get() * 60e9 / (System.nanoTime() - began);
  }

  private void work() {
    long[] mine = new long[counts.length];
    for (OptionalLong seed = next(); seed.isPresent(); seed = next()) {
      Script script = Script.of(seed.getAsLong());
      Optional<Throwable> broken = Simulator.attempt(script, Tampering.NONE, mine);
      long sofar = done.incrementAndGet();
      if (sofar % BETWEEN_REPORTS == 0) {
        reports.accept(sofar + " schedules, " + Math.round(perMinute()) + " per minute");
      }
      if (broken.isPresent() && !isWorthGoingOn(script, broken.get())) {
        break;
      }
    }
    synchronized (counts) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += mine[i];
      }
    }
  }

  private OptionalLong next() {
    synchronized (seeds) {
      return seeds.hasNext() ? OptionalLong.of(seeds.nextLong()) : OptionalLong.empty();
    }
  }

  private boolean isWorthGoingOn(Script script, Throwable broken) {
    synchronized (failures) {
      if (failures.size() < ENOUGH_FAILURES) {
        Simulator.Failure failure = failure(script, broken);
        failures.add(failure);
        reports.accept(failure.told());
      }
      return failures.size() < ENOUGH_FAILURES;
    }
  }

  /** Shrunk where it fails again; what fails only at times counts all the same. */
  private static Simulator.Failure failure(Script script, Throwable broken) {
    List<String> unrepeated = List.of("(it did not fail in the same way again)");
    try {
      return Simulator.replay(script, Tampering.NONE)
          .orElseGet(() -> new Simulator.Failure(script, broken, unrepeated));
    } catch (IllegalStateException onlyAtTimes) {
      broken.addSuppressed(onlyAtTimes);
      return new Simulator.Failure(script, broken, unrepeated);
    }
  }
}
