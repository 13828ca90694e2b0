package org.hesokuri.core.engine;

import java.time.Duration;

/**
 * When a peer is asked what it holds of one source though nothing is known to be missing there, as
 * it may have lost its disk: once in a retry period, with other sources by a {@link Survey} where a
 * mark would show that nothing has moved, else by itself.
 *
 * <p>Changed by one thread at a time; {@link #isDueAlong} may be asked by any.
 */
final class RegularAsking {

  /** Part of the retry period in which a survey leaves out who was just asked. */
  static final int REST_BEFORE_ASKED_ALONG = 4;

  /**
   * So much more than a retry period, as a part of it, whoever a survey asks waits for the next.
   */
  private static final int PATIENCE_WITH_A_SURVEY = 8;

  private final Scheduling scheduling;
  private final long period;
  private final LastMark mark;
  private volatile long askedAt;
  private volatile boolean along;
  private boolean askedBySurvey;

  /** Nobody was asked yet. */
  RegularAsking(Scheduling scheduling, EngineTimes times, LastMark mark) {
    this.scheduling = scheduling;
    this.period = times.retryPeriod().toNanos();
    this.mark = mark;
  }

  /** The nanosecond at which the peer was asked for the last time, once it was. */
  long askedAt() {
    return askedAt;
  }

  /** The peer was asked by itself just now, and has listed what it holds. */
  void asked() {
    askedAt = scheduling.nanoTime();
    askedBySurvey = false;
    mark.listed(askedAt);
  }

  /**
   * A survey has shown that the peer holds what it did.
   *
   * @return whether that was after it was asked for the last time
   */
  boolean surveyed(LastMark.Given given) {
    boolean isNews = given.askedAt() - askedAt > 0;
    if (isNews) {
      askedAt = given.askedAt();
      askedBySurvey = true;
    }
    return isNews;
  }

  /** No survey would show anything: something is to be given, or nothing is known to be here. */
  void standsAlone() {
    along = false;
  }

  /**
   * Nothing is to be given, but for what the peer would not take. It is asked along with others
   * from now on, unless its mark is too old to be believed.
   */
  void rests() {
    along = mark.isOfUse(scheduling.nanoTime());
  }

  /** Whether a survey would show that the peer still holds what it did. */
  boolean isAlong() {
    return along;
  }

  /** Whether a survey that is made anyway shall ask about this source, too. */
  boolean isDueAlong() {
    return along && scheduling.nanoTime() - askedAt >= period / REST_BEFORE_ASKED_ALONG;
  }

  /** Whether the peer was not asked for so long that it may have lost its disk meanwhile. */
  boolean isOverdue() {
    return scheduling.nanoTime() - askedAt >= period;
  }

  /** How long to wait before asking. The survey has an alarm of its own, for all that it asks. */
  Duration rest() {
    long patience = askedBySurvey && along ? period / PATIENCE_WITH_A_SURVEY : 0;
    return Duration.ofNanos(Math.max(0, askedAt + period + patience - scheduling.nanoTime()));
  }
}
