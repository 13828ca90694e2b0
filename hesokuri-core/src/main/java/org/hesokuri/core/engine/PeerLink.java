package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SyncEvent;

/**
 * Whether one peer can be met, and who may talk to it now.
 *
 * <p>While it fails, everybody waits for the end of the pause; then a single one tries, so that a
 * dead peer costs one attempt, not one for each source.
 */
final class PeerLink {

  /** Pieces of work at a time; sshd serves ten on one connection by default. */
  private static final int MOST_TALKS = 4;

  /** Connections held ahead at a time; with the talks, fewer than the ten that sshd serves. */
  private static final int MOST_HELD = 2;

  private final PeerId peer;
  private final Scheduling scheduling;
  private final EngineTimes times;
  private final EventLog events;
  private final Alarm pauseOver;
  private final WorkQueue talks;
  private final Survey survey;
  private final Set<Lane> waiting = new LinkedHashSet<>();
  private final Deque<ConnectionAhead> holding = new ArrayDeque<>();
  private PeerStatus.Reach reach = new PeerStatus.NotTried();
  private Optional<Outage> outage = Optional.empty();
  private int returns;
  private Optional<Duration> answeredIn = Optional.empty();
  private Traffic traffic = Traffic.NONE;

  /** A time in which the peer could not be met. */
  private record Outage(
      PeerFailure.Kind kind,
      Instant since,
      Optional<Instant> lastMet,
      Duration pause,
      long endsAt,
      boolean probed) {

    Outage withProbe(boolean underWay) {
      return new Outage(kind, since, lastMet, pause, endsAt, underWay);
    }

    Outage endingAt(long nanoTime) {
      return new Outage(kind, since, lastMet, pause, nanoTime, probed);
    }

    boolean isPausing(long nanoTime) {
      return probed || nanoTime - endsAt < 0;
    }
  }

  PeerLink(PeerId peer, EngineParts parts) {
    this.peer = peer;
    this.scheduling = parts.scheduling();
    this.times = parts.times();
    this.events = parts.events();
    this.pauseOver = new Alarm(scheduling, this::pokeWaiting);
    this.talks = new WorkQueue(scheduling::runForPeers, MOST_TALKS);
    this.survey = new Survey(peer, this, parts);
  }

  /** Runs work for this peer without delaying that for others. */
  void run(Runnable work, Urgency urgency) {
    talks.add(work, urgency);
  }

  /** Whether more work waits for this peer than is done at a time. */
  boolean isCrowded() {
    return talks.isCrowded();
  }

  /** What asks the peer about all sources at once. */
  Survey survey() {
    return survey;
  }

  /**
   * Asks to talk to the peer. Whoever may not is poked when it is worth asking again; whoever may
   * calls {@link #leave} in the end.
   */
  synchronized boolean enter(Lane lane) {
    if (outage.filter(o -> o.isPausing(scheduling.nanoTime())).isPresent()) {
      waiting.add(lane);
      return false;
    }
    outage = outage.map(o -> o.withProbe(true));
    return true;
  }

  /** The lane is poked when the peer is back after an outage, or the pause before a try is over. */
  synchronized void pokeOnReturn(Lane lane) {
    waiting.add(lane);
  }

  /** How often the peer was met for the first time or after an outage. */
  synchronized int returns() {
    return returns;
  }

  /** Ends a talk. */
  void leave() {
    boolean unanswered;
    synchronized (this) {
      // A probe that ended without an answer either way must not block the peer for ever.
      unanswered = outage.filter(Outage::probed).isPresent();
      outage = outage.map(o -> o.withProbe(false));
    }
    if (unanswered) {
      pokeWaiting();
    }
  }

  /** The peer answered a question that was asked so long ago. */
  void answered(Duration after) {
    synchronized (this) {
      answeredIn = Optional.of(after);
    }
    met();
  }

  /** Ends a connection to the peer, and counts what has crossed it. */
  void end(PeerConnection connection) {
    try (connection) {
      synchronized (this) {
        traffic = traffic.plus(connection.traffic());
      }
    }
  }

  /** Somebody holds a connection ahead; whoever held one the longest makes room for it. */
  void holds(ConnectionAhead one) {
    Optional<ConnectionAhead> longest;
    synchronized (this) {
      holding.remove(one);
      holding.addLast(one);
      longest = holding.size() > MOST_HELD ? Optional.of(holding.removeFirst()) : Optional.empty();
    }
    longest.ifPresent(ConnectionAhead::letGo);
  }

  /** The peer is there. */
  void met() {
    boolean news;
    synchronized (this) {
      Instant now = scheduling.now();
      news = reach.fold(notTried -> true, met -> false, failing -> true);
      Instant since = reach.fold(notTried -> now, PeerStatus.Met::since, failing -> now);
      reach = new PeerStatus.Met(since, now);
      outage = Optional.empty();
      returns += news ? 1 : 0;
    }
    if (news) {
      events.tell(new SyncEvent.PeerMet(peer));
      // The pause that is over now rings all the same: it may be one that began just now.
      pokeWaiting();
    }
  }

  /** The peer could not be met. */
  void failed(PeerFailure failure) {
    Duration pause;
    boolean news;
    synchronized (this) {
      Optional<Outage> before = outage;
      if (before.filter(o -> !o.probed).isPresent()) {
        // Several talks broke at once: one outage, one pause.
        return;
      }
      Instant now = scheduling.now();
      pause = before.map(o -> shorter(o.pause.multipliedBy(2))).orElse(shorter(times.firstPause()));
      Optional<Instant> lastMet =
          before.isPresent()
              ? before.get().lastMet
              : reach.fold(
                  notTried -> Optional.empty(),
                  met -> Optional.of(met.last()),
                  PeerStatus.Failing::lastMet);
      Instant since = before.map(Outage::since).orElse(now);
      long endsAt = scheduling.nanoTime() + pause.toNanos();
      outage = Optional.of(new Outage(failure.kind(), since, lastMet, pause, endsAt, false));
      reach =
          new PeerStatus.Failing(
              failure.kind(), messageOf(failure), since, lastMet, now.plus(pause));
      news = before.filter(o -> o.kind == failure.kind()).isEmpty();
    }
    pauseOver.set(pause);
    if (news) {
      events.tell(new SyncEvent.PeerLost(peer, failure.kind(), messageOf(failure), pause));
    }
  }

  /** Ends a pause now: somebody asks for it, or the peer gave a sign of life. */
  void tryNow() {
    synchronized (this) {
      outage = outage.map(o -> o.endingAt(scheduling.nanoTime()));
    }
    pokeWaiting();
  }

  synchronized PeerStatus status() {
    return new PeerStatus(
        peer, reach, new PeerStatus.Talks(talks.underWay(), talks.waiting(), answeredIn, traffic));
  }

  /** Why the peer cannot be met now, for people; empty if nothing is known against it. */
  synchronized Optional<String> trouble() {
    return reach.fold(
        notTried -> Optional.empty(),
        met -> Optional.empty(),
        failing -> Optional.of(failing.why()));
  }

  void close() {
    pauseOver.close();
    survey.close();
  }

  private Duration shorter(Duration pause) {
    return pause.compareTo(times.retryPeriod()) > 0 ? times.retryPeriod() : pause;
  }

  private void pokeWaiting() {
    List<Lane> all;
    synchronized (this) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(Lane::poke);
  }

  static String messageOf(Exception failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }
}
