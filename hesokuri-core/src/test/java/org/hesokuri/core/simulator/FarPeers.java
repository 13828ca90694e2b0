package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;

/**
 * What holds between peers that meet only by way of others.
 *
 * <p>A carrier moves a copy forward but never replaces it: only its owner can know that the older
 * commit was taken back. So a branch that was amended, reset or made anew stays behind, from the
 * first machine on that holds a commit which the branch no longer contains, until a later commit
 * contains it. Everywhere else the peer holds the latest commit; and what it holds is always
 * something that the branch once was.
 */
final class FarPeers {

  private final Schedule schedule;
  private final SimulatedWorld world;
  private Optional<Behind> behind = Optional.empty();

  /** A branch of which somebody holds an earlier commit only. */
  private record Behind(Reached reached, PeerId owner, BranchName branch) {}

  FarPeers(Schedule schedule) {
    this.schedule = schedule;
    this.world = schedule.world;
  }

  /** Checks all sources, then lets one branch that is behind somewhere catch up. */
  void check() {
    for (int source = 0; source < schedule.sources; source++) {
      Reached reached = new Reached(schedule, source);
      for (PeerId carrier : schedule.peers) {
        for (PeerId peer : schedule.peers) {
          if (!carrier.equals(peer) && world.link(carrier, peer).exists()) {
            checkHandedOn(reached, carrier, peer);
          }
        }
      }
      if (!schedule.deeds.areCopiesWorkedOn()) {
        schedule.peers.forEach(owner -> checkFarFrom(reached, owner));
      }
    }
    behind.ifPresent(this::catchUp);
  }

  /** Each copy that a carrier has is on the peer, too, unless that would replace another commit. */
  private void checkHandedOn(Reached reached, PeerId carrier, PeerId peer) {
    reached
        .repository(carrier)
        .branches()
        .forEach(
            (copy, tip) -> {
              Optional<PeerId> owner = reached.ownerOf(copy);
              boolean due =
                  owner.isPresent()
                      && !owner.get().equals(peer)
                      && !owner.get().equals(carrier)
                      && !isInsideOwn(reached, carrier, copy, tip)
                      && !reached.isUnwanted(carrier, copy, tip)
                      && !reached.isUnwanted(peer, copy, tip);
              if (due && !isHandedOn(reached, carrier, peer, copy, tip)) {
                throw new AssertionError(
                    "FAR: "
                        + carrier
                        + " does not hand "
                        + copy
                        + " at "
                        + tip
                        + " on to "
                        + peer
                        + ", which holds "
                        + reached.repository(peer).branches());
              }
            });
  }

  /** What the carrier has taken over is about to be removed there, and goes as its own branch. */
  private static boolean isInsideOwn(Reached reached, PeerId carrier, BranchName copy, Commit tip) {
    return reached
        .repository(carrier)
        .tip(reached.familyOf(copy))
        .filter(own -> own.contains(tip))
        .isPresent();
  }

  private boolean isHandedOn(
      Reached reached, PeerId carrier, PeerId peer, BranchName copy, Commit tip) {
    SimulatedRepository there = reached.repository(peer);
    return Reached.holds(there, reached.familyOf(copy), copy, tip)
        || isInTheWay(there, copy, tip)
        || isTakenBack(there, copy, tip)
        || reached.isAccountedFor(reached.whyNot(carrier, copy, peer), carrier, there, copy, tip);
  }

  /** Whether the peer holds another commit, which only the owner of the copy may replace. */
  private static boolean isInTheWay(SimulatedRepository there, BranchName copy, Commit tip) {
    return there.tip(copy).filter(other -> !tip.contains(other)).isPresent();
  }

  /** Whether the peer keeps this commit, or one that contains it, as displaced by its owner. */
  private boolean isTakenBack(SimulatedRepository there, BranchName copy, Commit tip) {
    return there
        .everythingKept()
        .filter(kept -> kept.branch().equals(copy))
        .anyMatch(kept -> world.graph().get(kept.tip()).contains(tip));
  }

  private void checkFarFrom(Reached reached, PeerId owner) {
    reached
        .repository(owner)
        .branches()
        .forEach(
            (branch, tip) -> {
              boolean wanted =
                  schedule.peers.stream().noneMatch(p -> reached.isUnwanted(p, branch, tip));
              if (reached.isLocal(branch) && wanted) {
                for (PeerId peer : schedule.peers) {
                  if (!peer.equals(owner) && !world.link(owner, peer).exists()) {
                    checkFar(reached, owner, branch, tip, peer);
                  }
                }
              }
            });
  }

  private void checkFar(Reached reached, PeerId owner, BranchName branch, Commit tip, PeerId peer) {
    if (holdsInAnyCopy(reached, peer, branch, tip)) {
      schedule.count(Rare.FAR_LATEST);
      return;
    }
    List<PeerId> way = way(owner, peer);
    int first = 0;
    while (holdsInAnyCopy(reached, way.get(first), branch, tip)) {
      first++;
    }
    if (isHeldUp(reached, way.get(first - 1), way.get(first), branch, tip)) {
      schedule.count(Rare.FAR_OLDER);
      behind = behind.or(() -> Optional.of(new Behind(reached, owner, branch)));
    } else if (!isOtherwiseExplained(reached, way.get(first - 1), way.get(first), branch, tip)) {
      throw new AssertionError(
          "FAR: "
              + peer
              + " lacks "
              + branch
              + " of "
              + owner
              + " at "
              + tip
              + " for no reason: "
              + reached.repository(way.get(first)).branches());
    }
  }

  /** Whether the next one on the way holds a commit that what is handed on does not contain. */
  private boolean isHeldUp(
      Reached reached, PeerId carrier, PeerId next, BranchName branch, Commit tip) {
    return reached.repository(carrier).branches().entrySet().stream()
        .filter(each -> reached.familyOf(each.getKey()).equals(branch))
        .filter(each -> each.getValue().contains(tip))
        .anyMatch(each -> isInTheWay(reached.repository(next), each.getKey(), each.getValue()));
  }

  private boolean isOtherwiseExplained(
      Reached reached, PeerId carrier, PeerId next, BranchName branch, Commit tip) {
    SimulatedRepository there = reached.repository(next);
    return reached.repository(carrier).branches().entrySet().stream()
        .filter(each -> reached.familyOf(each.getKey()).equals(branch))
        .filter(each -> each.getValue().contains(tip))
        .allMatch(
            each ->
                reached.ownerOf(each.getKey()).filter(next::equals).isPresent()
                    || !reached.isLocal(each.getKey())
                        && isInsideOwn(reached, carrier, each.getKey(), each.getValue())
                    || isTakenBack(there, each.getKey(), each.getValue())
                    || reached.isAccountedFor(
                        reached.whyNot(carrier, each.getKey(), next),
                        carrier,
                        there,
                        each.getKey(),
                        each.getValue()));
  }

  private static boolean holdsInAnyCopy(
      Reached reached, PeerId peer, BranchName branch, Commit tip) {
    for (Map.Entry<BranchName, Commit> each : reached.repository(peer).branches().entrySet()) {
      if (each.getValue().contains(tip) && reached.familyOf(each.getKey()).equals(branch)) {
        return true;
      }
    }
    return false;
  }

  /** The only way between two peers of a chain or a star. */
  private List<PeerId> way(PeerId from, PeerId to) {
    List<PeerId> all = schedule.peers;
    if (schedule.script.shape() == Script.Shape.STAR) {
      return List.of(from, all.get(0), to);
    }
    List<PeerId> way = new ArrayList<>();
    int step = all.indexOf(from) < all.indexOf(to) ? 1 : -1;
    for (int at = all.indexOf(from); at != all.indexOf(to); at += step) {
      way.add(all.get(at));
    }
    way.add(to);
    return way;
  }

  /** The owner merges all that anybody holds of the branch: now it must come to everybody. */
  private void catchUp(Behind what) {
    SimulatedRepository repository = what.reached.repository(what.owner);
    Set<Integer> seen = new TreeSet<>();
    List<Commit> parents = new ArrayList<>();
    for (PeerId peer : schedule.peers) {
      what.reached
          .repository(peer)
          .branches()
          .forEach(
              (name, tip) -> {
                boolean held = peer.equals(what.owner) || !what.reached.isLocal(name);
                boolean ofIt = what.reached.familyOf(name).equals(what.branch);
                if (held && ofIt && seen.add(tip.number())) {
                  parents.add(tip);
                }
              });
    }
    Commit merged = world.commit(parents, parents.get(0).tree());
    schedule.say(() -> "user of " + repository + " merges " + parents + " as " + merged);
    repository.changedByUser(world.graph(), () -> repository.set(what.branch, merged));
    schedule.lastLeft.note(repository);
    world.witness().stirred(repository);
    schedule.letPass(2 * Schedule.PERIOD);
    for (PeerId peer : schedule.peers) {
      if (holdsInAnyCopy(what.reached, peer, what.branch, merged)) {
        schedule.count(Rare.FAR_CAUGHT_UP);
      } else if (!what.reached.isRefusedSomewhere(what.branch, merged)) {
        throw new AssertionError(
            "FAR: "
                + peer
                + " does not catch up with "
                + what.branch
                + " at "
                + merged
                + " but holds "
                + what.reached.repository(peer).branches());
      }
    }
  }
}
