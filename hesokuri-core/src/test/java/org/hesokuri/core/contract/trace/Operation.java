package org.hesokuri.core.contract.trace;

import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.PeerFailure;

/**
 * Something that is done in the same way to each of the replicas.
 *
 * @param told what it is, for whoever reads the trace
 * @param deed does it
 */
record Operation(String told, Deed deed) {

  /** What is done to one replica. */
  interface Deed {
    /** Does it; what it returns must be the same for all replicas. */
    String doTo(Replica replica) throws GitFailure, PeerFailure;
  }

  /** An operation of a user, of which the backend says nothing. */
  static Operation of(String told, SilentDeed deed) {
    return new Operation(
        told,
        replica -> {
          deed.doTo(replica);
          return "";
        });
  }

  /** What a user does to one replica. */
  interface SilentDeed {
    void doTo(Replica replica);
  }

  String resultOn(Replica replica) {
    try {
      return deed.doTo(replica);
    } catch (GitFailure failure) {
      return "fails: " + failure.kind();
    } catch (PeerFailure failure) {
      return "the peer fails: " + failure.kind();
    }
  }
}
