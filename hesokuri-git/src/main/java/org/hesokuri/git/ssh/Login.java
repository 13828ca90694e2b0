package org.hesokuri.git.ssh;

import java.io.IOException;
import org.eclipse.jgit.transport.sshd.SshdSession;

/**
 * A login on a peer.
 *
 * @param lent the session, with what it uses of the network
 */
record Login(SessionThreads.Lent<SshdSession> lent) {

  /** Starts a command; the limit is whole seconds, in which the peer has to say that it started. */
  Process exec(String command, int limit) throws IOException {
    return lent.made().exec(command, limit);
  }

  /** Calls when the session has ended by itself. */
  void onEnd(Runnable ended) {
    lent.made().addCloseListener(closed -> ended.run());
  }

  /** Ends it, with its connections; of one that hangs that can take seconds. */
  void end() {
    try {
      lent.made().disconnect();
    } finally {
      lent.giveBack();
    }
  }
}
