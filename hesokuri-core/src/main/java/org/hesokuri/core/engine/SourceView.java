package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.plan.AdvancePlan;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.BranchStatus.Attention;

/**
 * What a source worker last saw, for those who push and those who show.
 *
 * @param repository where it saw it; whoever uses it expects that it may close at any time
 * @param situation what it saw
 * @param plan what it made of that
 * @param attentions what needs the user, by branch
 */
record SourceView(
    GitRepository repository,
    Situation situation,
    AdvancePlan plan,
    ImmutableMap<BranchName, Attention> attentions) {

  /** Whether what is given to peers is the same as at an earlier look. */
  boolean givesWhatItDid(SourceView before) {
    return repository == before.repository
        && situation.source().equals(before.situation.source())
        && plan.leaving().equals(before.plan.leaving())
        && situation.movedSince(before.situation).filter(ImmutableSet::isEmpty).isPresent();
  }

  SourceView withAttentions(ImmutableMap<BranchName, Attention> others) {
    return new SourceView(repository, situation, plan, others);
  }
}
