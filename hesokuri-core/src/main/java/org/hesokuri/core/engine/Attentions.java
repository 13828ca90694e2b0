package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.plan.AdvancePlan;
import org.hesokuri.core.plan.AdvancePlan.Left;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.BranchStatus.Attention;
import org.hesokuri.core.status.BranchStatus.Attention.Kind;

/** Puts into words what of a plan needs the user. */
final class Attentions {

  private Attentions() {}

  /**
   * What needs the user now.
   *
   * @param before what needed the user at the last look, from which beginnings are taken over
   */
  static ImmutableMap<BranchName, Attention> of(
      Situation situation,
      AdvancePlan plan,
      BlockedSteps blocked,
      Map<BranchName, Attention> before,
      Instant now) {
    Map<BranchName, Attention> found = new HashMap<>();
    for (Left left : plan.leftUnsettled()) {
      kindOf(left).ifPresent(kind -> put(found, left.branch(), kind, sentence(left), before, now));
    }
    for (BlockedSteps.Blocked each : blocked.worthTelling()) {
      // A branch that does not exist yet has no line of its own; its copies speak for it.
      BranchName branch = each.step().branch();
      boolean exists = situation.snapshot().branches().containsKey(branch);
      String text = each.why() + "; it is tried again by itself";
      if (exists) {
        found.put(branch, new Attention(Kind.BLOCKED, text, each.since()));
      } else {
        plan.left().stream()
            .filter(left -> left.concerned().equals(branch))
            .forEach(l -> found.put(l.branch(), new Attention(Kind.BLOCKED, text, each.since())));
      }
    }
    return ImmutableMap.copyOf(found);
  }

  private static void put(
      Map<BranchName, Attention> found,
      BranchName branch,
      Kind kind,
      String text,
      Map<BranchName, Attention> before,
      Instant now) {
    Instant since =
        Optional.ofNullable(before.get(branch))
            .filter(attention -> attention.kind() == kind)
            .map(Attention::since)
            .orElse(now);
    found.put(branch, new Attention(kind, text, since));
  }

  private static Optional<Kind> kindOf(Left left) {
    return switch (left.reason()) {
      case SETTLED, FOR_THE_USER, BEING_TAKEN_OVER, COPY_CHECKED_OUT -> Optional.empty();
      case DIVERGED, RIVAL -> Optional.of(Kind.DIVERGED);
      case UNWANTED_CHECKED_OUT -> Optional.of(Kind.UNWANTED_CHECKED_OUT);
      case WORKTREE_BUSY, SEVERAL_WORKTREES, UNREADABLE -> Optional.of(Kind.BLOCKED);
      case NAMED_LIKE_OWN_COPY -> Optional.of(Kind.NOT_BACKED_UP);
    };
  }

  private static String sentence(Left left) {
    String branch = Quoted.plain(left.branch().text());
    String other = Quoted.plain(left.concerned().text());
    String detail = Quoted.line(left.detail());
    return switch (left.reason()) {
      case SETTLED -> branch + " is as it should be";
      case FOR_THE_USER -> "merge " + branch + " by hand when you need it";
      case BEING_TAKEN_OVER -> other + " moves to it";
      case DIVERGED ->
          other
              + " and "
              + branch
              + " have diverged: nothing moves until you merge one into the other";
      case RIVAL ->
          branch
              + " and another copy of "
              + other
              + " have diverged: nothing moves until one of them contains the other";
      case UNWANTED_CHECKED_OUT ->
          branch + " is unwanted but checked out in " + detail + "; switch away to have it deleted";
      case COPY_CHECKED_OUT -> branch + " is checked out and therefore stays";
      case WORKTREE_BUSY -> detail + "; finish that to let it advance";
      case SEVERAL_WORKTREES ->
          branch + " is checked out in several worktrees (" + detail + ") and therefore stays";
      case UNREADABLE ->
          "how " + branch + " and " + other + " are related cannot be read; try git fsck";
      case NAMED_LIKE_OWN_COPY ->
          branch + " is named like a copy from this machine and is not backed up; rename it";
    };
  }
}
