package org.hesokuri.core.model;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.Optional;

/**
 * One repository that several peers hold, each at its own path.
 *
 * @param paths where each peer holds it; at least one
 * @param liveEdit which branches advance by themselves
 * @param unwanted which branches this machine deletes
 * @param keepFor how long a displaced tip is kept before age lets go of it; more than zero
 */
public record Source(
    ImmutableSortedMap<PeerId, RepoPath> paths,
    LiveEditRule liveEdit,
    UnwantedRule unwanted,
    Duration keepFor) {

  /** How long displaced tips are kept where the configuration says nothing. */
  public static final Duration DEFAULT_KEEP = Duration.ofDays(90);

  /**
   * Checks the definition.
   *
   * @param paths who holds it, and where
   * @param liveEdit which branches are live-edit
   * @param unwanted which branches are unwanted
   * @param keepFor how long displaced tips are kept; positive
   * @throws IllegalArgumentException if it names no peer, or would keep displaced tips for no time
   */
  public Source {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a source needs at least one entry in :host-to-path");
    }
    if (keepFor.isZero() || keepFor.isNegative()) {
      throw new IllegalArgumentException("displaced tips must be kept for at least a day");
    }
  }

  /**
   * A source with the default rules.
   *
   * @param paths who holds it, and where
   * @return the source
   */
  public static Source at(ImmutableSortedMap<PeerId, RepoPath> paths) {
    return new Source(paths, LiveEditRule.DEFAULT, UnwantedRule.NONE, DEFAULT_KEEP);
  }

  /**
   * Where the peer holds this source; empty if it does not.
   *
   * @param peer the peer
   * @return the path there
   */
  public Optional<RepoPath> pathOn(PeerId peer) {
    return Optional.ofNullable(paths.get(peer));
  }

  /**
   * The peers that hold this source besides the given one.
   *
   * @param self the one that is left out
   * @return the others
   */
  public ImmutableSortedSet<PeerId> peersBesides(PeerId self) {
    return ImmutableSortedSet.copyOf(Sets.difference(paths.keySet(), ImmutableSortedSet.of(self)));
  }
}
