package org.hesokuri.core.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** What users do, and what befalls machines, disks and links. */
final class Deeds {

  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofDays(-3000), Duration.ofDays(4000), Duration.ofHours(-2), Duration.ofHours(5));
  private static final List<Duration> SLEEPS =
      List.of(
          Duration.ofMinutes(10),
          Duration.ofHours(14),
          Duration.ofDays(2),
          Duration.ofDays(8),
          Duration.ofDays(40));

  private final Schedule schedule;
  private final SimulatedWorld world;
  private boolean copiesAreWorkedOn;
  private boolean diskLost;

  Deeds(Schedule schedule) {
    this.schedule = schedule;
    this.world = schedule.world;
  }

  void perform(Script.Deed deed) {
    Dice dice = new Dice(deed.salt());
    PeerId peer = dice.pick(schedule.peers);
    switch (deed.kind()) {
      case USER -> use(peer, dice);
      case KILL -> kill(peer, dice);
      case STOP -> stop(peer, dice);
      case LINK -> link(peer, dice);
      case CUT -> cut(peer, dice);
      case CONFIGURE -> configure(peer, dice);
      case UNMOUNT -> unmount(peer, dice);
      case MOUNT -> mountAll(peer);
      case EMPTY -> empty(peer, dice);
      case REPLACE_DISK -> replaceDisk(peer, dice);
      case CLOCK -> jump(peer, dice);
      case SLEEP -> sleep(dice);
      case HURRY -> hurry(peer, dice);
    }
  }

  private void use(PeerId peer, Dice dice) {
    List<SimulatedRepository> there =
        new ArrayList<>(world.host(peer).orElseThrow().repositories());
    if (there.isEmpty()) {
      return;
    }
    SimulatedRepository repository = dice.pick(there);
    Map<BranchName, Commit> before = copies(repository);
    String what = new SimulatedUser(world, repository, dice).act();
    schedule.say(() -> "user of " + repository + " " + what);
    copiesAreWorkedOn = copiesAreWorkedOn || !copies(repository).equals(before);
    world.witness().stirred(repository);
  }

  private static Map<BranchName, Commit> copies(SimulatedRepository repository) {
    Map<BranchName, Commit> copies = new HashMap<>(repository.branches());
    copies.keySet().removeIf(name -> !name.text().contains(CopyName.SEPARATOR));
    return copies;
  }

  /** Whether a repository was lost, and with it what its peers had taken back there. */
  boolean isADiskLost() {
    return diskLost;
  }

  /** Whether a user committed to a copy, which is nobody's branch to work on. */
  boolean areCopiesWorkedOn() {
    return copiesAreWorkedOn;
  }

  private void kill(PeerId peer, Dice dice) {
    SimulatedDaemon daemon = schedule.daemons.get(peer);
    if (daemon.isAlive()) {
      schedule.say(() -> peer + " is killed" + (daemon.isAtWork() ? " at work" : ""));
      schedule.count(daemon.isAtWork() ? Rare.KILLED_AT_WORK : Rare.KILLED);
      if (daemon.isPushing()) {
        schedule.count(Rare.KILLED_IN_PUSH);
      }
      daemon.kill();
      restart(peer, dice);
    }
  }

  private void stop(PeerId peer, Dice dice) {
    SimulatedDaemon daemon = schedule.daemons.get(peer);
    if (daemon.isAlive()) {
      schedule.say(() -> peer + " is stopped");
      schedule.count(Rare.STOPPED);
      daemon.stop();
      restart(peer, dice);
    }
  }

  private void restart(PeerId peer, Dice dice) {
    long delay = dice.oneIn(2) ? 0 : dice.below(240) * 1_000_000_000L;
    schedule.outside(delay, () -> schedule.start(peer));
  }

  private void link(PeerId peer, Dice dice) {
    PeerId other = dice.pick(schedule.peers);
    if (!other.equals(peer)) {
      Link.State state = dice.pick(List.of(Link.State.values()));
      schedule.say(() -> "the link of " + peer + " and " + other + " is " + state);
      world.link(peer, other).become(state);
      schedule.outside(dice.below(400) * 1_000_000_000L, () -> restore(peer, other));
    }
  }

  private void restore(PeerId one, PeerId other) {
    schedule.say(() -> "the link of " + one + " and " + other + " is up again");
    world.link(one, other).become(Link.State.UP);
  }

  private void cut(PeerId peer, Dice dice) {
    PeerId other = dice.pick(schedule.peers);
    if (!other.equals(peer)) {
      Link.Cut cut = dice.pick(List.of(Link.Cut.values()));
      schedule.say(() -> "the next push between " + peer + " and " + other + " is cut " + cut);
      world.link(peer, other).cutNextPush(cut);
    }
  }

  private void configure(PeerId peer, Dice dice) {
    HostRules rules = schedule.rules.get(peer);
    String what = rules.change(dice);
    schedule.say(() -> "the configuration of " + peer + " has " + what);
    SimulatedDaemon daemon = schedule.daemons.get(peer);
    if (daemon.isAlive()) {
      schedule.count(Rare.RECONFIGURED);
      daemon.configure(rules.configuration());
    }
  }

  private RepoPath somePath(PeerId peer, Dice dice) {
    return HostRules.path(peer, dice.below(schedule.sources));
  }

  private void unmount(PeerId peer, Dice dice) {
    RepoPath path = somePath(peer, dice);
    schedule.say(() -> path + " is unmounted");
    world.host(peer).orElseThrow().unmount(path);
  }

  private void mountAll(PeerId peer) {
    for (int i = 0; i < schedule.sources; i++) {
      world.host(peer).orElseThrow().mount(HostRules.path(peer, i));
    }
  }

  private void empty(PeerId peer, Dice dice) {
    RepoPath path = somePath(peer, dice);
    schedule.say(() -> path + " is emptied");
    world.host(peer).orElseThrow().empty(path);
    diskLost = true;
  }

  private void replaceDisk(PeerId peer, Dice dice) {
    schedule.say(() -> peer + " gets a new disk");
    schedule.count(Rare.DISK_REPLACED);
    kill(peer, dice);
    world.host(peer).orElseThrow().replaceDisk();
    diskLost = true;
  }

  private void jump(PeerId peer, Dice dice) {
    Duration by = dice.pick(JUMPS);
    schedule.say(() -> "the wall clock of " + peer + " jumps by " + by);
    schedule.count(Rare.CLOCK_JUMPED);
    schedule.jumpClock(peer, by);
  }

  private void sleep(Dice dice) {
    Duration time = dice.pick(SLEEPS);
    schedule.say(() -> "everybody sleeps for " + time);
    world.time().moveTo(world.time().nanos() + time.toNanos());
  }

  private void hurry(PeerId peer, Dice dice) {
    SimulatedDaemon daemon = schedule.daemons.get(peer);
    if (daemon.isAlive()) {
      PeerId other = dice.pick(schedule.peers);
      schedule.say(() -> peer + " is told to push to " + other + " now");
      daemon.engine().pushNow(other);
      schedule.promises.hurried(daemon.backend());
      daemon.engine().lookNow();
    }
  }

  /** Ends every fault, completes every configuration; users pause where they are. */
  void heal() {
    world
        .links()
        .forEach(
            link -> {
              link.become(Link.State.UP);
              link.takeCut();
            });
    for (Map.Entry<PeerId, HostRules> each : schedule.rules.entrySet()) {
      PeerId peer = each.getKey();
      mountAll(peer);
      each.getValue().complete();
      SimulatedHost host = world.host(peer).orElseThrow();
      for (int i = 0; i < schedule.sources; i++) {
        RepoPath path = HostRules.path(peer, i);
        if (host.remembers(path) && host.repository(path).isEmpty()) {
          schedule.say(() -> "somebody runs git init in " + path);
          host.init(path, false);
        }
      }
      schedule.start(peer);
      schedule.daemons.get(peer).configure(each.getValue().configuration());
    }
  }
}
