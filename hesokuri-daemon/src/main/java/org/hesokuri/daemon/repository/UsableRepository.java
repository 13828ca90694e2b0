package org.hesokuri.daemon.repository;

import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.RepoPath;

/** A repository that the daemon could work with. */
public final class UsableRepository {

  private UsableRepository() {}

  /**
   * Opens what lies at the path, and closes it again.
   *
   * @throws CannotDo if nothing is there, or nothing that can be used
   */
  public static void require(RepoPath path, GitBackend git) throws CannotDo {
    GitRepository opened = OpenedRepository.at(path, git);
    opened.close();
  }
}
