package org.hesokuri.core.simulator;

import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;

/** What keeps hosts of a simulated world from meeting. */
final class PeerFailures {

  private PeerFailures() {}

  /** Fails, after the time that it takes, if the link to the peer is not up. */
  static void check(SimulatedBackend backend, PeerId peer) throws PeerFailure {
    SimulatedWorld world = backend.world();
    if (backend.isClosed()) {
      throw broken(peer);
    }
    switch (world.reach(backend.host().id(), peer)) {
      case UP -> {}
      case DOWN -> throw new PeerFailure(PeerFailure.Kind.UNREACHABLE, "no route leads to " + peer);
      case HANGING -> {
        world.witness().waiting(backend, OpenSimulatedRepository.TIMEOUT_NANOS);
        backend.mustLive();
        throw timedOut(peer);
      }
    }
  }

  static PeerFailure timedOut(PeerId peer) {
    return new PeerFailure(PeerFailure.Kind.TIMED_OUT, peer + " did not answer in time");
  }

  static PeerFailure broken(PeerId peer) {
    return new PeerFailure(PeerFailure.Kind.BROKEN, "the connection to " + peer + " broke");
  }
}
