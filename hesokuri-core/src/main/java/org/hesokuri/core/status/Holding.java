package org.hesokuri.core.status;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** What a peer holds of one branch, by its own word. */
public sealed interface Holding {

  /**
   * Calls the function for this case, so that a new one cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param exactly what is done with a tip that the peer holds as such
   * @param inside what is done with one that it holds inside a branch
   * @param lacking what is done with one that it lacks
   * @param notMeant what is done with one that it is not meant to get
   * @return what the function gave
   */
  <T> T fold(
      Function<? super Exactly, ? extends T> exactly,
      Function<? super Inside, ? extends T> inside,
      Function<? super Lacking, ? extends T> lacking,
      Function<? super NotMeant, ? extends T> notMeant);

  /** {@return whether the peer said that it holds the present tip, as such or inside a branch} */
  default boolean isSafe() {
    return fold(exactly -> true, inside -> true, lacking -> false, notMeant -> false);
  }

  /**
   * The peer said that its copy is exactly the present tip: "ok".
   *
   * @param saidAt when it said so
   */
  record Exactly(Instant saidAt) implements Holding {
    @Override
    public <T> T fold(
        Function<? super Exactly, ? extends T> exactly,
        Function<? super Inside, ? extends T> inside,
        Function<? super Lacking, ? extends T> lacking,
        Function<? super NotMeant, ? extends T> notMeant) {
      return exactly.apply(this);
    }
  }

  /**
   * The peer said that its own branch is at a commit that contains the present tip.
   *
   * @param branch the branch there
   * @param at its tip
   * @param saidAt when it said so
   */
  record Inside(BranchName branch, CommitHash at, Instant saidAt) implements Holding {
    @Override
    public <T> T fold(
        Function<? super Exactly, ? extends T> exactly,
        Function<? super Inside, ? extends T> inside,
        Function<? super Lacking, ? extends T> lacking,
        Function<? super NotMeant, ? extends T> notMeant) {
      return inside.apply(this);
    }
  }

  /**
   * The peer did not say that it holds the present tip.
   *
   * @param last what it last said its copy is, if anything
   * @param saidAt when it was last asked with success, if ever
   * @param why why it does not hold the tip yet, as far as is known
   */
  record Lacking(Optional<CommitHash> last, Optional<Instant> saidAt, String why)
      implements Holding {
    @Override
    public <T> T fold(
        Function<? super Exactly, ? extends T> exactly,
        Function<? super Inside, ? extends T> inside,
        Function<? super Lacking, ? extends T> lacking,
        Function<? super NotMeant, ? extends T> notMeant) {
      return lacking.apply(this);
    }
  }

  /**
   * This machine has no reason to give it to the peer, such as a copy of the peer's own branch.
   *
   * @param why the reason
   */
  record NotMeant(String why) implements Holding {
    @Override
    public <T> T fold(
        Function<? super Exactly, ? extends T> exactly,
        Function<? super Inside, ? extends T> inside,
        Function<? super Lacking, ? extends T> lacking,
        Function<? super NotMeant, ? extends T> notMeant) {
      return notMeant.apply(this);
    }
  }
}
