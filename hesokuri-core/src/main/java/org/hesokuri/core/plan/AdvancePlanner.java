package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.plan.AdvancePlan.Left;
import org.hesokuri.core.plan.AdvancePlan.Reason;

/** The live-edit and clean-up rules. */
public final class AdvancePlanner {

  private final Situation situation;
  private final SortedMap<BranchName, Family> families;
  private final Ancestry ancestry;
  private final ImmutableList.Builder<Step> steps = ImmutableList.builder();
  private final ImmutableList.Builder<Left> left = ImmutableList.builder();

  private AdvancePlanner(
      Situation situation, SortedMap<BranchName, Family> families, Ancestry ancestry) {
    this.situation = situation;
    this.families = families;
    this.ancestry = ancestry;
  }

  /** Applies the rules to what was found. */
  public static AdvancePlanner of(Situation situation) {
    return new AdvancePlanner(situation, families(situation), Ancestry.NONE);
  }

  /** The pairs of commits whose relation {@link #plan} needs to know. */
  public ImmutableSet<CommitPair> questions() {
    ImmutableSet.Builder<CommitPair> pairs = ImmutableSet.builder();
    Map<BranchName, CommitHash> branches = situation.snapshot().branches();
    for (Family family : families.values()) {
      Optional<CommitHash> own = Optional.ofNullable(branches.get(family.branch));
      for (int i = 0; i < family.copies.size(); i++) {
        CommitHash tip = family.copies.get(i).tip;
        own.ifPresent(ownTip -> pairs.add(new CommitPair(tip, ownTip)));
        if (situation.source().liveEdit().covers(family.branch)) {
          for (Copy other : family.copies.subList(i + 1, family.copies.size())) {
            pairs.add(new CommitPair(tip, other.tip));
          }
        }
      }
    }
    return pairs.build();
  }

  /**
   * Plans one pass.
   *
   * @param answers the answers to {@link #questions}
   */
  public AdvancePlan plan(Ancestry answers) {
    AdvancePlanner pass = new AdvancePlanner(situation, families, answers);
    situation.snapshot().branches().forEach(pass::removeOrSettle);
    families.values().forEach(pass::advance);
    return new AdvancePlan(pass.steps.build(), pass.left.build());
  }

  /** A branch, which may be missing, with its copies that are not unwanted: at least one. */
  private record Family(BranchName branch, List<Copy> copies) {}

  private record Copy(CopyName name, BranchName branch, CommitHash tip) {}

  private static SortedMap<BranchName, Family> families(Situation situation) {
    SortedMap<BranchName, Family> families = new TreeMap<>();
    situation
        .snapshot()
        .branches()
        .forEach(
            (name, tip) -> {
              if (!situation.isUnwanted(name, tip)) {
                situation
                    .roleOf(name)
                    .<Runnable>fold(
                        local -> () -> {},
                        copy ->
                            () ->
                                familyOf(families, copy.name().branch())
                                    .copies
                                    .add(new Copy(copy.name(), name, tip)))
                    .run();
              }
            });
    return families;
  }

  private static Family familyOf(SortedMap<BranchName, Family> families, BranchName branch) {
    return families.computeIfAbsent(branch, name -> new Family(name, new ArrayList<>()));
  }

  private void removeOrSettle(BranchName branch, CommitHash tip) {
    if (!situation.isUnwanted(branch, tip)) {
      // Nearly all branches, as a rule: those that nobody else has moved.
      if (isLocal(branch) && !families.containsKey(branch)) {
        left.add(Left.of(branch, Reason.SETTLED));
      }
      return;
    }
    ImmutableList<Worktree> holders = situation.snapshot().worktreesOf(branch);
    if (holders.isEmpty()) {
      steps.add(new Step.DeleteBranch(branch, tip, Optional.empty()));
    } else {
      left.add(new Left(branch, Reason.UNWANTED_CHECKED_OUT, branch, holders.get(0).path()));
    }
  }

  private void advance(Family family) {
    BranchName branch = family.branch;
    Optional<CommitHash> own = Optional.ofNullable(situation.snapshot().branches().get(branch));
    if (own.filter(tip -> situation.isUnwanted(branch, tip)).isPresent()) {
      // The branch itself is going: what it contains proves nothing, and it must not move.
      family.copies.forEach(copy -> leave(copy, Reason.FOR_THE_USER, branch));
      return;
    }
    List<Copy> ahead = new ArrayList<>();
    for (Copy copy : family.copies) {
      if (mayMoveTo(copy, own)) {
        ahead.add(copy);
      } else {
        settle(copy, own);
      }
    }
    Optional<Copy> foremost = foremost(ahead);
    if (foremost.isPresent()) {
      takeOver(branch, own, ahead, foremost.get());
    } else {
      ahead.forEach(copy -> leave(copy, Reason.RIVAL, branch));
      own.ifPresent(tip -> left.add(Left.of(branch, Reason.SETTLED)));
    }
  }

  private boolean mayMoveTo(Copy copy, Optional<CommitHash> own) {
    BranchName branch = copy.name.branch();
    return isLocal(branch)
        && situation.source().liveEdit().covers(branch)
        && !copy.name.from().equals(situation.self())
        && !situation.snapshot().unreadable().containsKey(branch.text())
        && own.map(tip -> ancestry.of(copy.tip, tip) == Relation.AHEAD).orElse(true);
  }

  /** A copy of what is itself named like a copy must not make up what another peer has. */
  private boolean isLocal(BranchName branch) {
    return situation.roleOf(branch).fold(local -> true, copy -> false);
  }

  /** Decides about a copy that the branch does not move to. */
  private void settle(Copy copy, Optional<CommitHash> own) {
    BranchName branch = copy.name.branch();
    Relation relation =
        own.map(tip -> ancestry.of(copy.tip, tip))
            // Without the branch there is nothing to compare with, and nothing contains the copy.
            .orElse(Relation.AHEAD);
    if (relation.isContained()) {
      removeContained(copy, branch);
    } else if (copy.name.from().equals(situation.self())) {
      leave(copy, Reason.NAMED_LIKE_OWN_COPY, branch);
    } else if (relation == Relation.UNKNOWN
        || situation.snapshot().unreadable().containsKey(branch.text())) {
      leave(copy, Reason.UNREADABLE, branch);
    } else if (relation == Relation.DIVERGED && situation.source().liveEdit().covers(branch)) {
      leave(copy, Reason.DIVERGED, branch);
    } else {
      leave(copy, Reason.FOR_THE_USER, branch);
    }
  }

  private void removeContained(Copy copy, BranchName branch) {
    if (situation.snapshot().worktreesOf(copy.branch).isEmpty()) {
      steps.add(new Step.DeleteBranch(copy.branch, copy.tip, Optional.of(branch)));
    } else {
      leave(copy, Reason.COPY_CHECKED_OUT, branch);
    }
  }

  /** The copy that contains all others; empty if two have gone different ways, or there is none. */
  private Optional<Copy> foremost(List<Copy> ahead) {
    return ahead.stream()
        .filter(
            candidate ->
                ahead.stream()
                    .allMatch(other -> ancestry.of(other.tip, candidate.tip).isContained()))
        .findFirst();
  }

  private void takeOver(
      BranchName branch, Optional<CommitHash> own, List<Copy> ahead, Copy foremost) {
    ImmutableList<Worktree> holders = situation.snapshot().worktreesOf(branch);
    Optional<Left> obstacle = obstacle(branch, own, holders, foremost);
    obstacle.ifPresent(left::add);
    if (obstacle.isEmpty()) {
      steps.add(
          holders.isEmpty()
              ? new Step.MoveBranch(branch, own, foremost.tip)
              : new Step.FastForwardWorktree(holders.get(0).path(), branch, own, foremost.tip));
    }
    for (Copy copy : ahead) {
      boolean alreadyLeft = obstacle.filter(o -> o.branch().equals(copy.branch)).isPresent();
      if (!alreadyLeft) {
        leave(copy, Reason.BEING_TAKEN_OVER, branch);
      }
    }
  }

  private Optional<Left> obstacle(
      BranchName branch, Optional<CommitHash> own, List<Worktree> holders, Copy foremost) {
    // A branch that does not exist yet is not in the snapshot: its copy speaks for it.
    BranchName speaker = own.isPresent() ? branch : foremost.branch;
    BranchName concerned = own.isPresent() ? foremost.branch : branch;
    if (holders.size() > 1) {
      String paths = String.join(", ", Iterables.transform(holders, Worktree::path));
      return Optional.of(new Left(speaker, Reason.SEVERAL_WORKTREES, concerned, paths));
    }
    for (Worktree holder : holders) {
      boolean onlyReserved = holder.checkedOut().filter(branch::equals).isEmpty();
      if (holder.busy().isPresent() || onlyReserved) {
        String detail = holder.path() + " is in the middle of " + holder.busy().orElse("a rebase");
        return Optional.of(new Left(speaker, Reason.WORKTREE_BUSY, concerned, detail));
      }
    }
    return Optional.empty();
  }

  private void leave(Copy copy, Reason reason, BranchName branch) {
    left.add(new Left(copy.branch, reason, branch, ""));
  }
}
