package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.util.function.Function;
import org.hesokuri.core.model.Configuration;

/** What a configuration file comes to on one machine. */
public sealed interface Resolution {

  /** Calls the function for this case, so that a new case cannot be forgotten. */
  <T> T fold(
      Function<? super Resolved, ? extends T> resolved,
      Function<? super Conflicting, ? extends T> conflicting);

  /**
   * The file holds on this machine.
   *
   * @param configuration what it says, with this machine's {@code ~/} paths made absolute
   */
  record Resolved(Configuration configuration) implements Resolution {
    @Override
    public <T> T fold(
        Function<? super Resolved, ? extends T> resolved,
        Function<? super Conflicting, ? extends T> conflicting) {
      return resolved.apply(this);
    }
  }

  /**
   * With this machine's home folder, paths of the file contradict each other.
   *
   * @param problems all that is wrong, at least one, in the order of the file
   */
  record Conflicting(ImmutableList<Problem> problems) implements Resolution {
    @Override
    public <T> T fold(
        Function<? super Resolved, ? extends T> resolved,
        Function<? super Conflicting, ? extends T> conflicting) {
      return conflicting.apply(this);
    }
  }
}
