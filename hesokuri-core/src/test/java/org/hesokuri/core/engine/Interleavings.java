package org.hesokuri.core.engine;

import java.util.Optional;
import java.util.function.Consumer;
import org.jetbrains.lincheck.Lincheck;

/**
 * Runs a few threads in one order after the other, by Lincheck's model checking: it decides at each
 * access to shared memory who is next, so that a race is found by search and not by luck, and its
 * report shows the order that leads to it. What it cannot show: a field that lacks {@code
 * volatile}, as each thread sees at once what another wrote; and orders beyond the bound.
 */
final class Interleavings {

  /** How many orders are tried; each of the planted races shows within half as many. */
  private static final int ORDERS = Integer.getInteger("orders", 1_000);

  private Interleavings() {}

  /**
   * Runs the world again and again, from its beginning to its end.
   *
   * @param world runs its threads and throws an {@link AssertionError} if they left something
   *     behind that must not be
   */
  static void explore(Consumer<Threads> world) {
    Lincheck.runConcurrentTest(ORDERS, () -> world.accept(new Threads()));
  }

  /** Must hold in each order; AssertJ would be explored, too. */
  static void must(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError(promise);
    }
  }

  /** The threads of one world: as few as show the race, or the search is lost among orders. */
  static final class Threads {

    private Worker[] workers = {};

    /**
     * Does each work on a thread of its own, and what it leaves for later, and waits until all has
     * ended; what one of them throws breaks the world.
     */
    void run(Runnable... works) {
      workers = new Worker[works.length];
      for (int i = 0; i < works.length; i++) {
        workers[i] = new Worker(works[i]);
      }
      for (Worker worker : workers) {
        worker.thread.start();
      }
      for (Worker worker : workers) {
        worker.join();
      }
    }

    /** Has the thread that calls do the work once it has done what it began with. */
    void later(Runnable work) {
      for (Worker worker : workers) {
        if (worker.thread == Thread.currentThread()) {
          worker.add(work);
        }
      }
    }
  }

  private static final class Worker {

    private static final int MOST_WORK = 10;

    private final Thread thread = new Thread(this::work);
    private final Runnable[] work = new Runnable[MOST_WORK];
    private int added;
    private Optional<Throwable> broken = Optional.empty();

    Worker(Runnable first) {
      add(first);
    }

    void add(Runnable later) {
      work[added] = later;
      added++;
    }

    private void work() {
      try {
        for (int done = 0; done < added; done++) {
          work[done].run();
        }
      } catch (RuntimeException | AssertionError e) {
        broken = Optional.of(e);
      }
    }

    /** Waits until it has ended, which must be well. */
    void join() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts these threads", e);
      }
      if (broken.isPresent()) {
        throw new AssertionError(broken.get().getMessage(), broken.get());
      }
    }
  }
}
