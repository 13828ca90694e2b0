package org.hesokuri.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.hesokuri.core.engine.Scheduling;

/**
 * One thread and one clock for all hosts of a world. Which of the tasks that could run is next, the
 * seed decides; time goes by only when nothing can run.
 */
final class VirtualTime {

  private final Random random;
  private final List<Task> ready = new ArrayList<>();
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Waiting::at).thenComparingLong(Waiting::order));
  private long nanos = 1;
  private long order;
  private Duration wallOffset = Duration.ZERO;

  private record Task(Life life, Runnable work) {}

  private record Waiting(long at, long order, Task task) {}

  /** A crash in the middle of a task; nothing after it runs. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the daemon was killed", null, false, false);
    }
  }

  VirtualTime(Random random) {
    this.random = random;
  }

  /** The scheduling of one daemon's life; once dead, nothing of it runs any more. */
  final class Life implements Scheduling {

    private boolean dead;

    void kill() {
      dead = true;
    }

    boolean isDead() {
      return dead;
    }

    @Override
    public void runLocally(Runnable work) {
      ready.add(new Task(this, work));
    }

    @Override
    public void runForPeers(Runnable work) {
      ready.add(new Task(this, work));
    }

    @Override
    public Timer after(Duration delay, Runnable work) {
      Waiting entry = new Waiting(nanos + delay.toNanos(), order++, new Task(this, work));
      waiting.add(entry);
      return () -> waiting.remove(entry);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.parse("2026-11-23T00:00:00Z").plusNanos(nanos).plus(wallOffset);
    }

    @Override
    public void close() {
      kill();
    }
  }

  Life newLife() {
    return new Life();
  }

  /** The wall clock jumps; monotonic time does not care. */
  void jump(Duration by) {
    wallOffset = wallOffset.plus(by);
  }

  long nanos() {
    return nanos;
  }

  /** Runs one task that can run now; whether there was one. */
  boolean step() {
    if (ready.isEmpty()) {
      return false;
    }
    Task task = ready.remove(random.nextInt(ready.size()));
    run(task);
    return true;
  }

  private void run(Task task) {
    if (task.life.dead) {
      return;
    }
    try {
      task.work.run();
    } catch (Crash crash) {
      task.life.kill();
    }
  }

  /** Runs until nothing can run without time going by. */
  void settle() {
    for (int steps = 0; step(); steps++) {
      if (steps > 200_000) {
        throw new AssertionError("the work never ends");
      }
    }
  }

  /** Lets time go by, with all that is due in its course. */
  void pass(Duration time) {
    long end = nanos + time.toNanos();
    settle();
    while (!waiting.isEmpty() && waiting.peek().at <= end) {
      Waiting next = waiting.remove();
      nanos = Math.max(nanos, next.at);
      run(next.task);
      settle();
    }
    nanos = end;
  }
}
