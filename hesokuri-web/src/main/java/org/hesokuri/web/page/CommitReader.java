package org.hesokuri.web.page;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * Reads what pages tell of commits, beside what the status says. What it counted once it remembers,
 * as commits never change. May be used from any thread.
 */
final class CommitReader {

  /** More than so many commits are just many. */
  static final int MOST_COUNTED = 100;

  /** How many commits of each side of a divergence are shown. */
  static final int MOST_OF_A_SIDE = 7;

  private static final int MOST_READ_AT_ONCE = 50;
  private static final int MOST_REMEMBERED = 10_000;

  private final Hesokuri engine;
  private final Cache<Distance, Integer> counted =
      CacheBuilder.newBuilder().maximumSize(MOST_REMEMBERED).build();

  private record Distance(RepoPath source, CommitPair pair) {}

  CommitReader(Hesokuri engine) {
    this.engine = engine;
  }

  /**
   * For each tip that some peer lacks, how many commits that peer lacks of it. A first page after
   * many changes may know few of them; the next one knows more.
   */
  ImmutableMap<CommitPair, Integer> behind(SyncStatus status) {
    Map<CommitPair, Integer> behind = new HashMap<>();
    int toRead = MOST_READ_AT_ONCE;
    for (SourceStatus source : status.sources()) {
      for (CommitPair pair : lacking(source)) {
        Distance distance = new Distance(source.path(), pair);
        Optional<Integer> known = Optional.ofNullable(counted.getIfPresent(distance));
        if (known.isEmpty() && toRead > 0) {
          toRead--;
          known = count(distance);
        }
        known.ifPresent(number -> behind.put(pair, number));
      }
    }
    return ImmutableMap.copyOf(behind);
  }

  private static Set<CommitPair> lacking(SourceStatus source) {
    Set<CommitPair> pairs = new LinkedHashSet<>();
    for (BranchStatus branch : source.branches()) {
      for (Holding holding : branch.peers().values()) {
        Standing.Lack.lacking(holding)
            .flatMap(Holding.Lacking::last)
            .ifPresent(last -> pairs.add(new CommitPair(branch.tip(), last)));
      }
    }
    return pairs;
  }

  private Optional<Integer> count(Distance distance) {
    CommitHash last = distance.pair().right();
    // A commit that is not here would leave nothing out, and all history would be counted.
    if (!engine.describe(distance.source(), ImmutableSet.of(last)).containsKey(last)) {
      return Optional.empty();
    }
    int number =
        engine
            .history(distance.source(), distance.pair().left(), ImmutableSet.of(last), MOST_COUNTED)
            .size();
    counted.put(distance, number);
    return Optional.of(number);
  }

  /** Describes branches of a source, and both sides of each divergence. */
  Commits describe(SourceStatus source, Iterable<BranchStatus> branches) {
    Map<CommitPair, ImmutableList<CommitSummary>> sides = new HashMap<>();
    Set<CommitHash> wanted = new HashSet<>();
    for (BranchStatus branch : branches) {
      wanted.add(branch.tip());
    }
    for (Divergence.Sides each : Divergence.among(source)) {
      for (CommitPair pair : ImmutableList.of(each.pair(), each.turned())) {
        ImmutableList<CommitSummary> side =
            engine.history(
                source.path(), pair.left(), ImmutableSet.of(pair.right()), MOST_OF_A_SIDE + 1);
        sides.put(pair, side);
        side.forEach(commit -> wanted.addAll(commit.parents()));
      }
      Iterables.addAll(wanted, ImmutableList.of(each.pair().left(), each.pair().right()));
    }
    return new Commits(
        engine.describe(source.path(), ImmutableSet.copyOf(wanted)), ImmutableMap.copyOf(sides));
  }
}
