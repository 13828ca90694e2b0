package org.hesokuri.core.git;

import com.google.common.collect.ImmutableSet;
import java.util.function.Function;

/** What became of a {@link Step}. */
public sealed interface StepOutcome {

  /**
   * Calls the function for this outcome, so that a new one cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param done what is done with a change that was made
   * @param lostRace what is done with one that met another value than it expected
   * @param refused what is done with one that was refused
   * @return what the function gave
   */
  <T> T fold(
      Function<? super Done, ? extends T> done,
      Function<? super LostRace, ? extends T> lostRace,
      Function<? super Refused, ? extends T> refused);

  /**
   * It happened.
   *
   * @param remarks what the user should know besides, one sentence each; mostly none
   */
  record Done(ImmutableSet<String> remarks) implements StepOutcome {

    /** It happened and there is nothing to remark. */
    public static final Done QUIETLY = new Done(ImmutableSet.of());

    @Override
    public <T> T fold(
        Function<? super Done, ? extends T> done,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused) {
      return done.apply(this);
    }
  }

  /**
   * Something else was faster; nothing changed. Look again, plan again.
   *
   * @param what what was not as expected, for the log
   */
  record LostRace(String what) implements StepOutcome {
    @Override
    public <T> T fold(
        Function<? super Done, ? extends T> done,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused) {
      return lostRace.apply(this);
    }
  }

  /**
   * It would not have been safe; nothing changed. It may be tried again when its cause is gone.
   *
   * @param why the cause, for people: "notes.txt has unsaved changes"
   * @param paths absolute paths whose change may mean that the cause is gone
   * @param passing whether it is likely to be over in a moment, such as a lock that a git command
   *     holds: it is tried again soon, and told only if it lasts
   */
  record Refused(String why, ImmutableSet<String> paths, boolean passing) implements StepOutcome {

    /**
     * A refusal that lasts until somebody does something about it.
     *
     * @param why the reason, as a sentence for the user
     * @param paths the paths that are in the way
     */
    public Refused(String why, ImmutableSet<String> paths) {
      this(why, paths, false);
    }

    @Override
    public <T> T fold(
        Function<? super Done, ? extends T> done,
        Function<? super LostRace, ? extends T> lostRace,
        Function<? super Refused, ? extends T> refused) {
      return refused.apply(this);
    }
  }
}
