package org.hesokuri.git.ssh;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.TransportException;
import org.hesokuri.core.git.PeerFailure;

/** The way to one peer: at most one session at a time, and one attempt to make it. */
final class PeerDoor {

  private final UserSsh ssh;
  private final Supplier<Duration> connectLimit;
  private final ExecutorService background;
  private Optional<CompletableFuture<PeerSession>> current = Optional.empty();

  PeerDoor(UserSsh ssh, Supplier<Duration> connectLimit, ExecutorService background) {
    this.ssh = ssh;
    this.connectLimit = connectLimit;
    this.background = background;
  }

  /** Gives the session; whoever finds none makes it, and the others wait for that attempt. */
  SessionPool.Lease session() throws PeerFailure, InterruptedException {
    Route route = ssh.route();
    CompletableFuture<PeerSession> mine = new CompletableFuture<>();
    CompletableFuture<PeerSession> used;
    boolean pooled;
    synchronized (this) {
      used = current.filter(session -> isUsable(session, route)).orElse(mine);
      pooled = used.isDone();
      if (used == mine) {
        current.ifPresent(PeerDoor::retire);
        current = Optional.of(mine);
      }
    }
    if (used == mine) {
      make(route, mine);
    }
    try {
      return new SessionPool.Lease(used.get(), pooled);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PeerFailure failure) {
        throw failure.shared();
      }
      throw new IllegalStateException("making an ssh session failed unexpectedly", e.getCause());
    }
  }

  private static boolean isUsable(CompletableFuture<PeerSession> session, Route route) {
    if (!session.isDone()) {
      return true;
    }
    return !session.isCompletedExceptionally()
        && session.join().isUsable()
        && session.join().route().equals(route);
  }

  private static void retire(CompletableFuture<PeerSession> session) {
    session.thenAccept(PeerSession::retire);
  }

  /** Ends the session; what is given is done when it has ended, or none came about. */
  CompletableFuture<Void> close() {
    Optional<CompletableFuture<PeerSession>> last;
    synchronized (this) {
      last = current;
    }
    return last.map(session -> session.thenCompose(PeerSession::end).exceptionally(none -> null))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private void make(Route route, CompletableFuture<PeerSession> result)
      throws InterruptedException {
    try {
      result.complete(new PeerSession(route, connect(route), background));
    } catch (PeerFailure | RuntimeException | InterruptedException e) {
      result.completeExceptionally(
          e instanceof InterruptedException
              ? SshFailures.whileConnecting(route, e, Optional.empty())
              : e);
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
    }
  }

  /**
   * Connects on another thread: ssh itself has no limit on the time from the TCP connection to the
   * end of the login, but gives up when its thread is interrupted.
   */
  private Login connect(Route route) throws PeerFailure, InterruptedException {
    CompletableFuture<Login> result = new CompletableFuture<>();
    Duration limit = connectLimit.get();
    // Half of the time for TCP alone, so that a machine that is off is told from one that hangs.
    int tcpMillis = (int) Math.max(1, limit.toMillis() / 2);
    Future<?> attempt = background.submit(() -> open(tcpMillis, result));
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw SshFailures.whileConnecting(
          route, Objects.requireNonNullElse(e.getCause(), e), ssh.verdict());
    } catch (TimeoutException | InterruptedException e) {
      if (!result.cancel(false) && !result.isCompletedExceptionally()) {
        // It came about in the last moment.
        return result.join();
      }
      attempt.cancel(true);
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw SshFailures.tooSlow(route, "did not let us in", limit);
    }
  }

  private void open(int tcpMillis, CompletableFuture<Login> result) {
    try {
      Login login = ssh.open(tcpMillis);
      if (!result.complete(login)) {
        // Nobody waits for it any more.
        login.end();
      }
    } catch (TransportException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }
}
