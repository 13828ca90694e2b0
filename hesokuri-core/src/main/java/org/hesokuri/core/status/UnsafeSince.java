package org.hesokuri.core.status;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.RepoPath;

/**
 * Since when branches are not on every peer that should hold them. A status alone does not say it;
 * this does, made from one status after the other.
 *
 * @param since for each such branch, the first of the statuses in a row in which it was so; a tip
 *     that moves meanwhile changes nothing
 */
public record UnsafeSince(ImmutableMap<Place, Instant> since) {

  /** Before the first status. */
  public static final UnsafeSince NOTHING = new UnsafeSince(ImmutableMap.of());

  /**
   * One branch of one source.
   *
   * @param source where this machine holds the source
   * @param branch the branch
   */
  public record Place(RepoPath source, BranchName branch) {}

  /**
   * What is known with one more status.
   *
   * @param status the newer status
   * @return what is known then
   */
  public UnsafeSince with(SyncStatus status) {
    ImmutableMap.Builder<Place, Instant> now = ImmutableMap.builder();
    for (SourceStatus source : status.sources()) {
      for (BranchStatus branch : source.branches()) {
        if (!isOnEveryPeer(branch)) {
          Place place = new Place(source.path(), branch.name());
          now.put(place, since.getOrDefault(place, status.at()));
        }
      }
    }
    return new UnsafeSince(now.buildOrThrow());
  }

  /**
   * {@return when the one began that has lasted longest; empty if every branch is where it should
   * be}
   */
  public Optional<Instant> oldest() {
    return since.values().stream().min(Comparator.naturalOrder());
  }

  /**
   * Whether every peer that should hold the branch said that it does.
   *
   * @param branch the branch
   * @return whether all do
   */
  public static boolean isOnEveryPeer(BranchStatus branch) {
    return branch.peers().values().stream().noneMatch(UnsafeSince::isLacking);
  }

  private static boolean isLacking(Holding holding) {
    return holding.fold(exactly -> false, inside -> false, lacking -> true, notMeant -> false);
  }
}
