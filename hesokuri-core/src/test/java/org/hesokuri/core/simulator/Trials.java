package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SourceStatus;

/**
 * What is tried when all is healed and quiet: one thing goes wrong, somebody commits, and everybody
 * whom it does not concern must have the commit at once, everybody else in time after it is over.
 */
final class Trials {

  /** What goes wrong. */
  enum Kind {
    NONE,
    HANGING_PEER,
    SLEEP,
    LINKS,
    CLOCK,
    BROKEN,
    UNMOUNTED
  }

  private static final BranchName PROBE = new BranchName("probe");
  private static final long SECOND = 1_000_000_000L;

  /** Work takes no time here; a lost race is followed by a pause of one second. */
  private static final long AT_ONCE = 5 * SECOND;

  /** A retry period, an attempt that was under way before and ends with a timeout, and a moment. */
  private static final long IN_TIME =
      Schedule.PERIOD + OpenSimulatedRepository.TIMEOUT_NANOS + AT_ONCE;

  private final Schedule schedule;
  private final SimulatedWorld world;
  private final Dice dice;

  Trials(Schedule schedule) {
    this.schedule = schedule;
    this.world = schedule.world;
    this.dice = schedule.dice;
  }

  void run(Kind kind) {
    schedule.say(() -> "--- in peace it is tried: " + kind);
    schedule.calmDown();
    switch (kind) {
      case NONE -> {}
      case HANGING_PEER -> hangingPeer();
      case SLEEP -> sleep();
      case LINKS -> links();
      case CLOCK -> clock();
      case BROKEN -> broken();
      case UNMOUNTED -> unmounted();
    }
  }

  private SimulatedRepository repository(PeerId peer, int source) {
    return world.host(peer).flatMap(h -> h.repository(HostRules.path(peer, source))).orElseThrow();
  }

  /** Somebody makes a new branch with a new commit. */
  private Commit commit(PeerId owner, int source) {
    SimulatedRepository repository = repository(owner, source);
    Commit made = world.commit(List.of(), Map.of("probe", "by commit " + world.graph().size()));
    schedule.say(() -> "user of " + repository + " commits " + made + " on " + PROBE);
    repository.changedByUser(world.graph(), () -> repository.set(PROBE, made));
    schedule.lastLeft.note(repository);
    world.witness().stirred(repository);
    return made;
  }

  private boolean arrived(PeerId owner, int source, PeerId peer, Commit commit) {
    SimulatedRepository there = repository(peer, source);
    return there.tip(new CopyName(PROBE, owner).asBranch()).filter(commit::equals).isPresent()
        || there.tip(PROBE).filter(own -> own.contains(commit)).isPresent();
  }

  /** Fails the schedule unless by then the peer has what the owner has just committed. */
  private void mustArrive(
      Promise promise, long within, PeerId owner, int source, PeerId peer, Commit commit) {
    schedule.outside(
        within,
        () -> {
          if (!arrived(owner, source, peer, commit)) {
            throw new AssertionError(
                promise
                    + ": "
                    + peer
                    + " has not got "
                    + PROBE
                    + " of "
                    + owner
                    + " within "
                    + Duration.ofNanos(within)
                    + " but "
                    + repository(peer, source).branches());
          }
        });
  }

  private List<PeerId> linkedTo(PeerId peer) {
    return schedule.peers.stream()
        .filter(other -> !other.equals(peer) && world.link(peer, other).exists())
        .toList();
  }

  private int someSource() {
    return dice.below(schedule.sources);
  }

  /** Sometimes everybody knows already what is wrong, sometimes nobody does. */
  private void letItBeNoticedOrNot() {
    schedule.letPass(dice.oneIn(2) ? 0 : dice.below(400) * SECOND);
  }

  /** L4. */
  private void hangingPeer() {
    PeerId hung = dice.pick(schedule.peers);
    PeerId owner = dice.pick(schedule.peers);
    List<PeerId> others = linkedTo(owner).stream().filter(peer -> !peer.equals(hung)).toList();
    if (owner.equals(hung) || others.isEmpty()) {
      return;
    }
    schedule.say(() -> hung + " hangs");
    linkedTo(hung).forEach(peer -> world.link(hung, peer).become(Link.State.HANGING));
    letItBeNoticedOrNot();
    int source = someSource();
    Commit commit = commit(owner, source);
    others.forEach(peer -> mustArrive(Promise.L4, AT_ONCE, owner, source, peer, commit));
    schedule.letPass(2 * OpenSimulatedRepository.TIMEOUT_NANOS);
    linkedTo(hung).forEach(peer -> world.link(hung, peer).become(Link.State.UP));
    schedule.count(Rare.TRIED_HANGING);
  }

  /** L5. */
  private void sleep() {
    PeerId sleeper = dice.pick(schedule.peers);
    PeerId owner = dice.pick(linkedTo(sleeper));
    int source = someSource();
    long time = (1 + dice.below(dice.oneIn(8) ? 30_000 : 1_000)) * SECOND;
    schedule.deeds.suspend(sleeper, time);
    schedule.letPass(dice.below(400) * SECOND);
    Commit commit = commit(owner, source);
    schedule.letPass(time);
    mustArrive(Promise.L5, IN_TIME, owner, source, sleeper, commit);
    schedule.letPass(IN_TIME + SECOND);
    // What the machine itself has to give goes as soon as it is there.
    Commit answer = commit(sleeper, source);
    linkedTo(sleeper)
        .forEach(peer -> mustArrive(Promise.L5, AT_ONCE, sleeper, source, peer, answer));
    schedule.letPass(AT_ONCE + SECOND);
    schedule.count(Rare.TRIED_SLEEP);
  }

  /** L5. */
  private void links() {
    PeerId cutOff = dice.pick(schedule.peers);
    PeerId owner = dice.pick(linkedTo(cutOff));
    int source = someSource();
    Link.State state = dice.oneIn(2) ? Link.State.DOWN : Link.State.HANGING;
    schedule.say(() -> "all links of " + cutOff + " are " + state);
    linkedTo(cutOff).forEach(peer -> world.link(cutOff, peer).become(state));
    letItBeNoticedOrNot();
    Commit commit = commit(owner, source);
    Commit own = commit(cutOff, source);
    schedule.letPass(dice.below(dice.oneIn(8) ? 20_000 : 1_000) * SECOND);
    schedule.say(() -> "all links of " + cutOff + " are up");
    linkedTo(cutOff).forEach(peer -> world.link(cutOff, peer).become(Link.State.UP));
    mustArrive(Promise.L5, IN_TIME, owner, source, cutOff, commit);
    linkedTo(cutOff).forEach(peer -> mustArrive(Promise.L5, IN_TIME, cutOff, source, peer, own));
    schedule.letPass(IN_TIME + SECOND);
    schedule.count(Rare.TRIED_LINKS);
  }

  /** L5. */
  private void clock() {
    PeerId owner = dice.pick(schedule.peers);
    int source = someSource();
    for (PeerId peer : schedule.peers) {
      schedule.jumpClock(peer, Duration.ofDays(dice.below(8_000) - 4_000L));
    }
    letItBeNoticedOrNot();
    Commit commit = commit(owner, source);
    linkedTo(owner).forEach(peer -> mustArrive(Promise.L5, AT_ONCE, owner, source, peer, commit));
    schedule.letPass(AT_ONCE + SECOND);
    schedule.count(Rare.TRIED_CLOCK);
  }

  /** S9: a source that always fails, here and seen from others, or a branch that does. */
  private void broken() {
    PeerId unlucky = dice.pick(schedule.peers);
    SimulatedRepository repository = repository(unlucky, 0);
    int other = schedule.sources - 1;
    if (other == 0) {
      repository.branches().keySet().forEach(repository::makeUnwritable);
    } else {
      repository.isBroken(true);
      // The disk is read at the next occasion only.
      schedule.daemons.get(unlucky).engine().lookNow();
    }
    letItBeNoticedOrNot();
    Commit commit = commit(unlucky, other);
    for (PeerId peer : linkedTo(unlucky)) {
      mustArrive(Promise.S9, AT_ONCE, unlucky, other, peer, commit);
      Commit back = commit(peer, other);
      mustArrive(Promise.S9, AT_ONCE, peer, other, unlucky, back);
    }
    schedule.letPass(AT_ONCE + SECOND);
    repository.makeAllWritable();
    repository.isBroken(false);
    schedule.count(Rare.TRIED_BROKEN);
  }

  /** S10. */
  private void unmounted() {
    PeerId unlucky = dice.pick(schedule.peers);
    PeerId owner = dice.pick(linkedTo(unlucky));
    int source = someSource();
    SimulatedHost host = world.host(unlucky).orElseThrow();
    RepoPath path = HostRules.path(unlucky, source);
    Map<PeerId, Map<BranchName, Commit>> before = branchesBeside(unlucky, source);
    schedule.say(() -> path + " is unmounted");
    host.unmount(path);
    schedule.letPass(Schedule.PERIOD + AT_ONCE);
    if (host.repository(path).isPresent()) {
      throw new AssertionError("S10: " + path + " was created anew");
    }
    if (!before.equals(branchesBeside(unlucky, source))) {
      throw new AssertionError("S10: " + before + " became " + branchesBeside(unlucky, source));
    }
    if (!stateOf(unlucky, path).<Boolean>fold(s -> false, r -> false, stopped -> true)) {
      throw new AssertionError("S10: " + unlucky + " does not say that " + path + " is gone");
    }
    Commit commit = commit(owner, source);
    schedule.letPass(dice.below(1_000) * SECOND);
    host.mount(path);
    schedule.say(() -> path + " is mounted again");
    mustArrive(Promise.L5, IN_TIME, owner, source, unlucky, commit);
    schedule.letPass(IN_TIME + SECOND);
    if (stateOf(unlucky, path).<Boolean>fold(s -> true, running -> false, stopped -> true)) {
      throw new AssertionError("S10: " + unlucky + " does not go on with " + path);
    }
    schedule.count(Rare.TRIED_UNMOUNTED);
  }

  private Map<PeerId, Map<BranchName, Commit>> branchesBeside(PeerId unlucky, int source) {
    Map<PeerId, Map<BranchName, Commit>> all = new HashMap<>();
    schedule.peers.stream()
        .filter(peer -> !peer.equals(unlucky))
        .forEach(peer -> all.put(peer, Map.copyOf(repository(peer, source).branches())));
    return all;
  }

  private SourceStatus.State stateOf(PeerId peer, RepoPath path) {
    ImmutableList<SourceStatus> sources = schedule.daemons.get(peer).engine().status().sources();
    Optional<SourceStatus> found =
        sources.stream().filter(source -> source.path().equals(path)).findFirst();
    return found.orElseThrow().state();
  }
}
