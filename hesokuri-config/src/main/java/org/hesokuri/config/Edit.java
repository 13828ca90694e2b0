package org.hesokuri.config;

import java.util.function.Function;

/** What came of asking for a change of a configuration's text. */
public sealed interface Edit {

  /** Calls the function for this case, so that a new case cannot be forgotten. */
  <T> T fold(
      Function<? super Changed, ? extends T> changed,
      Function<? super Unneeded, ? extends T> unneeded,
      Function<? super Refused, ? extends T> refused);

  /**
   * There is a new text, which is valid and means the old one with the change.
   *
   * @param text the whole of it; outside of the change, each character is as it was
   */
  record Changed(String text) implements Edit {
    @Override
    public <T> T fold(
        Function<? super Changed, ? extends T> changed,
        Function<? super Unneeded, ? extends T> unneeded,
        Function<? super Refused, ? extends T> refused) {
      return changed.apply(this);
    }
  }

  /**
   * The text says it already.
   *
   * @param why what it says, as a part of a sentence
   */
  record Unneeded(String why) implements Edit {
    @Override
    public <T> T fold(
        Function<? super Changed, ? extends T> changed,
        Function<? super Unneeded, ? extends T> unneeded,
        Function<? super Refused, ? extends T> refused) {
      return unneeded.apply(this);
    }
  }

  /**
   * The change cannot be made without changing what else the text means, or would make it invalid.
   *
   * @param why the reason, and what the user can write instead
   */
  record Refused(String why) implements Edit {
    @Override
    public <T> T fold(
        Function<? super Changed, ? extends T> changed,
        Function<? super Unneeded, ? extends T> unneeded,
        Function<? super Refused, ? extends T> refused) {
      return refused.apply(this);
    }
  }
}
