package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableSet;
import org.hesokuri.core.model.BranchName;

/**
 * A plan with what it was made from, so that the next one has to judge only what is not as it was.
 *
 * @param planner what it was made from
 * @param plan the plan
 * @param unsure the branches whose verdict rests on commits that this machine did not have: they
 *     are judged anew each time, because those may have come
 */
public record PlannedPush(PushPlanner planner, PushPlan plan, ImmutableSet<BranchName> unsure) {}
