package org.hesokuri.core.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.model.PeerId;

/**
 * Machines with disks and the links between them, in memory: git without files, ssh without a
 * network. Single-threaded.
 */
public final class SimulatedWorld {

  private final CommitGraph graph = new CommitGraph();
  private final VirtualTime time = new VirtualTime();
  private final TreeMap<PeerId, SimulatedHost> hosts = new TreeMap<>();
  private final Map<Way, Link> links = new HashMap<>();
  private int connections;
  private Witness witness = Witness.NONE;

  private record Way(PeerId lower, PeerId upper) {
    static Way between(PeerId one, PeerId other) {
      return one.compareTo(other) < 0 ? new Way(one, other) : new Way(other, one);
    }
  }

  /** Sets who sees and disturbs everything from now on. */
  public void witness(Witness now) {
    witness = now;
  }

  Witness witness() {
    return witness;
  }

  CommitGraph graph() {
    return graph;
  }

  /** The number of the next connection between any two hosts. */
  int nextConnection() {
    return ++connections;
  }

  /** The clock of this world. */
  public VirtualTime time() {
    return time;
  }

  /** Adds a machine, linked to all others. */
  public SimulatedHost addHost(PeerId id) {
    SimulatedHost host = new SimulatedHost(id, time);
    if (hosts.put(id, host) != null) {
      throw new AssertionError(id + " is there already");
    }
    return host;
  }

  /** All machines. */
  public Collection<SimulatedHost> hosts() {
    return hosts.values();
  }

  Optional<SimulatedHost> host(PeerId id) {
    return Optional.ofNullable(hosts.get(id));
  }

  /** There is no way between the two, ever. */
  public void separate(PeerId one, PeerId other) {
    links.put(Way.between(one, other), new Link(false));
  }

  /** How a call from one machine to the other would fare now. */
  Link.State reach(PeerId caller, PeerId peer) {
    boolean asleep = host(peer).filter(SimulatedHost::isAsleep).isPresent();
    Link.State state = link(caller, peer).state(caller);
    return asleep && state == Link.State.UP ? Link.State.HANGING : state;
  }

  Link link(PeerId one, PeerId other) {
    return links.computeIfAbsent(Way.between(one, other), way -> new Link(true));
  }

  Collection<Link> links() {
    return links.values();
  }

  /** Makes a commit that nobody holds yet. */
  Commit commit(List<Commit> parents, Map<String, String> tree) {
    return graph.make(parents, tree);
  }
}
