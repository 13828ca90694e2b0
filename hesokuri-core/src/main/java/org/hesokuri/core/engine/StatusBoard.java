package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.plan.PushPlan.Verdict;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;

/** Puts together, from what the workers know, what people and programs are shown. */
final class StatusBoard {

  private StatusBoard() {}

  static SourceStatus sourceStatus(SourceWorker worker, List<SourcePush> pushes) {
    Optional<SourceView> view = worker.view();
    ImmutableSortedMap.Builder<PeerId, SourceStatus.PeerProblem> problems =
        ImmutableSortedMap.naturalOrder();
    for (SourcePush push : pushes) {
      push.problem().ifPresent(problem -> problems.put(push.peer(), problem));
    }
    return new SourceStatus(
        worker.path(),
        worker.definition().source(),
        worker.state(),
        view.map(seen -> branches(seen, pushes)).orElse(ImmutableList.of()),
        problems.buildOrThrow(),
        view.map(StatusBoard::remarks).orElse(ImmutableList.of()),
        view.map(seen -> seen.situation().snapshot().keptTips()).orElse(0));
  }

  /** What is to be said of the repository itself. */
  private static ImmutableList<String> remarks(SourceView view) {
    return view.situation().snapshot().unreadable().entrySet().stream()
        .map(
            entry ->
                "the branch " + Quoted.of(entry.getKey()) + " cannot be used: " + entry.getValue())
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<BranchStatus> branches(SourceView view, List<SourcePush> pushes) {
    Situation situation = view.situation();
    RepoSnapshot snapshot = situation.snapshot();
    ImmutableList.Builder<BranchStatus> branches = ImmutableList.builder();
    snapshot
        .branches()
        .forEach(
            (name, tip) -> {
              BranchRole role = situation.roleOf(name);
              branches.add(
                  new BranchStatus(
                      name,
                      role,
                      tip,
                      role.fold(local -> situation.source().liveEdit().covers(name), copy -> false),
                      situation.isUnwanted(name, tip),
                      !snapshot.worktreesOf(name).isEmpty(),
                      holdings(name, tip, situation.nameElsewhere(name), pushes),
                      Optional.ofNullable(view.attentions().get(name))));
            });
    return branches.build();
  }

  private static ImmutableSortedMap<PeerId, Holding> holdings(
      BranchName name, CommitHash tip, BranchName target, List<SourcePush> pushes) {
    ImmutableSortedMap.Builder<PeerId, Holding> holdings = ImmutableSortedMap.naturalOrder();
    for (SourcePush push : pushes) {
      holdings.put(push.peer(), holding(push, name, tip, target));
    }
    return holdings.buildOrThrow();
  }

  private static Holding holding(
      SourcePush push, BranchName name, CommitHash tip, BranchName target) {
    String obstacle =
        push.link()
            .trouble()
            .or(() -> push.problem().map(SourceStatus.PeerProblem::why))
            .orElse("it is about to be pushed");
    Optional<PeerKnowledge> known = push.knowledge();
    if (known.isEmpty()) {
      return new Holding.Lacking(Optional.empty(), Optional.empty(), obstacle);
    }
    PeerKnowledge knowledge = known.get();
    Optional<CommitHash> there = Optional.ofNullable(knowledge.held().branches().get(target));
    if (there.filter(tip::equals).isPresent()) {
      return new Holding.Exactly(knowledge.saidAt());
    }
    Holding lacking = new Holding.Lacking(there, Optional.of(knowledge.saidAt()), obstacle);
    return knowledge
        .verdictOn(name, tip)
        .map(verdict -> byVerdict(verdict, knowledge, there, lacking))
        .orElse(lacking);
  }

  private static Holding byVerdict(
      Verdict verdict, PeerKnowledge knowledge, Optional<CommitHash> there, Holding lacking) {
    return verdict.<Holding>fold(
        send -> lacking,
        held -> lacking,
        inside -> new Holding.Inside(inside.branch(), inside.at(), knowledge.saidAt()),
        withheld -> new Holding.Lacking(there, Optional.of(knowledge.saidAt()), withheld.why()),
        notMeant -> new Holding.NotMeant(notMeant.why()));
  }
}
