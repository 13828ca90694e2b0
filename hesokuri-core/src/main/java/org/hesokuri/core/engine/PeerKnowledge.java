package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.plan.PushPlan;

/**
 * What a peer last said that it holds of one source, and what was made of that.
 *
 * @param held its branches: as advertised, then as it confirmed; a branch whose push was never
 *     answered is left out
 * @param saidAt when it said so
 * @param judged for each branch here, the tip that was looked at and the verdict about it
 */
record PeerKnowledge(Advertisement held, Instant saidAt, ImmutableMap<BranchName, Judged> judged) {

  /**
   * A verdict that holds for one tip only.
   *
   * @param tip the tip
   * @param verdict the verdict
   */
  record Judged(CommitHash tip, PushPlan.Verdict verdict) {}

  /**
   * What is known at the moment at which the peer says something else than before: of the verdicts,
   * only those that do not rest on what it no longer says.
   */
  PeerKnowledge nowSaying(Advertisement said, Instant at) {
    ImmutableMap.Builder<BranchName, Judged> standing = ImmutableMap.builder();
    judged.forEach(
        (branch, each) -> {
          boolean stands =
              each.verdict()
                  .<Boolean>fold(
                      send -> true,
                      isHeld -> true,
                      inside -> inside.at().equals(said.branches().get(inside.branch())),
                      withheld -> true,
                      notMeant -> true);
          if (stands) {
            standing.put(branch, each);
          }
        });
    return new PeerKnowledge(said, at, standing.buildOrThrow());
  }

  /** Joins a plan with the tips that it was made for. */
  static ImmutableMap<BranchName, Judged> judge(
      PushPlan plan, ImmutableSortedMap<BranchName, CommitHash> branches) {
    ImmutableMap.Builder<BranchName, Judged> judged = ImmutableMap.builder();
    plan.verdicts()
        .forEach(
            (branch, verdict) ->
                Optional.ofNullable(branches.get(branch))
                    .ifPresent(tip -> judged.put(branch, new Judged(tip, verdict))));
    return judged.buildOrThrow();
  }
}
