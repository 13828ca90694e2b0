package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.util.function.Function;

/** What came of reading the configuration file. */
public sealed interface Reading {

  /** Calls the function for this case, so that a new case cannot be forgotten. */
  <T> T fold(
      Function<? super Valid, ? extends T> valid, Function<? super Invalid, ? extends T> invalid);

  /**
   * The file is a configuration.
   *
   * @param file what it says
   * @param warnings what was ignored in it, in the order of the file
   */
  record Valid(ConfigurationFile file, ImmutableList<Problem> warnings) implements Reading {
    @Override
    public <T> T fold(
        Function<? super Valid, ? extends T> valid,
        Function<? super Invalid, ? extends T> invalid) {
      return valid.apply(this);
    }
  }

  /**
   * The file is no configuration, cannot be read, or is not there.
   *
   * @param problems all that is wrong, at least one, in the order of the file; after text that
   *     cannot be read on, only what was found up to there
   */
  record Invalid(ImmutableList<Problem> problems) implements Reading {

    /**
     * Checks that there is something to tell.
     *
     * @throws IllegalArgumentException if there is no problem
     */
    public Invalid {
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid reading tells at least one problem");
      }
    }

    static Invalid because(Problem problem) {
      return new Invalid(ImmutableList.of(problem));
    }

    @Override
    public <T> T fold(
        Function<? super Valid, ? extends T> valid,
        Function<? super Invalid, ? extends T> invalid) {
      return invalid.apply(this);
    }
  }
}
