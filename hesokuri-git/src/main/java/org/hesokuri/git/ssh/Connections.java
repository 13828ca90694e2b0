package org.hesokuri.git.ssh;

import org.hesokuri.core.git.PeerFailure;

/**
 * The connections of one round, one after another, as each is good for one push. There is never
 * more than one: rounds that each wait for a second place on the session could wait for each other.
 */
final class Connections implements AutoCloseable {

  private final Reopening again;
  private ReceivePack now;
  private boolean usedUp;

  /** Begins with one that is open. */
  Connections(ReceivePack first, Reopening again) {
    this.now = first;
    this.again = again;
  }

  /** The one that was open last, perhaps no longer. */
  ReceivePack last() {
    return now;
  }

  /** One over which nothing was pushed yet, opened if need be. */
  ReceivePack unused() throws PeerFailure {
    if (usedUp || now.hasPushed()) {
      now.close();
      now = again.open();
      usedUp = false;
    }
    return now;
  }

  /** Makes the next one a new one, on which the peer says anew what it holds. */
  void leave() {
    usedUp = true;
    now.close();
  }

  @Override
  public void close() {
    now.close();
  }
}
