package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableMap;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptFold;

/**
 * Displaced tips that were folded in a simulated repository.
 *
 * @param commit what holds them
 * @param tips what its messages say, each with the nanosecond at which the tip was kept here
 */
record SimulatedFold(Commit commit, ImmutableMap<FoldedTip, Long> tips) {

  KeptFold asSeen(FoldWeek week) {
    return new KeptFold(week, commit.hash(), tips.size());
  }
}
