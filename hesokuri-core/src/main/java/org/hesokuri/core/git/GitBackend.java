package org.hesokuri.core.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/**
 * Git as the engine needs it. Implementations may be called from many threads at once; calls for
 * one repository come one at a time, but for {@link GitRepository#ancestry}, {@link
 * GitRepository#describe}, {@link GitRepository#history}, {@link GitRepository#connect} and what is
 * done on the connection, which run beside everything else.
 */
public interface GitBackend extends AutoCloseable {

  /**
   * Looks what lies at the path and opens it if it is a repository that this backend understands
   * fully. Changes nothing.
   *
   * @param path an absolute path of this machine, without {@code ~/}
   * @return what was found there
   */
  Opening open(RepoPath path);

  /**
   * Creates an empty, not bare repository, with its parent folders.
   *
   * @param path an absolute path at which nothing or an empty folder is
   * @param first the branch that is checked out there, before it has a commit; without it, the one
   *     that the user's git would take
   * @return the new repository, open
   * @throws GitFailure if it cannot be created
   */
  GitRepository create(RepoPath path, Optional<BranchName> first) throws GitFailure;

  /**
   * Asks a peer whether anything may have moved in many of its repositories, which costs it and
   * this machine far less than to connect to each. Blocks, with a limit on time.
   *
   * @param peer the peer
   * @param paths where it holds the repositories
   * @param listed those of which it shall say what their refs are, too
   * @return what it can say now, of those repositories of which it can; empty if it cannot at all
   * @throws PeerFailure if the peer cannot be met
   */
  default Optional<ImmutableMap<RepoPath, SurveyedRefs>> survey(
      PeerId peer, ImmutableSet<RepoPath> paths, ImmutableSet<RepoPath> listed) throws PeerFailure {
    return Optional.empty();
  }

  /** Lets go of every pooled connection and watch. */
  @Override
  void close();
}
