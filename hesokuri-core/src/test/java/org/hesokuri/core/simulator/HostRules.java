package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;

/** What the configuration file of one host says; its owner changes it now and then. */
final class HostRules {

  private static final List<LiveEditRule> LIVE_EDIT =
      List.of(
          new LiveEditRule.Only(ImmutableSortedSet.of("main")),
          new LiveEditRule.Only(ImmutableSortedSet.of("main")),
          new LiveEditRule.Except(ImmutableSortedSet.of("junk")),
          new LiveEditRule.Except(ImmutableSortedSet.of()),
          LiveEditRule.DEFAULT);

  private static final UnwantedRule JUNK =
      new UnwantedRule(ImmutableSortedMap.of(new BranchName("junk"), UnwantedRule.Commits.ANY));

  private static final ConcurrentHashMap<String, RepoPath> PATHS = new ConcurrentHashMap<>();

  private final PeerId self;
  private final ImmutableList<PeerId> peers;
  private final int sources;
  private final LiveEditRule[] liveEdit;
  private final UnwantedRule[] unwanted;
  private final Duration keepFor;
  private final Set<PeerId> leftOut = new HashSet<>();
  private int firstSource;

  HostRules(PeerId self, ImmutableList<PeerId> peers, int sources, Duration keepFor, Dice dice) {
    this.self = self;
    this.peers = peers;
    this.sources = sources;
    this.keepFor = keepFor;
    this.liveEdit = new LiveEditRule[sources];
    this.unwanted = new UnwantedRule[sources];
    LiveEditRule common = dice.pick(LIVE_EDIT);
    for (int i = 0; i < sources; i++) {
      liveEdit[i] = common;
      unwanted[i] = dice.oneIn(8) ? JUNK : UnwantedRule.NONE;
    }
  }

  static RepoPath path(PeerId host, int source) {
    // Kept, because checking a path costs more than a step of a simulation.
    return PATHS.computeIfAbsent(host.name() + "/s" + source, end -> new RepoPath("/" + end));
  }

  /** Which source of its host lies at the path. */
  static int source(RepoPath path) {
    return path.lastPart().charAt(1) - '0';
  }

  Duration keepFor() {
    return keepFor;
  }

  /** The owner changes something. */
  String change(Dice dice) {
    int source = dice.below(sources);
    switch (dice.below(4)) {
      case 0 -> {
        liveEdit[source] = dice.pick(LIVE_EDIT);
        return "other live-edit branches";
      }
      case 1 -> {
        unwanted[source] = unwanted[source] == JUNK ? UnwantedRule.NONE : JUNK;
        return "other unwanted branches";
      }
      case 2 -> {
        firstSource = firstSource == 0 && sources > 1 ? 1 : 0;
        return "sources from " + firstSource;
      }
      default -> {
        PeerId other = dice.pick(peers);
        if (!other.equals(self) && !leftOut.remove(other)) {
          leftOut.add(other);
        }
        return "peers without " + leftOut;
      }
    }
  }

  /** The owner puts all sources and peers back. */
  void complete() {
    leftOut.clear();
    firstSource = 0;
  }

  Configuration configuration() {
    ImmutableList.Builder<Source> all = ImmutableList.builder();
    for (int i = firstSource; i < sources; i++) {
      ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
      for (PeerId peer : peers) {
        if (!leftOut.contains(peer)) {
          paths.put(peer, path(peer, i));
        }
      }
      all.add(new Source(paths.buildOrThrow(), liveEdit[i], unwanted[i], keepFor));
    }
    return new Configuration(self, all.build());
  }
}
