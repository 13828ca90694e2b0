package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;

/** The rule by which age, and only age, lets go of displaced tips. */
public final class KeptPlanner {

  /**
   * How much older a tip can become between two passes. A clock that jumps by years adds no more
   * than this; a machine that is off for longer keeps its tips the longer.
   */
  static final Duration LONGEST_GAP = Duration.ofDays(7);

  private KeptPlanner() {}

  /**
   * What a pass over the kept tips does.
   *
   * @param ledger the ages to be stored; of tips that are dropped none, because one that is kept
   *     anew has its whole time before it
   * @param drops the tips whose time is over
   * @param foldDrops the folds of which the time of every tip is over
   */
  public record KeptPass(
      KeptLedger ledger,
      ImmutableList<Step.DropKept> drops,
      ImmutableList<FoldStep.DropFold> foldDrops) {}

  /**
   * Adds the time since the last pass to the age of every kept tip that was known then, and of
   * every fold, which is as old as the youngest tip in it. The time of a tip at which its branch
   * still stands, or stands again, has not begun: it is not displaced, and a peer that is about to
   * displace it counts on its being kept already. Nobody counts on what is in a fold.
   *
   * @param seen what the repository holds now
   * @param now the time by the wall clock
   * @param keepFor how old a tip may become
   */
  public static KeptPass plan(KeptLedger ledger, RepoSnapshot seen, Instant now, Duration keepFor) {
    Duration passed = ledger.lastPass().map(last -> gap(last, now)).orElse(Duration.ZERO);
    ImmutableMap.Builder<KeptTip, Duration> ages = ImmutableMap.builder();
    ImmutableList.Builder<Step.DropKept> drops = ImmutableList.builder();
    for (KeptTip tip : seen.kept()) {
      Duration age =
          Optional.ofNullable(ledger.ages().get(tip))
              .filter(before -> !seen.standsAt(tip))
              .map(passed::plus)
              .orElse(Duration.ZERO);
      if (age.compareTo(keepFor) >= 0) {
        drops.add(new Step.DropKept(tip));
      } else {
        ages.put(tip, age);
      }
    }
    ImmutableMap.Builder<FoldWeek, Duration> foldAges = ImmutableMap.builder();
    ImmutableList.Builder<FoldStep.DropFold> foldDrops = ImmutableList.builder();
    for (KeptFold fold : seen.folds()) {
      Duration age =
          Optional.ofNullable(ledger.folds().get(fold.week()))
              .map(passed::plus)
              .orElse(Duration.ZERO);
      if (age.compareTo(keepFor) >= 0) {
        foldDrops.add(new FoldStep.DropFold(fold));
      } else {
        foldAges.put(fold.week(), age);
      }
    }
    KeptLedger next =
        new KeptLedger(Optional.of(now), ages.buildOrThrow(), foldAges.buildOrThrow());
    return new KeptPass(next, drops.build(), foldDrops.build());
  }

  private static Duration gap(Instant last, Instant now) {
    Duration gap = Duration.between(last, now);
    if (gap.isNegative()) {
      return Duration.ZERO;
    }
    return gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap;
  }
}
