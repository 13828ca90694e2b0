package org.hesokuri.core.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which branches are live-edit: their copies are merged in by themselves, fast-forward only. */
public sealed interface LiveEditRule {

  /** The rule of a source that states none: only {@code hesokuri}. */
  LiveEditRule DEFAULT = new Only(ImmutableSortedSet.of("hesokuri"));

  /**
   * Whether the local branch of this name is live-edit.
   *
   * @param branch the branch
   * @return whether it is
   */
  boolean covers(BranchName branch);

  /**
   * The first of the branches that this rule names as live-edit: {@code main} or {@code master} if
   * it names them, else the first by name.
   *
   * @return the branch; empty if the rule names none that can be
   */
  Optional<BranchName> first();

  /**
   * Calls the function for this rule, so that a new kind cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param only what is done with a rule that names the live-edit branches
   * @param except what is done with one that names all others
   * @return what the function gave
   */
  <T> T fold(
      Function<? super Only, ? extends T> only, Function<? super Except, ? extends T> except);

  /**
   * Only the named branches.
   *
   * @param names branch names; one that no branch can have does no harm
   */
  record Only(ImmutableSortedSet<String> names) implements LiveEditRule {
    @Override
    public boolean covers(BranchName branch) {
      return names.contains(branch.text());
    }

    @Override
    public Optional<BranchName> first() {
      return Stream.concat(Stream.of("main", "master").filter(names::contains), names.stream())
          .filter(name -> RefFormat.problemWith(name).isEmpty())
          .map(BranchName::new)
          .findFirst();
    }

    @Override
    public <T> T fold(
        Function<? super Only, ? extends T> only, Function<? super Except, ? extends T> except) {
      return only.apply(this);
    }
  }

  /**
   * All branches but the named ones.
   *
   * @param names branch names; one that no branch can have does no harm
   */
  record Except(ImmutableSortedSet<String> names) implements LiveEditRule {
    @Override
    public boolean covers(BranchName branch) {
      return !names.contains(branch.text());
    }

    @Override
    public Optional<BranchName> first() {
      return Optional.empty();
    }

    @Override
    public <T> T fold(
        Function<? super Only, ? extends T> only, Function<? super Except, ? extends T> except) {
      return except.apply(this);
    }
  }
}
