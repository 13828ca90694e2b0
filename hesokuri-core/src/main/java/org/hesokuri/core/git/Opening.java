package org.hesokuri.core.git;

import java.util.function.Function;

/** What was found where a repository should be. */
public sealed interface Opening {

  /**
   * Calls the function for what was found, so that a new case cannot be forgotten.
   *
   * @param <T> what the functions give
   * @param opened what is done with a repository that was opened
   * @param absent what is done with a place where none is
   * @param unusable what is done with one that cannot be used
   * @return what the function gave
   */
  <T> T fold(
      Function<? super Opened, ? extends T> opened,
      Function<? super Absent, ? extends T> absent,
      Function<? super Unusable, ? extends T> unusable);

  /**
   * A repository, ready for use; the caller closes it.
   *
   * @param repository the repository
   */
  record Opened(GitRepository repository) implements Opening {
    @Override
    public <T> T fold(
        Function<? super Opened, ? extends T> opened,
        Function<? super Absent, ? extends T> absent,
        Function<? super Unusable, ? extends T> unusable) {
      return opened.apply(this);
    }
  }

  /** Nothing, or an empty folder: a repository could be created here. */
  record Absent() implements Opening {
    @Override
    public <T> T fold(
        Function<? super Opened, ? extends T> opened,
        Function<? super Absent, ? extends T> absent,
        Function<? super Unusable, ? extends T> unusable) {
      return absent.apply(this);
    }
  }

  /**
   * Something that must be left alone: a folder with other things in it, or a repository of a kind
   * that would be misread.
   *
   * @param reason a sentence for the user: what, why and what next
   */
  record Unusable(String reason) implements Opening {
    @Override
    public <T> T fold(
        Function<? super Opened, ? extends T> opened,
        Function<? super Absent, ? extends T> absent,
        Function<? super Unusable, ? extends T> unusable) {
      return unusable.apply(this);
    }
  }
}
