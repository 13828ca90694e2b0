package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;

/**
 * A commit graph and a repository over it, written down in one line each. The peers are {@code me},
 * {@code beta} and {@code gamma}.
 */
final class Sketch {

  static final PeerId ME = new PeerId("me");
  static final PeerId BETA = new PeerId("beta");
  static final PeerId GAMMA = new PeerId("gamma");

  private final Map<String, Set<String>> contained = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<KeptTip> keptAtBeta = new HashSet<>();
  private final Map<BranchName, CommitHash> branches = new HashMap<>();
  private final List<Worktree> worktrees = new ArrayList<>();
  private final ImmutableSortedMap.Builder<String, String> unreadable =
      ImmutableSortedMap.naturalOrder();
  private LiveEditRule liveEdit = new LiveEditRule.Only(ImmutableSortedSet.of());
  private UnwantedRule unwanted = UnwantedRule.NONE;

  /** A hash that is easily told from others: the name, in hexadecimal digits, at its start. */
  static CommitHash hash(String name) {
    StringBuilder hex = new StringBuilder();
    name.chars().forEach(c -> hex.append(String.format("%02x", c)));
    return new CommitHash(hex.append("f".repeat(40)).substring(0, 40));
  }

  /** Adds lines of history, such as {@code "1 2 3"} and {@code "2 x"} for a fork at 2. */
  Sketch history(String... lines) {
    for (String line : lines) {
      String[] commits = line.split(" ");
      for (int i = 0; i < commits.length; i++) {
        Set<String> parents = contained.computeIfAbsent(commits[i], c -> new HashSet<>());
        parents.add(commits[i]);
        if (i > 0) {
          parents.addAll(contained.get(commits[i - 1]));
        }
      }
    }
    return this;
  }

  Sketch branch(String name, String commit) {
    contained.computeIfAbsent(commit, c -> new HashSet<>(Set.of(c)));
    branches.put(new BranchName(name), hash(commit));
    return this;
  }

  Sketch noBranch(String name) {
    branches.remove(new BranchName(name));
    return this;
  }

  /** This repository has every commit from now on. */
  Sketch lacksNothing() {
    missing.clear();
    return this;
  }

  /** This repository lacks the commit. */
  Sketch lacks(String commit) {
    missing.add(commit);
    return this;
  }

  Sketch unreadable(String branch) {
    unreadable.put(branch, "it points to itself");
    return this;
  }

  Sketch liveEdit(String... names) {
    liveEdit = new LiveEditRule.Only(ImmutableSortedSet.copyOf(names));
    return this;
  }

  Sketch everythingIsLiveEdit() {
    liveEdit = new LiveEditRule.Except(ImmutableSortedSet.of());
    return this;
  }

  Sketch unwanted(String... names) {
    ImmutableSortedMap.Builder<BranchName, UnwantedRule.Commits> rules =
        ImmutableSortedMap.naturalOrder();
    for (String name : names) {
      rules.put(new BranchName(name), UnwantedRule.Commits.ANY);
    }
    unwanted = new UnwantedRule(rules.buildOrThrow());
    return this;
  }

  Sketch unwantedAt(String name, String commit) {
    unwanted =
        new UnwantedRule(
            ImmutableSortedMap.of(
                new BranchName(name),
                new UnwantedRule.Commits.OneOf(ImmutableSet.of(hash(commit)))));
    return this;
  }

  Sketch worktree(String path, String branch) {
    worktrees.add(
        new Worktree(
            path, Optional.of(new BranchName(branch)), ImmutableSet.of(), Optional.empty()));
    return this;
  }

  Sketch busyWorktree(String path, String branch, String busy) {
    worktrees.add(
        new Worktree(
            path, Optional.of(new BranchName(branch)), ImmutableSet.of(), Optional.of(busy)));
    return this;
  }

  Sketch rebasing(String path, String returnsTo) {
    worktrees.add(
        new Worktree(
            path,
            Optional.empty(),
            ImmutableSet.of(new BranchName(returnsTo)),
            Optional.of("a rebase")));
    return this;
  }

  Situation situation() {
    Source source =
        new Source(
            ImmutableSortedMap.of(
                ME, new RepoPath("/r"), BETA, new RepoPath("/r"), GAMMA, new RepoPath("/r")),
            liveEdit,
            unwanted,
            Duration.ofDays(90));
    return new Situation(
        ME,
        Identities.of(List.of(ME, BETA, GAMMA)),
        source,
        new RepoSnapshot(
            ImmutableSortedMap.copyOf(branches),
            ImmutableList.copyOf(worktrees),
            ImmutableSet.of(),
            unreadable.buildOrThrow()));
  }

  AdvancePlan advance() {
    AdvancePlanner planner = AdvancePlanner.of(situation());
    return planner.plan(answer(planner.questions()));
  }

  /** Beta keeps this commit as one that was displaced there. */
  Sketch keptAtBeta(String branch, String commit) {
    keptAtBeta.add(new KeptTip(new BranchName(branch), hash(commit)));
    return this;
  }

  /** Plans a push to beta, which holds the given pairs of branch and commit. */
  PushPlan pushToBeta(String... held) {
    return pushToBeta(ImmutableMap.of(), held);
  }

  PushPlan pushToBeta(ImmutableMap<BranchName, PushPlanner.Pause> paused, String... held) {
    return plan(plannerForBeta(paused, held), Optional.empty()).plan();
  }

  PushPlanner plannerForBeta(ImmutableMap<BranchName, PushPlanner.Pause> paused, String... held) {
    ImmutableMap.Builder<BranchName, CommitHash> there = ImmutableMap.builder();
    for (int i = 0; i < held.length; i += 2) {
      there.put(new BranchName(held[i]), hash(held[i + 1]));
    }
    return new PushPlanner(
        situation(),
        advance().leaving(),
        BETA,
        new Advertisement(there.buildOrThrow(), ImmutableSet.copyOf(keptAtBeta)),
        paused);
  }

  /** Plans after another plan, if there was one, and is asked only what the planner asks. */
  PlannedPush plan(PushPlanner planner, Optional<PlannedPush> before) {
    Replanning planning = new Replanning(planner, before);
    return planning.plan(answer(planning.questions()));
  }

  /** Answers as a repository would that lacks what it is said to lack. */
  Ancestry answer(Iterable<CommitPair> questions) {
    ImmutableMap.Builder<CommitPair, Relation> answers = ImmutableMap.builder();
    for (CommitPair pair : questions) {
      answers.put(pair, relation(pair.left(), pair.right()));
    }
    return new Ancestry(answers.buildKeepingLast());
  }

  /** Whether the history of one commit contains another, whatever this repository lacks. */
  boolean contains(String hex, String otherHex) {
    return contained
        .get(commitAt(new CommitHash(hex)))
        .contains(commitAt(new CommitHash(otherHex)));
  }

  /** The name of a commit. */
  String commitAt(CommitHash hash) {
    return contained.keySet().stream().filter(n -> hash(n).equals(hash)).findFirst().orElseThrow();
  }

  private Relation relation(CommitHash left, CommitHash right) {
    Optional<String> l = nameOf(left);
    Optional<String> r = nameOf(right);
    if (l.isEmpty() || r.isEmpty()) {
      return Relation.UNKNOWN;
    }
    boolean leftHasRight = contained.get(l.get()).contains(r.get());
    boolean rightHasLeft = contained.get(r.get()).contains(l.get());
    if (leftHasRight) {
      return rightHasLeft ? Relation.SAME : Relation.AHEAD;
    }
    return rightHasLeft ? Relation.BEHIND : Relation.DIVERGED;
  }

  private Optional<String> nameOf(CommitHash hash) {
    return contained.keySet().stream()
        .filter(name -> hash(name).equals(hash) && !missing.contains(name))
        .findFirst();
  }
}
