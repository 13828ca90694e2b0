package org.hesokuri.core.engine;

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
 * @param held its branches: as advertised, then as it confirmed; a branch that a push without an
 *     answer may have displaced is left out
 * @param saidAt when it said so
 * @param plan what was made of that
 * @param planned the branches here that the plan was made for
 */
record PeerKnowledge(
    Advertisement held,
    Instant saidAt,
    PushPlan plan,
    ImmutableSortedMap<BranchName, CommitHash> planned) {

  /** What is known at the moment at which the peer says something else than before. */
  PeerKnowledge nowSaying(Advertisement said, Instant at) {
    return new PeerKnowledge(said, at, plan, planned);
  }

  /** What is known when the peer said that nothing has changed. */
  PeerKnowledge stillSaying(Instant at) {
    return new PeerKnowledge(held, at, plan, planned);
  }

  /** What is known when something else is made of what the peer said. */
  PeerKnowledge judging(PushPlan now, ImmutableSortedMap<BranchName, CommitHash> branches) {
    return new PeerKnowledge(held, saidAt, now, branches);
  }

  /**
   * What was made of a branch at this tip; empty if that was made of another one, or rests on what
   * the peer no longer says.
   */
  Optional<PushPlan.Verdict> verdictOn(BranchName branch, CommitHash tip) {
    return tip.equals(planned.get(branch))
        ? Optional.ofNullable(plan.verdicts().get(branch)).filter(this::stands)
        : Optional.empty();
  }

  private boolean stands(PushPlan.Verdict verdict) {
    return verdict.<Boolean>fold(
        send -> true,
        isHeld -> true,
        inside -> inside.at().equals(held.branches().get(inside.branch())),
        withheld -> true,
        notMeant -> true);
  }
}
