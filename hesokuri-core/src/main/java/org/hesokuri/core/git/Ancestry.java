package org.hesokuri.core.git;

import com.google.common.collect.ImmutableMap;
import org.hesokuri.core.model.CommitHash;

/**
 * Answers about how commits are related; true for ever, because commits never change.
 *
 * @param answers the relation of each pair that was asked for
 */
public record Ancestry(ImmutableMap<CommitPair, Relation> answers) {

  /** No answers, but that every commit is itself. */
  public static final Ancestry NONE = new Ancestry(ImmutableMap.of());

  /**
   * The relation of left to right; {@link Relation#UNKNOWN} if it was never asked for.
   *
   * @param left one commit
   * @param right the other commit
   * @return how they are related
   */
  public Relation of(CommitHash left, CommitHash right) {
    if (left.equals(right)) {
      return Relation.SAME;
    }
    Relation direct = answers.get(new CommitPair(left, right));
    if (direct != null) {
      return direct;
    }
    Relation reversed = answers.get(new CommitPair(right, left));
    return reversed != null ? reversed.reversed() : Relation.UNKNOWN;
  }
}
