package org.hesokuri.core.git;

/** How the left commit of a {@link CommitPair} is related to the right one. */
public enum Relation {
  /** They are the same commit. */
  SAME,
  /** Left contains right and more: right can fast-forward to left. */
  AHEAD,
  /** Right contains left and more. */
  BEHIND,
  /** Each has commits that the other lacks. */
  DIVERGED,
  /** The repository lacks one of them, or what is between, or one of them is no commit. */
  UNKNOWN;

  /** {@return the relation with left and right exchanged} */
  public Relation reversed() {
    return switch (this) {
      case AHEAD -> BEHIND;
      case BEHIND -> AHEAD;
      case SAME, DIVERGED, UNKNOWN -> this;
    };
  }

  /** {@return whether everything of the left commit is in the right one} */
  public boolean isContained() {
    return this == SAME || this == BEHIND;
  }
}
