package org.hesokuri.core.engine;

import java.time.Duration;
import java.util.Optional;

/** One timer that is set anew again and again; setting it cancels what was set before. */
final class Alarm {

  private final Scheduling scheduling;
  private final Runnable ring;
  private Optional<Scheduling.Timer> timer = Optional.empty();
  private int settings;
  private boolean closed;

  /** An alarm that is not set. */
  Alarm(Scheduling scheduling, Runnable ring) {
    this.scheduling = scheduling;
    this.ring = ring;
  }

  /** Rings once after the delay, instead of at the time that was set before. */
  synchronized void set(Duration delay) {
    cancel();
    if (!closed) {
      int mine = ++settings;
      timer = Optional.of(scheduling.after(delay, () -> rings(mine)));
    }
  }

  /** Rings once after the delay, unless it will ring anyway. */
  synchronized void setUnlessSet(Duration delay) {
    if (timer.isEmpty()) {
      set(delay);
    }
  }

  private void rings(int setting) {
    synchronized (this) {
      if (setting == settings) { // It may have been set anew in this very moment.
        timer = Optional.empty();
      }
    }
    ring.run();
  }

  private void cancel() {
    timer.ifPresent(Scheduling.Timer::cancel);
    timer = Optional.empty();
  }

  /** Never rings again, but for a ring that has begun. */
  synchronized void close() {
    closed = true;
    cancel();
  }
}
