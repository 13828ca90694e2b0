package org.hesokuri.core.model;

import java.util.function.Function;

/** What a branch of a repository is to Hesokuri. */
public sealed interface BranchRole {

  /**
   * Calls the function for this role, so that a new role cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param local what is done with a branch of this machine's own
   * @param copy what is done with a copy of another machine's
   * @return what the function gave
   */
  <T> T fold(Function<? super Local, ? extends T> local, Function<? super Copy, ? extends T> copy);

  /**
   * A branch that people commit to on this machine.
   *
   * @param name its name
   */
  record Local(BranchName name) implements BranchRole {
    @Override
    public <T> T fold(
        Function<? super Local, ? extends T> local, Function<? super Copy, ? extends T> copy) {
      return local.apply(this);
    }
  }

  /**
   * A copy of a peer's branch.
   *
   * @param name its name, in parts
   */
  record Copy(CopyName name) implements BranchRole {
    @Override
    public <T> T fold(
        Function<? super Local, ? extends T> local, Function<? super Copy, ? extends T> copy) {
      return copy.apply(this);
    }
  }
}
