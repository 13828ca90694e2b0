package org.hesokuri.core.simulator;

import java.time.Duration;
import java.time.Instant;
import org.hesokuri.core.engine.Scheduling;

/** Threads and clocks of one daemon in a world with one thread and a virtual clock. */
public final class VirtualScheduling implements Scheduling {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualTime time;
  private Duration wallClockIsOffBy;
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
    if (closed) {
      return () -> {};
    }
    return time.after(this, VirtualTime.Kind.TIMER, delay.toNanos(), task)::cancel;
  }

  @Override
  public long nanoTime() {
    return time.nanos();
  }

  @Override
  public Instant now() {
    return BEGINNING.plusNanos(time.nanos()).plus(wallClockIsOffBy);
  }

  @Override
  public void close() {
    closed = true;
  }
}
