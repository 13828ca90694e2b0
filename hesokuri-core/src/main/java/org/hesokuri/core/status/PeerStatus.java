package org.hesokuri.core.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.PeerId;

/**
 * How one peer stands.
 *
 * @param peer the peer
 * @param reach whether it can be met
 * @param talks what is and was spoken with it
 */
public record PeerStatus(PeerId peer, Reach reach, Talks talks) {

  /**
   * What is and was spoken with a peer.
   *
   * @param underWay how many sources talk to it now
   * @param waiting how many wait for their turn
   * @param answeredIn how long its last answer took, from the question what it holds of a source to
   *     its whole answer; with a new ssh session, the time for that is in it
   * @param traffic all bytes since this daemon started
   */
  public record Talks(int underWay, int waiting, Optional<Duration> answeredIn, Traffic traffic) {

    /** Nothing yet. */
    public static final Talks NONE = new Talks(0, 0, Optional.empty(), Traffic.NONE);
  }

  /** Whether a peer can be met. */
  public sealed interface Reach {

    /**
     * Calls the function for this case, so that a new one cannot be forgotten.
     *
     * @param <T> what the functions give
     * @param notTried what is done with a peer that was not tried yet
     * @param met what is done with one that answered
     * @param failing what is done with one that cannot be reached
     * @return what the function gave
     */
    <T> T fold(
        Function<? super NotTried, ? extends T> notTried,
        Function<? super Met, ? extends T> met,
        Function<? super Failing, ? extends T> failing);
  }

  /** No attempt has come to an end yet. */
  public record NotTried() implements Reach {
    @Override
    public <T> T fold(
        Function<? super NotTried, ? extends T> notTried,
        Function<? super Met, ? extends T> met,
        Function<? super Failing, ? extends T> failing) {
      return notTried.apply(this);
    }
  }

  /**
   * The last attempt met it.
   *
   * @param since when it was first met after it was not
   * @param last when it last answered
   */
  public record Met(Instant since, Instant last) implements Reach {
    @Override
    public <T> T fold(
        Function<? super NotTried, ? extends T> notTried,
        Function<? super Met, ? extends T> met,
        Function<? super Failing, ? extends T> failing) {
      return met.apply(this);
    }
  }

  /**
   * The last attempt failed.
   *
   * @param kind what kind of failure it was
   * @param why a sentence: what, why and what next
   * @param since when attempts began to fail
   * @param lastMet when it last answered, if ever since this daemon started
   * @param nextTry when it is tried again
   */
  public record Failing(
      PeerFailure.Kind kind, String why, Instant since, Optional<Instant> lastMet, Instant nextTry)
      implements Reach {
    @Override
    public <T> T fold(
        Function<? super NotTried, ? extends T> notTried,
        Function<? super Met, ? extends T> met,
        Function<? super Failing, ? extends T> failing) {
      return failing.apply(this);
    }
  }
}
