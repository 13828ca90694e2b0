package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.CommitHash;

/**
 * The rule by which displaced tips are folded: whenever more of them are refs of their own than may
 * be, all but the youngest go into the folds of the weeks in which they were displaced.
 *
 * @param seen what the repository holds now
 * @param bounds how many may be refs of their own
 * @param unfoldable tips that were tried in vain and are left alone for now
 */
public record FoldPlanner(RepoSnapshot seen, KeptRefs bounds, ImmutableSet<KeptTip> unfoldable) {

  /** A first pass over many years' worth of tips shall not hold up what is committed meanwhile. */
  static final int AT_ONCE = 500;

  /**
   * What a pass folds.
   *
   * @param ledger the ages to be stored, before anything is folded: a fold that gets a younger tip
   *     is from then on no older than that; of tips that are folded none, because one that is
   *     displaced anew has its whole time before it
   * @param steps what is folded, each week by itself
   * @param isAll whether no more tips are refs of their own than may be, once that is done
   */
  public record FoldPass(
      KeptLedger ledger, ImmutableList<FoldStep.FoldTips> steps, boolean isAll) {}

  /** Whether something is to be folded. */
  public boolean isDue() {
    // Most repositories keep little, and this is asked after each look.
    return seen.kept().size() > bounds.most()
        && seen.kept().stream().filter(this::isFoldable).count() > bounds.most();
  }

  /** A tip at which its branch stands is one that a peer may count on, so it stays a ref. */
  private boolean isFoldable(KeptTip tip) {
    return !seen.standsAt(tip) && !unfoldable.contains(tip);
  }

  /**
   * Plans what is folded.
   *
   * @param pass the pass over all ages, just made
   * @param now the time by the wall clock
   */
  public FoldPass plan(KeptPlanner.KeptPass pass, Instant now) {
    KeptLedger ledger = pass.ledger();
    List<Map.Entry<KeptTip, Duration>> oldestFirst =
        ledger.ages().entrySet().stream()
            .filter(tip -> isFoldable(tip.getKey()))
            .sorted(
                Map.Entry.<KeptTip, Duration>comparingByValue()
                    .reversed()
                    .thenComparing(Comparator.comparing(tip -> tip.getKey().ref())))
            .toList();
    if (oldestFirst.size() <= bounds.most()) {
      return new FoldPass(ledger, ImmutableList.of(), true);
    }
    int all = oldestFirst.size() - bounds.left();
    ImmutableSet<FoldWeek> going =
        pass.foldDrops().stream()
            .map(drop -> drop.fold().week())
            .collect(ImmutableSet.toImmutableSet());
    boolean waits = false;
    Map<FoldWeek, Duration> ages = new HashMap<>(ledger.folds());
    Map<FoldWeek, List<FoldedTip>> byWeek = new TreeMap<>();
    Set<KeptTip> folded = new HashSet<>();
    for (Map.Entry<KeptTip, Duration> tip : oldestFirst.subList(0, Math.min(all, AT_ONCE))) {
      Instant displaced = now.minus(tip.getValue());
      FoldWeek week = FoldWeek.of(displaced);
      if (going.contains(week)) {
        // Only the next look tells whether that fold is gone.
        waits = true;
        continue;
      }
      folded.add(tip.getKey());
      byWeek
          .computeIfAbsent(week, first -> new ArrayList<>())
          .add(new FoldedTip(tip.getKey(), displaced));
      // Nothing in a fold may go before its time, so that the fold is as old as its youngest.
      ages.merge(week, tip.getValue(), FoldPlanner::younger);
    }
    Map<FoldWeek, CommitHash> there = new HashMap<>();
    seen.folds().forEach(fold -> there.put(fold.week(), fold.commit()));
    ImmutableList.Builder<FoldStep.FoldTips> steps = ImmutableList.builder();
    byWeek.forEach(
        (week, tips) ->
            steps.add(
                new FoldStep.FoldTips(
                    week, Optional.ofNullable(there.get(week)), ImmutableList.copyOf(tips))));
    return new FoldPass(
        new KeptLedger(
            ledger.lastPass(),
            ledger.ages().entrySet().stream()
                .filter(tip -> !folded.contains(tip.getKey()))
                .collect(ImmutableMap.toImmutableMap(Map.Entry::getKey, Map.Entry::getValue)),
            ImmutableMap.copyOf(ages)),
        steps.build(),
        all <= AT_ONCE && !waits);
  }

  private static Duration younger(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
