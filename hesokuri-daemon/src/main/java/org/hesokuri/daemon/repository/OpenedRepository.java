package org.hesokuri.daemon.repository;

import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.RepoPath;

/** Repositories of this machine, opened for a command. */
final class OpenedRepository {

  private OpenedRepository() {}

  /**
   * Opens what lies at the path; the caller closes it.
   *
   * @throws CannotDo if nothing is there, or nothing that can be used
   */
  static GitRepository at(RepoPath path, GitBackend git) throws CannotDo {
    Found found =
        git.open(path)
            .fold(
                opened -> () -> opened.repository(),
                absent ->
                    () -> {
                      throw new CannotDo("there is no repository at " + path);
                    },
                unusable ->
                    () -> {
                      throw new CannotDo(path + " cannot be used: " + unusable.reason());
                    });
    return found.repository();
  }

  private interface Found {
    GitRepository repository() throws CannotDo;
  }

  static CannotDo because(GitFailure failure) {
    return new CannotDo(String.valueOf(failure.getMessage()), failure);
  }
}
