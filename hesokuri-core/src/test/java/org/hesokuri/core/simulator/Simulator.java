package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Runs schedules by their seeds, shrinks what fails, and says what it has met. */
final class Simulator {

  /** What became of one schedule that broke a promise. */
  record Failure(Script script, Throwable broken, List<String> trace) {

    String told() {
      StringBuilder told = new StringBuilder();
      told.append("seed ").append(script.seed()).append(" breaks a promise: ").append(broken);
      told.append("\n  shrunk to ")
          .append(script.deeds().size())
          .append(" deeds; what happened:\n");
      trace.forEach(line -> told.append("  ").append(line).append('\n'));
      for (StackTraceElement element : broken.getStackTrace()) {
        if (element.getClassName().startsWith("org.hesokuri")) {
          told.append("    at ").append(element).append('\n');
        }
      }
      return told.toString();
    }
  }

  /** How a run over many seeds went. */
  record Outcome(long schedules, List<Failure> failures, long[] counts, double perMinute) {

    /** One line: schedules, failures, schedules per minute, and the rare situations. */
    String line() {
      StringBuilder line = new StringBuilder();
      line.append(schedules).append(" schedules, ").append(failures.size()).append(" failures, ");
      line.append(Math.round(perMinute)).append(" per minute;");
      for (Rare rare : Rare.values()) {
        line.append(rare.ordinal() == 0 ? " " : ", ");
        line.append(rare.words()).append(' ').append(counts[rare.ordinal()]);
      }
      return line.toString();
    }

    /** The situations that were never met. */
    List<Rare> missing() {
      return List.of(Rare.values()).stream().filter(rare -> counts[rare.ordinal()] == 0).toList();
    }
  }

  private Simulator() {}

  /**
   * Runs schedules on as many threads as there are processors.
   *
   * @param firstSeed the first seed
   * @param most how many
   */
  static Outcome run(long firstSeed, long most) {
    int threads = Runtime.getRuntime().availableProcessors();
    AtomicLong next = new AtomicLong();
    List<Failure> failures = new ArrayList<>();
    long[] counts = new long[Rare.values().length];
    long began = System.nanoTime();
    List<Thread> all = new ArrayList<>();
    AtomicLong done = new AtomicLong();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                long[] mine = new long[counts.length];
                for (long n = next.getAndIncrement(); n < most; n = next.getAndIncrement()) {
                  Optional<Throwable> broken = attempt(Script.of(firstSeed + n), mine);
                  done.incrementAndGet();
                  if (broken.isPresent() && !addFailure(failures, firstSeed + n)) {
                    break;
                  }
                }
                synchronized (counts) {
                  for (int c = 0; c < counts.length; c++) {
                    counts[c] += mine[c];
                  }
                }
              },
              "simulator-" + i);
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      joinUninterrupted(thread);
    }
    double minutes = (System.nanoTime() - began) / 60e9;
    return new Outcome(done.get(), failures, counts, done.get() / minutes);
  }

  private static void joinUninterrupted(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted in the middle of a run", e);
    }
  }

  /** Whether it makes sense to look for more. */
  private static boolean addFailure(List<Failure> failures, long seed) {
    synchronized (failures) {
      if (failures.size() < 3) {
        failures.add(shrunk(seed));
      }
      return failures.size() < 3;
    }
  }

  /** Runs one schedule; what it broke. */
  static Optional<Throwable> attempt(Script script, long[] counts) {
    Schedule schedule = new Schedule(script, false, counts);
    return attempt(schedule);
  }

  private static Optional<Throwable> attempt(Schedule schedule) {
    Bugs.forget();
    try {
      schedule.run();
    } catch (Exception | Error broken) {
      return Optional.of(broken);
    }
    return Bugs.seen();
  }

  /** Replays a seed; empty if it breaks nothing. */
  static Optional<Failure> replay(long seed) {
    long[] counts = new long[Rare.values().length];
    return attempt(Script.of(seed), counts).map(broken -> shrunk(seed));
  }

  /** The beginning of what is said, such as "S1", which tells one fault from another. */
  private static String promiseOf(Throwable broken) {
    String said = String.valueOf(broken.getMessage());
    return said.substring(0, Math.min(3, said.length()));
  }

  /** The failure of a seed, with as few deeds as show it. */
  private static Failure shrunk(long seed) {
    long[] counts = new long[Rare.values().length];
    Script script = Script.of(seed);
    String promise = attempt(script, counts).map(Simulator::promiseOf).orElse("");
    boolean smaller = true;
    for (int size = Math.max(1, script.deeds().size() / 2); smaller || size > 0; ) {
      smaller = false;
      for (int from = 0; from < script.deeds().size(); from += Math.max(1, size)) {
        List<Script.Deed> fewer = new ArrayList<>(script.deeds());
        fewer.subList(from, Math.min(fewer.size(), from + Math.max(1, size))).clear();
        if (attempt(script.with(fewer), counts)
            .filter(broken -> promiseOf(broken).equals(promise))
            .isPresent()) {
          script = script.with(fewer);
          smaller = true;
          from -= Math.max(1, size);
        }
      }
      if (!smaller || size > 1) {
        size /= 2;
      }
    }
    Schedule last = new Schedule(script, true, counts);
    Throwable broken =
        attempt(last)
            .orElseThrow(() -> new IllegalStateException("seed " + seed + " fails only at times"));
    return new Failure(script, broken, last.trace.lines());
  }
}
