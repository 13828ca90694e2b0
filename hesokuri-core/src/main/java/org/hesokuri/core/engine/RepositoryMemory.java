package org.hesokuri.core.engine;

import org.hesokuri.core.model.RepoPath;

/**
 * Remembers, over restarts, where repositories were. A repository that was there before and is gone
 * is an unmounted disk or a mishap, and is not created anew.
 */
public interface RepositoryMemory {

  /**
   * Whether a repository was seen at the path, ever.
   *
   * @param path where the source is on this machine
   * @return whether one was seen
   */
  boolean wasSeenAt(RepoPath path);

  /**
   * Remembers that a repository is at the path. Called before anything is pushed or moved there.
   *
   * @param path where the source is on this machine
   * @throws java.io.UncheckedIOException if it cannot be stored; the source then does not start
   */
  void seenAt(RepoPath path);
}
