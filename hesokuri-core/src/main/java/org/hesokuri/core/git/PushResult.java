package org.hesokuri.core.git;

import java.util.function.Function;

/** What became of a {@link Push}. */
public sealed interface PushResult {

  /**
   * Calls the function for this result, so that a new one cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param accepted what is done with a push that was accepted
   * @param lostRace what is done with one that met another value than it expected
   * @param refused what is done with one that was refused
   * @param unknown what is done with one of which the peer said nothing
   * @return what the function gave
   */
  <T> T fold(
      Function<? super Accepted, ? extends T> accepted,
      Function<? super LostRace, ? extends T> lostRace,
      Function<? super Refused, ? extends T> refused,
      Function<? super Unknown, ? extends T> unknown);

  /** The peer said that the branch now points to the commit. */
  record Accepted() implements PushResult {
    @Override
    public <T> T fold(
        Function<? super Accepted, ? extends T> accepted,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused,
        Function<? super Unknown, ? extends T> unknown) {
      return accepted.apply(this);
    }
  }

  /** The branch there was no longer what the peer had advertised; nothing changed. */
  record LostRace() implements PushResult {
    @Override
    public <T> T fold(
        Function<? super Accepted, ? extends T> accepted,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused,
        Function<? super Unknown, ? extends T> unknown) {
      return lostRace.apply(this);
    }
  }

  /**
   * The peer would not take it, or this machine's repository could not give it, for instance
   * because it is damaged; the branch there did not change.
   *
   * @param why what the peer said, or what this machine lacks
   */
  record Refused(String why) implements PushResult {
    @Override
    public <T> T fold(
        Function<? super Accepted, ? extends T> accepted,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused,
        Function<? super Unknown, ? extends T> unknown) {
      return refused.apply(this);
    }
  }

  /**
   * The answer never came: it may have happened or not. Ask the peer again, then decide.
   *
   * @param failure what went wrong with the connection
   */
  record Unknown(PeerFailure failure) implements PushResult {
    @Override
    public <T> T fold(
        Function<? super Accepted, ? extends T> accepted,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused,
        Function<? super Unknown, ? extends T> unknown) {
      return unknown.apply(this);
    }
  }
}
