package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.status.SourceStatus.PeerProblem;

/**
 * What keeps one source, and no other, from one peer, and the growing pauses before it is tried
 * again. Changed by one thread at a time; what is shown of it may be read by any.
 */
final class Hindrance {

  private final Scheduling scheduling;
  private final EngineTimes times;
  private volatile Optional<Problem> problem = Optional.empty();

  /**
   * One that lasts.
   *
   * @param returns how often the peer had come back by then; a push may break off at the begin of
   *     an outage, and then nothing is wrong with this source
   */
  private record Problem(PeerProblem shown, Duration pause, long endsAt, int returns) {}

  /** Nothing is in the way yet. */
  Hindrance(Scheduling scheduling, EngineTimes times) {
    this.scheduling = scheduling;
    this.times = times;
  }

  /** What is in the way, for people. */
  Optional<PeerProblem> shown() {
    return problem.map(Problem::shown);
  }

  boolean isPresent() {
    return problem.isPresent();
  }

  /** Whether it was met before the peer came back for the last time. */
  boolean isOlderThan(int returns) {
    return problem.filter(p -> p.returns != returns).isPresent();
  }

  /** How long the pause still lasts; empty if there is none. */
  Optional<Duration> pause() {
    return problem
        .map(p -> Duration.ofNanos(p.endsAt - scheduling.nanoTime()))
        .filter(left -> !left.isZero() && !left.isNegative());
  }

  /** It may be tried at once, without being over. */
  void endPause(int returns) {
    problem = problem.map(p -> new Problem(p.shown, p.pause, scheduling.nanoTime(), returns));
  }

  /** Whether people have been told so already. */
  boolean isKnown(String why) {
    return problem.filter(p -> p.shown.why().equals(why)).isPresent();
  }

  /**
   * Something is in the way.
   *
   * @param returns how often the peer has come back
   * @return the pause that begins, longer than the one before
   */
  Duration met(String why, int returns) {
    Optional<Problem> before = problem;
    Duration longer = before.map(p -> p.pause.multipliedBy(2)).orElse(times.firstPause());
    Duration pause = longer.compareTo(times.retryPeriod()) > 0 ? times.retryPeriod() : longer;
    Instant now = scheduling.now();
    Instant since = before.map(p -> p.shown.since()).orElse(now);
    problem =
        Optional.of(
            new Problem(
                new PeerProblem(why, since, Optional.of(now.plus(pause))),
                pause,
                scheduling.nanoTime() + pause.toNanos(),
                returns));
    return pause;
  }

  /**
   * Nothing is in the way any more.
   *
   * @return whether something was
   */
  boolean over() {
    boolean was = problem.isPresent();
    problem = Optional.empty();
    return was;
  }
}
