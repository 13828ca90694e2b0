package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** One thread and a clock that moves only when a test says so; work runs in the order it came. */
final class ManualScheduling implements Scheduling {

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::at).thenComparingLong(Waiting::order));
  private long nanos = 1_000;
  private long order;

  private record Waiting(long at, long order, Runnable task) {}

  @Override
  public void runLocally(Runnable work) {
    ready.add(work);
  }

  @Override
  public void runForPeers(Runnable work) {
    ready.add(work);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("before now: " + delay);
    }
    Waiting entry = new Waiting(nanos + delay.toNanos(), order++, task);
    waiting.add(entry);
    return () -> waiting.remove(entry);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public void close() {
    ready.clear();
    waiting.clear();
  }

  /** Runs everything that can run without time going by. */
  void settle() {
    for (int runs = 0; !ready.isEmpty(); runs++) {
      if (runs > 100_000) {
        throw new AssertionError("the work never ends");
      }
      ready.remove().run();
    }
  }

  /** Lets time go by, and runs what is due in its course. */
  void pass(Duration time) {
    settle();
    long end = nanos + time.toNanos();
    while (!waiting.isEmpty() && waiting.peek().at <= end) {
      Waiting next = waiting.remove();
      nanos = Math.max(nanos, next.at);
      next.task.run();
      settle();
    }
    nanos = end;
  }
}
