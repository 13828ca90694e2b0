package org.hesokuri.git.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A logged-in ssh session to a peer, on which several commands may run at once. It ends when it is
 * retired and its last command is done.
 */
final class PeerSession {

  /** sshd accepts ten sessions on one connection, and lets go of an ended one a little late. */
  private static final int MAX_CHANNELS = 8;

  private final Route route;
  private final Login login;
  private final Executor background;
  private final Semaphore places = new Semaphore(MAX_CHANNELS, true);
  private int running;
  private boolean retired;
  private boolean ended;
  private boolean disposed;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /**
   * Takes over a login.
   *
   * @param background runs what may block while the session ends
   */
  PeerSession(Route route, Login login, Executor background) {
    this.route = route;
    this.login = login;
    this.background = background;
    login.onEnd(this::end);
  }

  /** The way it was made by. */
  Route route() {
    return route;
  }

  /** Whether new commands may be started on it. */
  synchronized boolean isUsable() {
    return !retired && !ended;
  }

  /** Whether the connection below is known to be gone. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /**
   * Waits until fewer than eight commands run here and reserves a place for one more.
   *
   * @return whether there was a place in time
   */
  boolean reserve(Duration limit) throws InterruptedException {
    if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    synchronized (this) {
      running++;
    }
    return true;
  }

  /** Gives a place back, when its command is done. */
  void release() {
    boolean last;
    synchronized (this) {
      running--;
      last = retired && running == 0;
    }
    places.release();
    if (last) {
      disconnect();
    }
  }

  /**
   * Starts a command, for which a place was reserved.
   *
   * @param limit how long the peer may take to say that it started; whole seconds, rounded up
   */
  Process exec(String command, Duration limit) throws IOException {
    return login.exec(command, (int) limit.plusMillis(999).toSeconds());
  }

  /** Starts no more commands here, and ends the session when those that run are done. */
  void retire() {
    boolean now;
    synchronized (this) {
      now = !retired && running == 0;
      retired = true;
    }
    if (now) {
      disconnect();
    }
  }

  /**
   * Ends the session at once, with whatever runs on it; also called when the peer ends it.
   *
   * @return what is done when its connections are closed
   */
  CompletableFuture<Void> end() {
    synchronized (this) {
      ended = true;
    }
    disconnect();
    return gone;
  }

  private void disconnect() {
    synchronized (this) {
      if (disposed) {
        return;
      }
      disposed = true;
    }
    // Ending a connection that hangs can take seconds, which nobody shall wait for; nor may it be
    // done on the session's own threads, which end with it.
    background.execute(
        () -> {
          try {
            login.end();
          } finally {
            gone.complete(null);
          }
        });
  }
}
