package org.hesokuri.core.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.core.engine.Scheduling;

/** Threads and clocks of one daemon in a world with one thread and a virtual clock. */
public final class VirtualScheduling implements Scheduling {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualTime time;
  private Duration wallClockIsOffBy;
  private final List<VirtualTime.Task> parked = new ArrayList<>();
  private int atWork;
  private boolean asleep;
  private long fellAsleepAt;
  private long slept;
  private boolean closed;

  /**
   * Scheduling on the clock of a world.
   *
   * @param wallClockIsOffBy what the wall clock shows beside the time that went by
   */
  public VirtualScheduling(VirtualTime time, Duration wallClockIsOffBy) {
    this.time = time;
    this.wallClockIsOffBy = wallClockIsOffBy;
  }

  /** The wall clock jumps; monotonic time does not. */
  void jump(Duration by) {
    wallClockIsOffBy = wallClockIsOffBy.plus(by);
  }

  /** The machine falls asleep: nothing of it runs, and its monotonic clock stands still. */
  void sleep() {
    parked.addAll(time.takeAway(this));
    fellAsleepAt = time.nanos();
    asleep = true;
  }

  /** The machine wakes up and goes on where it was. */
  void wake() {
    long sleptFor = time.nanos() - fellAsleepAt;
    asleep = false;
    slept += sleptFor;
    time.bringBack(parked, sleptFor);
    parked.clear();
  }

  boolean isAsleep() {
    return asleep;
  }

  /** What moment it is there: while the machine sleeps, the one at which it fell asleep. */
  long asOf(long nanos) {
    return asleep ? fellAsleepAt : nanos;
  }

  /** Keeps work back that is meant for a machine that sleeps; whether it was kept back. */
  boolean park(VirtualTime.Task task) {
    if (asleep) {
      parked.add(task);
    }
    return asleep;
  }

  void beginWork() {
    atWork++;
  }

  void endWork() {
    atWork--;
  }

  boolean isAtWork() {
    return atWork > 0;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void runLocally(Runnable work) {
    if (!closed) {
      time.ready(this, VirtualTime.Kind.LOCAL, work);
    }
  }

  @Override
  public void runForPeers(Runnable work) {
    if (!closed) {
      time.ready(this, VirtualTime.Kind.PEERS, work);
    }
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("before now: " + delay);
    }
    if (closed) {
      return () -> {};
    }
    return time.after(this, VirtualTime.Kind.TIMER, delay.toNanos(), task)::cancel;
  }

  @Override
  public long nanoTime() {
    return (asleep ? fellAsleepAt : time.nanos()) - slept;
  }

  @Override
  public Instant now() {
    return wallClock(time.nanos(), wallClockIsOffBy);
  }

  /** What a wall clock shows. */
  static Instant wallClock(long nanos, Duration isOffBy) {
    return BEGINNING.plusNanos(nanos).plus(isOffBy);
  }

  @Override
  public void close() {
    closed = true;
  }
}
