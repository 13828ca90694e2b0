package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Sets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.plan.PushPlan.Verdict;

/**
 * Plans a push after another one to the same peer. The plan is the one that {@link PushPlanner}
 * makes, but a branch is judged only if something that its verdict rests on has changed: how two
 * commits are related never does. Among 10,000 branches of which one has moved that is a tenth of
 * the work.
 */
public final class Replanning {

  private final PushPlanner planner;
  private final Optional<PlannedPush> before;
  private final ImmutableSet<BranchName> judged;

  /**
   * Finds out what has to be judged.
   *
   * @param planner the rules, and what they are applied to now
   * @param before the plan before, if there was one
   */
  public Replanning(PushPlanner planner, Optional<PlannedPush> before) {
    this.planner = planner;
    Optional<ImmutableSet<BranchName>> touched =
        before.flatMap(last -> touchedSince(last, planner));
    this.before = touched.isPresent() ? before : Optional.empty();
    this.judged = touched.orElseGet(() -> planner.situation().snapshot().branches().keySet());
  }

  /** The pairs of commits whose relation {@link #plan} needs to know. */
  public ImmutableSet<CommitPair> questions() {
    ImmutableSet.Builder<CommitPair> pairs = ImmutableSet.builder();
    for (BranchName branch : judged) {
      tipOf(branch).ifPresent(tip -> pairs.addAll(planner.questionsOf(branch, tip)));
    }
    return pairs.build();
  }

  /**
   * Plans the push.
   *
   * @param ancestry the answers to {@link #questions}
   */
  public PlannedPush plan(Ancestry ancestry) {
    if (before.isPresent() && judged.isEmpty()) {
      return new PlannedPush(planner, before.get().plan(), before.get().unsure());
    }
    ImmutableSortedMap.Builder<BranchName, Verdict> verdicts = ImmutableSortedMap.naturalOrder();
    ImmutableSet.Builder<BranchName> unsure = ImmutableSet.builder();
    before.ifPresent(
        last ->
            last.plan()
                .verdicts()
                .forEach(
                    (branch, verdict) -> {
                      if (!judged.contains(branch)) {
                        verdicts.put(branch, verdict);
                      }
                    }));
    for (BranchName branch : judged) {
      Optional<CommitHash> tip = tipOf(branch);
      if (tip.isPresent()) {
        verdicts.put(branch, planner.judge(branch, tip.get(), ancestry));
        if (restsOnUnknown(branch, tip.get(), ancestry)) {
          unsure.add(branch);
        }
      }
    }
    return new PlannedPush(planner, new PushPlan(verdicts.buildOrThrow()), unsure.build());
  }

  private Optional<CommitHash> tipOf(BranchName branch) {
    return Optional.ofNullable(planner.situation().snapshot().branches().get(branch));
  }

  private boolean restsOnUnknown(BranchName branch, CommitHash tip, Ancestry ancestry) {
    return planner.questionsOf(branch, tip).stream()
        .anyMatch(pair -> ancestry.of(pair.left(), pair.right()) == Relation.UNKNOWN);
  }

  /** Empty if everything is to be judged. */
  private static Optional<ImmutableSet<BranchName>> touchedSince(
      PlannedPush last, PushPlanner now) {
    PushPlanner then = last.planner();
    if (!then.peer().equals(now.peer())) {
      return Optional.empty();
    }
    return now.situation()
        .movedSince(then.situation())
        .map(
            moved ->
                ImmutableSet.<BranchName>builder()
                    .addAll(moved)
                    .addAll(last.unsure())
                    .addAll(Sets.symmetricDifference(then.leaving(), now.leaving()))
                    .addAll(
                        changedThere(then, now).stream()
                            .flatMap(there -> now.situation().givenFor(there).stream())
                            .iterator())
                    .build());
  }

  private static Set<BranchName> changedThere(PushPlanner then, PushPlanner now) {
    return ImmutableSet.<BranchName>builder()
        .addAll(Movement.between(then.held().branches(), now.held().branches()))
        .addAll(
            Sets.symmetricDifference(then.held().kept(), now.held().kept()).stream()
                .map(KeptTip::branch)
                .iterator())
        .addAll(changed(then.paused(), now.paused()))
        .build();
  }

  private static ImmutableSet<BranchName> changed(
      ImmutableMap<BranchName, PushPlanner.Pause> then,
      ImmutableMap<BranchName, PushPlanner.Pause> now) {
    return Sets.symmetricDifference(then.entrySet(), now.entrySet()).stream()
        .map(Map.Entry::getKey)
        .collect(ImmutableSet.toImmutableSet());
  }
}
