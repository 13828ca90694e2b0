package org.hesokuri.config;

import java.util.function.Function;
import org.hesokuri.core.model.PeerId;

/** Which of a file's identities this machine is. */
public sealed interface Identification {

  /** Calls the function for this case, so that a new case cannot be forgotten. */
  <T> T fold(
      Function<? super Known, ? extends T> known, Function<? super Unknown, ? extends T> unknown);

  /**
   * The machine is in the file.
   *
   * @param self its identity, as the file spells it
   */
  record Known(PeerId self) implements Identification {
    @Override
    public <T> T fold(
        Function<? super Known, ? extends T> known,
        Function<? super Unknown, ? extends T> unknown) {
      return known.apply(this);
    }
  }

  /**
   * The machine is not in the file.
   *
   * @param message a sentence for the user, with what the machine is called and what the file names
   */
  record Unknown(String message) implements Identification {
    @Override
    public <T> T fold(
        Function<? super Known, ? extends T> known,
        Function<? super Unknown, ? extends T> unknown) {
      return unknown.apply(this);
    }
  }
}
