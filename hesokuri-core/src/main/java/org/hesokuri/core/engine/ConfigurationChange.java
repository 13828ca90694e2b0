package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;

/**
 * What a new configuration changes.
 *
 * @param stopped sources that this machine no longer holds
 * @param started sources that it holds from now on
 * @param kept sources that it holds before and after, with the definition from now on
 * @param peersGone peers that share no source with it any more
 * @param peersCome peers that share one from now on
 */
record ConfigurationChange(
    ImmutableSortedSet<RepoPath> stopped,
    ImmutableSortedMap<RepoPath, Source> started,
    ImmutableSortedMap<RepoPath, Source> kept,
    ImmutableSortedSet<PeerId> peersGone,
    ImmutableSortedSet<PeerId> peersCome) {

  /** Compares; a machine that changes its own identity stops everything and starts anew. */
  static ConfigurationChange between(Optional<Configuration> from, Configuration to) {
    Optional<Configuration> comparable = from.filter(old -> old.self().equals(to.self()));
    ImmutableSortedSet<RepoPath> had = from.map(ConfigurationChange::pathsOf).orElse(none());
    ImmutableSortedSet<RepoPath> goesOn =
        comparable.map(ConfigurationChange::pathsOf).orElse(none());
    ImmutableSortedMap<RepoPath, Source> has = to.sourcesHere();
    ImmutableSortedSet<PeerId> hadPeers = from.map(Configuration::peers).orElse(none());
    ImmutableSortedSet<PeerId> keptPeers = comparable.map(Configuration::peers).orElse(none());
    return new ConfigurationChange(
        sorted(Sets.difference(had, Sets.intersection(goesOn, has.keySet()))),
        only(has, Sets.difference(has.keySet(), goesOn)),
        only(has, Sets.intersection(has.keySet(), goesOn)),
        sorted(Sets.difference(hadPeers, Sets.intersection(keptPeers, to.peers()))),
        sorted(Sets.difference(to.peers(), keptPeers)));
  }

  private static ImmutableSortedSet<RepoPath> pathsOf(Configuration configuration) {
    return ImmutableSortedSet.copyOf(configuration.sourcesHere().keySet());
  }

  private static ImmutableSortedMap<RepoPath, Source> only(
      ImmutableSortedMap<RepoPath, Source> sources, Iterable<RepoPath> paths) {
    ImmutableSortedMap.Builder<RepoPath, Source> some = ImmutableSortedMap.naturalOrder();
    paths.forEach(path -> Optional.ofNullable(sources.get(path)).ifPresent(s -> some.put(path, s)));
    return some.buildOrThrow();
  }

  private static <T extends Comparable<T>> ImmutableSortedSet<T> none() {
    return ImmutableSortedSet.of();
  }

  private static <T extends Comparable<T>> ImmutableSortedSet<T> sorted(Iterable<T> elements) {
    return ImmutableSortedSet.copyOf(elements);
  }
}
