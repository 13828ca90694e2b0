package org.hesokuri.core.git;

import java.util.function.Function;

/** What was found where a repository should be. */
public sealed interface Opening {

  /** Calls the function for what was found, so that a new case cannot be forgotten. */
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
