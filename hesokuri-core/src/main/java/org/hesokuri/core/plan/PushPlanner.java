package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.plan.PushPlan.Verdict;

/**
 * The push rules: what a peer is given, seen from what it says that it holds. {@link Replanning}
 * applies them.
 *
 * @param situation the source here
 * @param leaving branches that are about to be deleted here and so are given to nobody
 * @param peer the peer
 * @param held what the peer said that it holds
 * @param paused what is not to be tried now, by target there
 */
public record PushPlanner(
    Situation situation,
    ImmutableSet<BranchName> leaving,
    PeerId peer,
    Advertisement held,
    ImmutableMap<BranchName, Pause> paused) {

  /**
   * A commit that the peer refused or took away again, and that is not given to it again yet.
   *
   * @param tip the commit
   * @param why why, for people
   */
  public record Pause(CommitHash tip, String why) {}

  /** The pairs whose relation the verdict about one branch needs to know. */
  ImmutableSet<CommitPair> questionsOf(BranchName branch, CommitHash tip) {
    Target target = targetOf(branch);
    Optional<CommitHash> there = at(target.name);
    if (there.filter(tip::equals).isPresent()) {
      return ImmutableSet.of();
    }
    ImmutableSet.Builder<CommitPair> pairs = ImmutableSet.builder();
    Optional<CommitHash> own = at(target.copy.branch());
    own.ifPresent(ownTip -> pairs.add(new CommitPair(tip, ownTip)));
    there.ifPresent(thereTip -> pairs.add(new CommitPair(thereTip, tip)));
    if (own.isPresent() && there.isPresent()) {
      pairs.add(new CommitPair(there.get(), own.get()));
    }
    if (target.handedOn) {
      keptThere(target.name).forEach(kept -> pairs.add(new CommitPair(tip, kept)));
    }
    return pairs.build();
  }

  /** Where a branch goes: a copy there, made from the local branch here or handed on. */
  private record Target(CopyName copy, BranchName name, boolean handedOn) {}

  private Target targetOf(BranchName branch) {
    BranchName name = situation.nameElsewhere(branch);
    return situation
        .roleOf(branch)
        .fold(
            local -> new Target(new CopyName(branch, situation.self()), name, false),
            copy -> new Target(copy.name(), name, true));
  }

  private Optional<CommitHash> at(BranchName branch) {
    return Optional.ofNullable(held.branches().get(branch));
  }

  /** What is done about one branch, given the answers to {@link #questionsOf}. */
  Verdict judge(BranchName branch, CommitHash tip, Ancestry ancestry) {
    Target target = targetOf(branch);
    if (target.handedOn && target.copy.from().equals(peer)) {
      return new PushPlan.NotMeant("it is a copy of that peer's own branch");
    }
    if (target.handedOn && target.copy.from().equals(situation.self())) {
      return new PushPlan.NotMeant(
          "it is named like a copy of this machine's own branch; rename it to have it backed up");
    }
    if (!target.handedOn && cameFromHere(branch)) {
      return new PushPlan.NotMeant(
          "it is a copy of this machine's own branch by a machine that the configuration here does"
              + " not name; name that machine, or rename the branch to have it backed up");
    }
    if (leaving.contains(branch)) {
      return new PushPlan.NotMeant("it is being removed here");
    }
    Optional<CommitHash> there = at(target.name);
    if (there.filter(tip::equals).isPresent()) {
      return new PushPlan.Held();
    }
    Optional<CommitHash> own = at(target.copy.branch());
    if (own.isPresent() && ancestry.of(tip, own.get()).isContained()) {
      // An outdated copy there that the branch there does not contain would for ever look like a
      // divergence; setting it right makes that peer see that all is merged, and remove it.
      boolean misleading =
          !target.handedOn
              && there.filter(t -> !ancestry.of(t, own.get()).isContained()).isPresent();
      if (!misleading) {
        return new PushPlan.Inside(target.copy.branch(), own.get());
      }
    }
    return send(target, tip, there, ancestry);
  }

  private Stream<CommitHash> keptThere(BranchName name) {
    return held.kept().stream().filter(kept -> kept.branch().equals(name)).map(KeptTip::tip);
  }

  /**
   * Whether a machine that is not configured here made it from a branch of this one. Two machines
   * whose configurations leave each other out would else copy each other's copies, under longer and
   * longer names.
   */
  private boolean cameFromHere(BranchName branch) {
    String self = CopyName.SEPARATOR + situation.self().name();
    return branch.text().contains(self + CopyName.SEPARATOR);
  }

  private Verdict send(
      Target target, CommitHash tip, Optional<CommitHash> there, Ancestry ancestry) {
    BranchName name = target.name;
    Pause pause = paused.get(name);
    if (pause != null && pause.tip.equals(tip)) {
      return new PushPlan.Withheld(pause.why);
    }
    Relation relation = there.map(t -> ancestry.of(t, tip)).orElse(Relation.BEHIND);
    boolean forward = relation == Relation.BEHIND;
    if (target.handedOn && !forward) {
      return new PushPlan.Withheld(whyNotHandedOn(relation, target.copy));
    }
    // The owner took this commit back there, or one that contains it. Without this, a carrier that
    // has not heard of that would set it again, the owner would take it back again, and so on for
    // ever; also where the peer has removed the copy since, because its own branch contains what
    // the owner went back to. Nothing is lost with it: the peer keeps the commit.
    boolean takenBack =
        target.handedOn && keptThere(name).anyMatch(kept -> ancestry.of(tip, kept).isContained());
    if (takenBack) {
      return new PushPlan.Withheld(target.copy.from() + " took this commit back there");
    }
    return new PushPlan.Send(new Push(name, tip, there, !forward));
  }

  private static String whyNotHandedOn(Relation relation, CopyName copy) {
    return switch (relation) {
      case AHEAD -> "the peer holds a newer commit of it";
      case DIVERGED ->
          "the peer holds another commit of it, which only " + copy.from() + " may replace";
      case UNKNOWN, SAME, BEHIND ->
          "the peer holds a commit of it that this machine does not know, which only "
              + copy.from()
              + " may replace";
    };
  }
}
