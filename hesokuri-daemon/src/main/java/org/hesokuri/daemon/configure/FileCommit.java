package org.hesokuri.daemon.configure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.repository.CannotDo;
import org.hesokuri.daemon.repository.UserGit;

/** Commits a file that lies in a repository which is a source of this machine. */
final class FileCommit {

  private final UserGit git;
  private final Path file;
  private final boolean wasClean;

  private FileCommit(UserGit git, Path file, boolean wasClean) {
    this.git = git;
    this.file = file;
    this.wasClean = wasClean;
  }

  /**
   * Looks, before the file is changed, whether it will have to be committed.
   *
   * @param file where it is when links are followed
   * @return empty if git does not track it in a source
   */
  static Optional<FileCommit> of(
      Path file, Collection<RepoPath> sources, Map<String, String> environment) throws CannotDo {
    for (RepoPath source : sources) {
      if (!isIn(source, file)) {
        continue;
      }
      UserGit git = new UserGit(file.resolveSibling(""), environment);
      if (git.run("ls-files", "--error-unmatch", "--", file.toString()).good()) {
        UserGit.Outcome status = git.run("status", "--porcelain", "--", file.toString());
        return Optional.of(new FileCommit(git, file, status.equals(new UserGit.Outcome(0, ""))));
      }
    }
    return Optional.empty();
  }

  private static boolean isIn(RepoPath source, Path file) {
    try {
      return file.startsWith(Path.of(source.text()).toRealPath());
    } catch (IOException notThere) {
      return false;
    }
  }

  /**
   * Commits the file and nothing else.
   *
   * @return what was done, in a sentence
   * @throws CannotDo if git did not; the file is changed all the same
   */
  String commit(String message) throws CannotDo {
    if (!wasClean) {
      throw new CannotDo(
          file
              + " is changed, but not committed, because it had changes of yours that were not"
              + " committed either");
    }
    UserGit.Outcome outcome = git.run("commit", "-q", "-m", message, "--", file.toString());
    if (!outcome.good()) {
      throw new CannotDo(
          file + " is changed, but git did not commit it: " + Quoted.line(outcome.said()));
    }
    return "committed " + file + ": " + message;
  }
}
