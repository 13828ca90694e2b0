package org.hesokuri.core.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** One repository as it lies on a host's disk; whoever holds it may change it. */
final class Disk {

  final TreeMap<BranchName, CommitHash> branches = new TreeMap<>();
  final Set<KeptTip> kept = new HashSet<>();
  final Set<CommitHash> objects = new HashSet<>();
  final List<Runnable> watchers = new ArrayList<>();

  /** What HEAD names; empty if it is detached. */
  Optional<BranchName> head = Optional.of(new BranchName("main"));

  /** The commit of which index and files are; empty if they are empty. */
  Optional<CommitHash> files = Optional.empty();

  boolean bare;
  boolean dirty;
  boolean ignoredFileInTheWay;
  Optional<String> busy = Optional.empty();
  KeptLedger ledger = KeptLedger.EMPTY;

  /** Every commit that something points to, with all before it. */
  Set<CommitHash> reachable(History history) {
    Set<CommitHash> reachable = new HashSet<>();
    branches.values().forEach(tip -> reachable.addAll(history.of(tip)));
    kept.forEach(tip -> reachable.addAll(history.of(tip.tip())));
    return reachable;
  }

  void stir() {
    List.copyOf(watchers).forEach(Runnable::run);
  }
}
