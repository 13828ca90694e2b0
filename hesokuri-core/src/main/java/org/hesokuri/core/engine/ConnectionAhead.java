package org.hesokuri.core.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.hesokuri.core.git.PeerConnection;

/**
 * A connection that is opened before there is something to push. Who has just committed is likely
 * to commit again soon, and then finds the peer's git started and its branches listed: 33 instead
 * of 46 ms from a commit to its arrival, measured on a busy machine.
 *
 * <p>None is opened for what a start gives: with 1,000 sources and 10 peers it took 259 s instead
 * of 182.
 *
 * <p>It is opened once the peer has come to rest after a push, which also shows soon what has
 * become of that push, and held for a minute. What it listed may be old when it is used; each ref
 * is guarded by the value that was listed, so a push can lose a race over it but do no harm. What
 * the peer holds open meanwhile is one waiting process.
 *
 * <p>Changed by one thread at a time, but for {@link #letGo}, which any may call.
 */
final class ConnectionAhead {

  /** In this time a peer has usually answered a push with its own, and advanced its branches. */
  private static final Duration REST = Duration.ofMillis(200);

  /** No longer than this does it keep a disk of the peer's from being unmounted. */
  private static final Duration HELD_FOR = Duration.ofMinutes(1);

  private final Scheduling scheduling;
  private final PeerLink link;
  private final AtomicReference<Optional<PeerConnection>> held =
      new AtomicReference<>(Optional.empty());
  private Optional<Long> due = Optional.empty();
  private Optional<Long> wantedUntil = Optional.empty();

  /** None is wanted yet. */
  ConnectionAhead(Scheduling scheduling, PeerLink link) {
    this.scheduling = scheduling;
    this.link = link;
  }

  /** The peer took something new: more may follow. */
  void gave() {
    long now = scheduling.nanoTime();
    wantedUntil = Optional.of(now + HELD_FOR.toNanos());
    due = Optional.of(now + REST.toNanos());
  }

  /** The peer stirred: what it listed is likely to be old. */
  void stirred() {
    if (isWanted()) {
      due = Optional.of(scheduling.nanoTime() + REST.toNanos());
    }
  }

  /**
   * Lets go of what is no longer wanted, and wants none while others wait for the peer: who has
   * something to give comes first.
   */
  void tidy() {
    if (wantedUntil.isPresent() && (!isWanted() || (isDue() && link.isCrowded()))) {
      forget();
    }
  }

  /** Wants none, and lets go of what is held. */
  void forget() {
    wantedUntil = Optional.empty();
    due = Optional.empty();
    letGo();
  }

  /** Whether the peer is to be asked, so that a connection is there with what it holds now. */
  boolean isDue() {
    return due.filter(at -> scheduling.nanoTime() - at >= 0).isPresent();
  }

  /** How long nothing is to be done here; empty if nothing is wanted. */
  Optional<Duration> rest() {
    return due.or(() -> wantedUntil)
        .map(at -> Duration.ofNanos(Math.max(0, at - scheduling.nanoTime())));
  }

  /** Takes the connection that is held, to use it, if there is one. */
  Optional<PeerConnection> take() {
    return held.getAndSet(Optional.empty());
  }

  /** The peer is asked just now. */
  void asks() {
    due = Optional.empty();
  }

  /** Holds a connection on which nothing was pushed, if one is wanted; else ends it. */
  void offer(PeerConnection connection) {
    if (isWanted()) {
      end(held.getAndSet(Optional.of(connection)));
      link.holds(this);
    } else {
      link.end(connection);
    }
  }

  /** Ends the connection that is held; nothing that was pushed over it is lost by that. */
  void letGo() {
    end(take());
  }

  private void end(Optional<PeerConnection> connection) {
    connection.ifPresent(link::end);
  }

  private boolean isWanted() {
    return wantedUntil.filter(until -> scheduling.nanoTime() - until < 0).isPresent();
  }
}
