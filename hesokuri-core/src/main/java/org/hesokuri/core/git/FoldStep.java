package org.hesokuri.core.git;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.CommitHash;

/**
 * One change to the folds of a repository of this machine, with what it expects to find. No branch
 * changes by it.
 */
public sealed interface FoldStep {

  /**
   * Calls the function for this step, so that a new kind cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param tips what is done with tips that are folded
   * @param drop what is done with a fold that is let go
   * @return what the function gave
   */
  <T> T fold(
      Function<? super FoldTips, ? extends T> tips, Function<? super DropFold, ? extends T> drop);

  /**
   * Adds kept tips to the fold of a week, and only when it holds them lets go of their own refs. A
   * tip stays a ref if it is not a commit, if its ref is no longer there, or if its branch stands
   * at it again.
   *
   * @param week the week, whose fold is made if there is none
   * @param from the commit that the fold must be at; empty if it must not exist
   * @param tips the tips, each once
   */
  record FoldTips(FoldWeek week, Optional<CommitHash> from, ImmutableList<FoldedTip> tips)
      implements FoldStep {

    /**
     * Checks the tips.
     *
     * @param week the week
     * @param from the commit that the fold must be at
     * @param tips the tips
     * @throws IllegalArgumentException if there is none, or one is there twice
     */
    public FoldTips {
      if (tips.isEmpty() || tips.stream().map(FoldedTip::tip).distinct().count() < tips.size()) {
        throw new IllegalArgumentException("tips are folded, each of them once, unlike " + tips);
      }
    }

    @Override
    public <T> T fold(
        Function<? super FoldTips, ? extends T> tips,
        Function<? super DropFold, ? extends T> drop) {
      return tips.apply(this);
    }
  }

  /**
   * Lets go of a fold of which the time of every tip is over.
   *
   * @param fold the fold, which must be as it was seen
   */
  record DropFold(KeptFold fold) implements FoldStep {
    @Override
    public <T> T fold(
        Function<? super FoldTips, ? extends T> tips,
        Function<? super DropFold, ? extends T> drop) {
      return drop.apply(this);
    }
  }
}
