package org.hesokuri.git.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;

/**
 * One session per peer, made when it is first needed and kept until it ends or the user's ssh
 * configuration leads elsewhere. All methods may be called from many threads.
 */
final class SessionPool {

  private final Path home;
  private final Supplier<Duration> connectLimit;
  private final ExecutorService background;
  private final SessionThreads threads;
  private final Map<PeerId, PeerDoor> doors = new ConcurrentHashMap<>();
  private volatile boolean closed;

  SessionPool(
      Path home,
      Supplier<Duration> connectLimit,
      ExecutorService background,
      SessionThreads threads) {
    this.home = home;
    this.connectLimit = connectLimit;
    this.background = background;
    this.threads = threads;
  }

  /**
   * A session to the peer.
   *
   * @param session the session
   * @param pooled whether it was there before it was asked for, and so may have died unnoticed
   */
  record Lease(PeerSession session, boolean pooled) {}

  /** Gives the peer's session, or makes one. */
  Lease session(PeerId peer) throws PeerFailure, InterruptedException {
    if (closed) {
      throw new PeerFailure(
          PeerFailure.Kind.BROKEN, "no connection to " + peer + " is made while Hesokuri stops");
    }
    return doors
        .computeIfAbsent(
            peer,
            absent -> new PeerDoor(new UserSsh(peer, home, threads), connectLimit, background))
        .session();
  }

  /**
   * Ends every session, with whatever runs on it.
   *
   * @return what is done when they have ended
   */
  CompletableFuture<Void> close() {
    closed = true;
    return CompletableFuture.allOf(
        doors.values().stream().map(PeerDoor::close).toArray(CompletableFuture<?>[]::new));
  }
}
