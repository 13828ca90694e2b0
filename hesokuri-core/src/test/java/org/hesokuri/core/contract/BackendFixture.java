package org.hesokuri.core.contract;

import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** This machine with its backend, and a peer that it can reach. Empty at first. */
public interface BackendFixture extends AutoCloseable {

  /** The backend of this machine. */
  GitBackend backend();

  /** The other machine. */
  PeerId peer();

  /** Somebody runs {@code git init} on this machine; the branch of HEAD is {@code main}. */
  UserRepository init(String name, boolean bare);

  /** Somebody runs {@code git init} on the peer. */
  UserRepository initOnPeer(String name, boolean bare);

  /** Where nothing is on this machine and on the peer. */
  RepoPath nowhere();

  @Override
  void close();
}
