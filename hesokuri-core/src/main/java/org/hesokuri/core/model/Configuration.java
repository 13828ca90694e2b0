package org.hesokuri.core.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All sources, seen from one machine.
 *
 * @param self this machine's identity
 * @param sources every source of the file, also those that this machine does not hold
 */
public record Configuration(PeerId self, ImmutableList<Source> sources) {

  /**
   * Checks what no single source can know.
   *
   * @param self this machine
   * @param sources all sources, also those that this machine does not hold
   * @throws IllegalArgumentException if two identities differ only in case, or if two sources of
   *     this machine share a path or lie inside each other
   */
  public Configuration {
    requireDistinctIdentities(self, sources);
    requireSeparatePaths(self, sources);
  }

  /** {@return all identities that the configuration names, with this machine's own} */
  public Identities identities() {
    ImmutableSortedSet.Builder<PeerId> all = ImmutableSortedSet.naturalOrder();
    all.add(self);
    sources.forEach(source -> all.addAll(source.paths().keySet()));
    return new Identities(all.build());
  }

  /** {@return the sources that this machine holds, by where it holds them} */
  public ImmutableSortedMap<RepoPath, Source> sourcesHere() {
    ImmutableSortedMap.Builder<RepoPath, Source> here = ImmutableSortedMap.naturalOrder();
    for (Source source : sources) {
      source.pathOn(self).ifPresent(path -> here.put(path, source));
    }
    return here.buildOrThrow();
  }

  /** {@return the other machines that share at least one source with this one} */
  public ImmutableSortedSet<PeerId> peers() {
    ImmutableSortedSet.Builder<PeerId> peers = ImmutableSortedSet.naturalOrder();
    sourcesHere().values().forEach(source -> peers.addAll(source.peersBesides(self)));
    return peers.build();
  }

  private static void requireDistinctIdentities(PeerId self, List<Source> sources) {
    Map<String, PeerId> seen = new HashMap<>(Map.of(self.foldedCase(), self));
    for (Source source : sources) {
      for (PeerId peer : source.paths().keySet()) {
        PeerId other = Optional.ofNullable(seen.put(peer.foldedCase(), peer)).orElse(peer);
        if (!other.equals(peer)) {
          throw new IllegalArgumentException(
              "the identities "
                  + other
                  + " and "
                  + peer
                  + " differ only in case; use one spelling");
        }
      }
    }
  }

  private static void requireSeparatePaths(PeerId self, List<Source> sources) {
    List<RepoPath> paths =
        sources.stream().flatMap(source -> source.pathOn(self).stream()).sorted().toList();
    // Sorted, a path's own descendants follow it, but "/a-b" may stand between "/a" and "/a/b".
    for (int outer = 0; outer < paths.size(); outer++) {
      for (int inner = outer + 1; inner < paths.size(); inner++) {
        if (!paths.get(inner).text().startsWith(paths.get(outer).text())) {
          break;
        }
        if (paths.get(inner).isWithin(paths.get(outer))) {
          throw new IllegalArgumentException(
              "two sources share a folder on "
                  + self
                  + ": "
                  + paths.get(outer)
                  + " and "
                  + paths.get(inner)
                  + "; give each source a folder of its own");
        }
      }
    }
  }
}
