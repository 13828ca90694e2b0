package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** One clock for a whole world, and all the work that waits for it or for its turn. */
public final class VirtualTime {

  private static final long START = 1_000_000_000L;

  private final List<Task> ready = new ArrayList<>();
  private final PriorityQueue<Task> waiting =
      new PriorityQueue<>(
          Comparator.<Task>comparingLong(t -> t.at).thenComparingLong(t -> t.order));
  private long nanos = START;
  private long order;

  /** What may run where. */
  enum Kind {
    LOCAL,
    PEERS,
    TIMER,
    WORLD
  }

  /** Work of one owner; cancelled work never runs. */
  static final class Task {
    private long at;
    private final long order;
    final VirtualScheduling owner;
    final Kind kind;
    final Runnable work;
    private boolean cancelled;

    Task(long at, long order, VirtualScheduling owner, Kind kind, Runnable work) {
      this.at = at;
      this.order = order;
      this.owner = owner;
      this.kind = kind;
      this.work = work;
    }

    void cancel() {
      cancelled = true;
    }

    private boolean isDead() {
      return cancelled || owner.isClosed();
    }
  }

  /** Nanoseconds that went by. */
  public long nanos() {
    return nanos;
  }

  Task ready(VirtualScheduling owner, Kind kind, Runnable work) {
    Task task = new Task(owner.asOf(nanos), order++, owner, kind, work);
    if (!owner.park(task)) {
      ready.add(task);
    }
    return task;
  }

  Task after(VirtualScheduling owner, Kind kind, long delay, Runnable work) {
    Task task = new Task(owner.asOf(nanos) + Math.max(0, delay), order++, owner, kind, work);
    if (!owner.park(task)) {
      waiting.add(task);
    }
    return task;
  }

  /** Takes all work of an owner away, because its machine falls asleep. */
  List<Task> takeAway(VirtualScheduling owner) {
    List<Task> taken = new ArrayList<>();
    ready.stream().filter(task -> task.owner == owner).forEach(taken::add);
    waiting.stream().filter(task -> task.owner == owner).forEach(taken::add);
    ready.removeAll(taken);
    waiting.removeAll(taken);
    taken.sort(Comparator.comparingLong(task -> task.order));
    return taken;
  }

  /** Brings work back that was asleep for some time; its clock stood still meanwhile. */
  void bringBack(List<Task> tasks, long sleptFor) {
    for (Task task : tasks) {
      task.at += sleptFor;
      if (task.at <= nanos) {
        ready.add(task);
      } else {
        waiting.add(task);
      }
    }
  }

  /** How much work there is, now and later. */
  int amountOfWork() {
    return ready.size() + waiting.size();
  }

  /** Takes a task that can run now, of which chance decides; null if there is none. */
  @org.jspecify.annotations.Nullable
  Task take(Dice dice) {
    while (!ready.isEmpty()) {
      int index = ready.size() == 1 ? 0 : dice.below(ready.size());
      Task task = ready.get(index);
      Task last = ready.remove(ready.size() - 1);
      if (last != task) {
        ready.set(index, last);
      }
      if (!task.isDead()) {
        return task;
      }
    }
    return null;
  }

  /** When the next timer is due; the given limit if there is none before it. */
  long nextBefore(long limit) {
    while (!waiting.isEmpty() && waiting.peek().isDead()) {
      waiting.remove();
    }
    return waiting.isEmpty() ? limit : Math.min(limit, waiting.peek().at);
  }

  /** Moves the clock; what has become due can run from now on. */
  void moveTo(long to) {
    nanos = Math.max(nanos, to);
    while (!waiting.isEmpty() && waiting.peek().at <= nanos) {
      ready.add(waiting.remove());
    }
  }
}
