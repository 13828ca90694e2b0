package org.hesokuri.web.page;

import com.google.common.collect.ImmutableSortedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/** All sources of a status, counted through once. */
final class Tally {

  private int starting;
  private int running;
  private int lonely;
  private int shared;
  private int remarks;
  private int branches;
  private int lacking;
  private int attention;
  private final Map<PeerId, Map<String, Integer>> reasons = new TreeMap<>();

  private int sources;

  private Tally() {}

  static Tally of(SyncStatus status, PeerId self) {
    Tally tally = new Tally();
    tally.sources = status.sources().size();
    status.sources().forEach(source -> tally.count(source, self));
    return tally;
  }

  private void count(SourceStatus source, PeerId self) {
    starting += source.state().<Integer>fold(s -> 1, r -> 0, s -> 0);
    running += source.state().<Integer>fold(s -> 0, r -> 1, s -> 0);
    remarks += source.remarks().isEmpty() ? 0 : 1;
    if (source.source().peersBesides(self).isEmpty()) {
      lonely++;
    } else {
      shared++;
    }
    source.branches().forEach(this::count);
  }

  private void count(BranchStatus branch) {
    branches++;
    attention += branch.attention().isPresent() ? 1 : 0;
    boolean held = true;
    for (Map.Entry<PeerId, Holding> each : branch.peers().entrySet()) {
      Optional<String> why = lackingWhy(each.getValue());
      why.ifPresent(
          reason ->
              reasons
                  .computeIfAbsent(each.getKey(), peer -> new LinkedHashMap<>())
                  .merge(reason, 1, Integer::sum));
      held &= why.isEmpty();
    }
    lacking += held ? 0 : 1;
  }

  private static Optional<String> lackingWhy(Holding holding) {
    return Standing.Lack.lacking(holding).map(Holding.Lacking::why);
  }

  /** What a peer lacks, over all sources. */
  record LackOfPeer(int branches, String mostFrequentWhy, boolean otherWhys) {}

  /** For each peer that lacks something: how much, and the most frequent reason. */
  ImmutableSortedMap<PeerId, LackOfPeer> whatPeersLack() {
    ImmutableSortedMap.Builder<PeerId, LackOfPeer> lacks = ImmutableSortedMap.naturalOrder();
    reasons.forEach(
        (peer, whys) -> {
          int count = whys.values().stream().mapToInt(Integer::intValue).sum();
          Map.Entry<String, Integer> most =
              whys.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
          lacks.put(peer, new LackOfPeer(count, most.getKey(), whys.size() > 1));
        });
    return lacks.buildOrThrow();
  }

  int sources() {
    return sources;
  }

  int starting() {
    return starting;
  }

  int running() {
    return running;
  }

  /** The sources that no other machine holds. */
  int lonely() {
    return lonely;
  }

  int shared() {
    return shared;
  }

  /** The sources about which there is something to know. */
  int remarks() {
    return remarks;
  }

  int branches() {
    return branches;
  }

  /** The branches that some peer should hold and does not. */
  int lacking() {
    return lacking;
  }

  int attention() {
    return attention;
  }

  /** Whether there are sources and each was looked at. */
  boolean looked() {
    return sources() > 0 && starting == 0 && running == sources();
  }
}
