package org.hesokuri.git.ssh;

import org.hesokuri.core.git.PeerFailure;

/** Opens another connection to the same repository on the same peer. */
interface Reopening {

  /** Opens one; the caller closes it. */
  ReceivePack open() throws PeerFailure;
}
