package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.helpers.AbstractFactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * The threads, the clock and the wait for the network that all sessions share. By itself the ssh
 * library makes six threads for each, of which one wakes every second: some 5 MB with ten peers in
 * step, and 0.2 % of a core.
 *
 * <p>May be used from any thread.
 */
final class SessionThreads implements AutoCloseable {

  /** What is lent to what is made on this thread. */
  private static final ThreadLocal<Loan> MAKING = new ThreadLocal<>();

  private final CloseableExecutorService pool;
  private final Clock clock;
  private final Set<NetworkShare> shares = ConcurrentHashMap.newKeySet();
  // Guarded by this; empty before the first session, because it begins with a thread.
  private Optional<Nio2ServiceFactory> network = Optional.empty();
  private boolean closed;

  /**
   * Makes them.
   *
   * @param pool has a thread for each task at once, so that a session that blocks costs the others
   *     nothing; stays the caller's to shut down
   */
  SessionThreads(CloseableExecutorService pool) {
    this.pool = pool;
    this.clock = new Clock(pool);
  }

  private synchronized NetworkShare share() {
    if (closed) {
      throw new RejectedExecutionException("no session is made any more");
    }
    Nio2ServiceFactory shared = network.orElseGet(this::newNetwork);
    network = Optional.of(shared);
    NetworkShare share = new NetworkShare(shared);
    shares.add(share);
    share.addCloseFutureListener(ended -> shares.remove(share));
    return share;
  }

  private Nio2ServiceFactory newNetwork() {
    // Which client it is made for matters to nobody: all have the settings of SshdDefaults.
    return new Nio2ServiceFactory(
        new SshClient(), ThreadUtils.noClose(pool), ThreadUtils.noClose(pool));
  }

  /** What is lent while something is made. */
  static final class Loan {

    private final SessionThreads lender;
    private final List<NetworkShare> shares = new ArrayList<>();

    private Loan(SessionThreads lender) {
      this.lender = lender;
    }

    /** Has a client of the ssh library that starts on this thread use the shared ones. */
    IoServiceFactory serve(FactoryManager client) {
      if (client instanceof AbstractFactoryManager settable) {
        // Its own clock has nothing to do before its first session.
        settable.getScheduledExecutorService().shutdown();
        settable.setScheduledExecutorService(lender.clock, false);
      }
      NetworkShare share = lender.share();
      shares.add(share);
      return share;
    }
  }

  /** What is lent on the current thread by {@link #lendTo}. */
  static Optional<Loan> ofThisThread() {
    return Optional.ofNullable(MAKING.get());
  }

  /**
   * Makes something that uses these threads, while no others do on the current thread. If that
   * fails, no connection is left of it, however it fails: of what it does not foresee the library
   * leaves one open.
   */
  <T, E extends Exception> Lent<T> lendTo(Making<T, E> making) throws E {
    Loan loan = new Loan(this);
    MAKING.set(loan);
    boolean made = false;
    try {
      Lent<T> lent = new Lent<>(making.make(), ImmutableList.copyOf(loan.shares));
      made = true;
      return lent;
    } finally {
      MAKING.remove();
      if (!made) {
        closeAll(loan.shares);
      }
    }
  }

  private static void closeAll(Collection<NetworkShare> shares) {
    shares.forEach(share -> share.close(true));
  }

  /** Makes what uses the threads. */
  interface Making<T, E extends Exception> {
    T make() throws E;
  }

  /**
   * Something that was made with what it uses of the network.
   *
   * @param made what was made
   * @param network its part of the network; empty where the library uses one of its own
   */
  record Lent<T>(T made, ImmutableList<NetworkShare> network) {

    /** Closes what is left of its connections. */
    void giveBack() {
      closeAll(network);
    }
  }

  /** Ends every connection that is left, and the threads; can take seconds. */
  @Override
  public void close() {
    Optional<Nio2ServiceFactory> last;
    synchronized (this) {
      closed = true;
      last = network;
    }
    clock.shutdownNow();
    // The connections first: where none is left, nothing can happen on a network that is closed.
    closeAll(shares);
    last.ifPresent(shared -> shared.close(true));
  }

  /**
   * What is done again and again for the sessions is done for all of them at once, four times a
   * minute: the signs of life, which are due as often, and the look at the library's own limits of
   * minutes, which it would take every second. Limits of seconds are {@link Watchdog}'s.
   */
  private static final class Clock extends ScheduledThreadPoolExecutor {

    private final Executor pool;
    private final long begin = System.nanoTime();

    Clock(Executor pool) {
      super(
          1,
          task -> {
            Thread thread = new Thread(task, "hesokuri-ssh-clock");
            thread.setDaemon(true);
            return thread;
          });
      this.pool = pool;
      setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable task, long delay, long period, TimeUnit unit) {
      long nanos = Math.max(unit.toNanos(period), SshdDefaults.BEAT.toNanos());
      long untilNext = nanos - (System.nanoTime() - begin) % nanos;
      return super.scheduleAtFixedRate(
          () -> runElsewhere(task), untilNext, nanos, TimeUnit.NANOSECONDS);
    }

    /** A session whose connection takes nothing may block who writes to it. */
    private void runElsewhere(Runnable task) {
      pool.execute(task);
    }
  }
}
