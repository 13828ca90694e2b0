package org.hesokuri.core.engine;

import static org.hesokuri.core.engine.Interleavings.must;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hesokuri.core.engine.Interleavings.Threads;

/**
 * A clock that stands still. Whatever time is set comes at any moment after that, on the thread
 * that set it, but not after the close.
 */
final class AnyMoment implements Scheduling {

  private final Threads threads;
  private final AtomicBoolean closed = new AtomicBoolean();

  AnyMoment(Threads threads) {
    this.threads = threads;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    AtomicBoolean waits = new AtomicBoolean(true);
    threads.later(
        () -> {
          boolean late = closed.get();
          if (waits.compareAndSet(true, false)) {
            must(!late, "no time comes after the close");
            task.run();
          }
        });
    return () -> waits.set(false);
  }

  @Override
  public void runLocally(Runnable work) {
    threads.later(work);
  }

  @Override
  public void runForPeers(Runnable work) {
    threads.later(work);
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
