package org.hesokuri.core.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** Hosts, what is on their disks, and the links between them. */
final class World {

  /** A link from one host to another. */
  record Link(PeerId from, PeerId to) {}

  /** Something that may happen between any two calls of the port. */
  interface Interference {
    /** Called before a call takes effect, and before its answer is given. */
    void at(PeerId host, String call);
  }

  final History history = new History();
  final Map<PeerId, TreeMap<RepoPath, Disk>> disks = new HashMap<>();
  final Set<Link> down = new HashSet<>();
  final Set<Link> cutBeforeTheAnswer = new HashSet<>();
  final Map<Link, Integer> listings = new HashMap<>();

  /** What each host ever held and somebody was told of, as branch and tip. */
  final Map<PeerId, Set<KeptTip>> everTold = new HashMap<>();

  Interference interference = (host, call) -> {};
  int pushes;
  int refChanges;

  Disk disk(PeerId host, RepoPath path) {
    Disk disk = disksOf(host).get(path);
    if (disk == null) {
      throw new AssertionError(host + " has nothing at " + path);
    }
    return disk;
  }

  void told(PeerId host, BranchName branch, CommitHash tip) {
    everTold.computeIfAbsent(host, h -> new HashSet<>()).add(new KeptTip(branch, tip));
  }

  TreeMap<RepoPath, Disk> disksOf(PeerId host) {
    return disks.computeIfAbsent(host, h -> new TreeMap<>());
  }

  void mustBeUp(Link link) throws PeerFailure {
    if (down.contains(link)) {
      throw new PeerFailure(
          PeerFailure.Kind.UNREACHABLE, link.to + " cannot be reached; is it running?");
    }
  }
}
