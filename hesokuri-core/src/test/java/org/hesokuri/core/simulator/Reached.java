package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;

/**
 * Whether one source is, after everything was healed, as it should be: every peer that can be met
 * holds every branch (L1), and live-edit branches are at the foremost tip or show why not (L2).
 */
final class Reached {

  private final Schedule schedule;
  private final int source;
  private final Identities identities;
  private final Map<PeerId, SimulatedRepository> repositories = new LinkedHashMap<>();

  Reached(Schedule schedule, int source) {
    this.schedule = schedule;
    this.source = source;
    this.identities = Identities.of(schedule.peers);
    for (PeerId peer : schedule.peers) {
      Optional<SimulatedRepository> there =
          schedule.world.host(peer).flatMap(h -> h.repository(HostRules.path(peer, source)));
      there.ifPresent(r -> repositories.put(peer, r));
    }
  }

  void check() {
    if (repositories.size() != schedule.peers.size()) {
      throw new AssertionError("L1: a source was not created everywhere: " + repositories.keySet());
    }
    repositories.forEach(
        (peer, repository) ->
            repository
                .branches()
                .forEach(
                    (branch, tip) -> {
                      if (isLocal(branch) && !isUnwanted(peer, branch, tip)) {
                        checkGiven(peer, branch, tip);
                      }
                    }));
    repositories.values().stream()
        .flatMap(repository -> repository.branches().keySet().stream())
        .filter(this::isLocal)
        .distinct()
        .forEach(this::checkAdvanced);
  }

  SimulatedRepository repository(PeerId peer) {
    return Optional.ofNullable(repositories.get(peer)).orElseThrow();
  }

  /** Whose branch a copy is; empty for what is no copy. */
  Optional<PeerId> ownerOf(BranchName name) {
    return identities
        .classify(name)
        .fold(local -> Optional.empty(), copy -> Optional.of(copy.name().from()));
  }

  boolean isLocal(BranchName branch) {
    return identities.classify(branch).fold(local -> true, copy -> false);
  }

  private Source rulesOf(PeerId peer) {
    return schedule
        .daemons
        .get(peer)
        .configuration()
        .sourcesHere()
        .get(HostRules.path(peer, source));
  }

  boolean isUnwanted(PeerId peer, BranchName branch, Commit tip) {
    return rulesOf(peer).unwanted().covers(branch, tip.hash());
  }

  private void checkGiven(PeerId owner, BranchName branch, Commit tip) {
    BranchName copy = new CopyName(branch, owner).asBranch();
    repositories.forEach(
        (peer, there) -> {
          boolean due =
              !peer.equals(owner)
                  && schedule.world.link(owner, peer).exists()
                  && !isUnwanted(peer, copy, tip);
          if (due && !holds(there, branch, copy, tip)) {
            String why = whyNot(owner, branch, peer);
            if (!isAccountedFor(why, owner, there, branch, tip)) {
              throw new AssertionError(
                  "L1: "
                      + peer
                      + " does not hold "
                      + branch
                      + " of "
                      + owner
                      + " at "
                      + tip
                      + " but "
                      + there.branches()
                      + ": "
                      + why);
            }
          }
        });
  }

  static boolean holds(SimulatedRepository there, BranchName branch, BranchName copy, Commit tip) {
    return there.tip(copy).filter(tip::equals).isPresent()
        || there.tip(branch).filter(own -> own.contains(tip)).isPresent();
  }

  String whyNot(PeerId owner, BranchName branch, PeerId peer) {
    return statusOf(owner).branches().stream()
        .filter(status -> status.name().equals(branch))
        .map(status -> Optional.ofNullable(status.peers().get(peer)))
        .flatMap(Optional::stream)
        .map(Reached::why)
        .findFirst()
        .orElse("it is not shown at all");
  }

  private static String why(Holding holding) {
    return holding.fold(
        Holding.Exactly::toString,
        Holding.Inside::toString,
        Holding.Lacking::why,
        Holding.NotMeant::why);
  }

  /** Whether what a daemon says of a peer is a reason, and so: whether the peer would do it now. */
  boolean isAccountedFor(
      String why, PeerId giver, SimulatedRepository there, BranchName branch, Commit tip) {
    BranchName target = isLocal(branch) ? new CopyName(branch, giver).asBranch() : branch;
    boolean refuses =
        there.isCheckedOut(target) || there.tip(target).isEmpty() && there.cannotMake(target);
    boolean deleted =
        there.tip(target).isEmpty() && schedule.promises.wasGiven(giver, there, target, tip.hash());
    return why.startsWith("refused:") && refuses
        || why.startsWith("the peer took it and deleted it") && deleted;
  }

  private SourceStatus statusOf(PeerId peer) {
    return schedule.daemons.get(peer).engine().status().sources().stream()
        .filter(s -> s.path().equals(HostRules.path(peer, source)))
        .findFirst()
        .orElseThrow();
  }

  /** All tips of the branch anywhere, its copies among them. */
  private List<Commit> tipsOf(BranchName branch) {
    List<Commit> tips = new ArrayList<>();
    repositories
        .values()
        .forEach(
            repository ->
                repository
                    .branches()
                    .forEach(
                        (name, tip) -> {
                          if (familyOf(name).equals(branch)) {
                            tips.add(tip);
                          }
                        }));
    return tips;
  }

  /** Whether it is the tip of somebody who wants it: what is being removed goes to nobody. */
  private boolean isSomebodysOwn(BranchName branch, Commit tip) {
    return repositories.entrySet().stream()
        .anyMatch(
            each ->
                each.getValue().tip(branch).filter(tip::equals).isPresent()
                    && !isUnwanted(each.getKey(), branch, tip));
  }

  BranchName familyOf(BranchName name) {
    return identities.classify(name).fold(BranchRole.Local::name, copy -> copy.name().branch());
  }

  private void checkAdvanced(BranchName branch) {
    List<Commit> tips = tipsOf(branch);
    Optional<Commit> foremost =
        tips.stream()
            .filter(tip -> tips.stream().allMatch(tip::contains))
            // What a user commits to a copy here goes to nobody: a copy is not a branch to work on.
            .filter(tip -> isSomebodysOwn(branch, tip))
            .findFirst();
    repositories.forEach(
        (peer, repository) -> {
          if (rulesOf(peer).liveEdit().covers(branch)) {
            if (foremost.isPresent()) {
              checkAtForemost(peer, repository, branch, foremost.get());
            }
            checkDivergenceIsShown(peer, repository, branch);
          }
        });
  }

  private void checkAtForemost(
      PeerId peer, SimulatedRepository repository, BranchName branch, Commit foremost) {
    boolean comesHere =
        repository.branches().keySet().stream()
            .anyMatch(name -> !isLocal(name) && familyOf(name).equals(branch));
    boolean free =
        repository.worktrees().stream().noneMatch(SimulatedWorktree::isIndexLocked)
            && repository.worktrees().stream()
                .filter(worktree -> worktree.holds(branch))
                .allMatch(worktree -> mayAdvance(repository, worktree, branch, foremost))
            && repository.worktrees().stream().filter(w -> w.holds(branch)).count() <= 1
            && !(repository.tip(branch).isEmpty() && repository.conflictsWithAFolder(branch));
    boolean reached = repository.tip(branch).filter(foremost::equals).isPresent();
    // A branch that nobody gives to this peer, such as an unwanted one, does not come here.
    boolean mustBeThere = repository.tip(branch).isPresent() || comesHere;
    boolean unwantedHere =
        isUnwanted(peer, branch, foremost) || isUnwantedOnTheWay(branch, foremost);
    if (mustBeThere
        && free
        && !reached
        && !unwantedHere
        && !isTakenBack(peer, repository, branch, foremost)
        && !isRefusedSomewhere(branch, foremost)) {
      throw new AssertionError(
          "L2: "
              + branch
              + " of "
              + peer
              + " is not at "
              + foremost
              + ": "
              + repository.branches()
              + "; "
              + whyNotFromAnybody(branch, peer));
    }
  }

  private Map<PeerId, String> whyNotFromAnybody(BranchName branch, PeerId peer) {
    Map<PeerId, String> reasons = new LinkedHashMap<>();
    for (PeerId giver : repositories.keySet()) {
      if (!giver.equals(peer)) {
        statusOf(giver).branches().stream()
            .map(BranchStatus::name)
            .filter(name -> familyOf(name).equals(branch))
            .forEach(
                name ->
                    reasons.merge(
                        giver, name + ": " + whyNot(giver, name, peer), (a, b) -> a + ", " + b));
      }
    }
    return reasons;
  }

  /**
   * Whether the peer keeps what its user has moved away from while the copy of it was being
   * removed. Carriers take that for the will of the owner, who is the only one to give it again.
   */
  private boolean isTakenBack(
      PeerId peer, SimulatedRepository there, BranchName branch, Commit foremost) {
    return schedule.peers.stream()
        .filter(owner -> !owner.equals(peer) && !schedule.world.link(owner, peer).exists())
        .map(owner -> new KeptTip(new CopyName(branch, owner).asBranch(), foremost.hash()))
        .anyMatch(kept -> there.everythingKept().anyMatch(kept::equals));
  }

  /** Without direct links, what one machine does not want may not come to those behind it. */
  private boolean isUnwantedOnTheWay(BranchName branch, Commit foremost) {
    return schedule.script.shape() != Script.Shape.MESH
        && schedule.peers.stream().anyMatch(other -> isUnwanted(other, branch, foremost));
  }

  /** Whether somebody refuses, or deletes again, what would bring the branch to the commit. */
  boolean isRefusedSomewhere(BranchName branch, Commit foremost) {
    return schedule.peers.stream()
        .anyMatch(
            giver ->
                statusOf(giver).branches().stream()
                    .filter(status -> familyOf(status.name()).equals(branch))
                    .anyMatch(status -> isRefused(giver, status, foremost)));
  }

  private boolean isRefused(PeerId giver, BranchStatus status, Commit foremost) {
    Commit tip = schedule.world.graph().get(status.tip());
    return tip.contains(foremost)
        && status.peers().entrySet().stream()
            .anyMatch(
                each ->
                    isAccountedFor(
                        why(each.getValue()),
                        giver,
                        repository(each.getKey()),
                        status.name(),
                        tip));
  }

  private static boolean mayAdvance(
      SimulatedRepository repository, SimulatedWorktree worktree, BranchName branch, Commit to) {
    Map<String, String> old =
        repository.tip(branch).<Map<String, String>>map(Commit::tree).orElse(Map.of());
    return worktree.busy().isEmpty()
        && worktree.head().equals(Optional.of(branch))
        && worktree.uncommitted(old).isEmpty()
        && worktree.inTheWay(old, to.tree()).isEmpty();
  }

  private void checkDivergenceIsShown(
      PeerId peer, SimulatedRepository repository, BranchName branch) {
    Optional<Commit> own = repository.tip(branch);
    if (own.isEmpty() || isUnwanted(peer, branch, own.get())) {
      return;
    }
    repository
        .branches()
        .forEach(
            (name, tip) -> {
              boolean diverged =
                  !isLocal(name)
                      && familyOf(name).equals(branch)
                      && !isUnwanted(peer, name, tip)
                      && !own.get().contains(tip)
                      && !tip.contains(own.get());
              if (diverged && attention(peer, name).isEmpty()) {
                throw new AssertionError(
                    "L2: " + peer + " does not show that " + name + " has diverged");
              }
            });
  }

  private Optional<BranchStatus.Attention> attention(PeerId peer, BranchName name) {
    return statusOf(peer).branches().stream()
        .filter(status -> status.name().equals(name))
        .flatMap(status -> status.attention().stream())
        .findFirst();
  }
}
