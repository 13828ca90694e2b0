package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SyncStatus;

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

  /** Parts of refs that a hook may refuse. */
  private static final List<String> UNWELCOME =
      List.of("refs/hesokuri", "junk", "topic", "main_", "_ant", "refs/heads");

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
      case KILL -> kill(peer, dice);
      case STOP -> stop(peer, dice);
      case SUSPEND -> suspend(peer, dice.below(1_500) * 1_000_000_000L);
      case LINK -> link(peer, dice);
      case CUT -> cut(peer, dice);
      case CONFIGURE -> configure(peer, dice);
      case MISCONFIGURE -> misconfigure(peer);
      case UNMOUNT -> unmount(peer, dice);
      case MOUNT -> mountAll(peer);
      case BREAK -> breakDisk(peer, dice);
      case SPOIL -> spoil(peer, dice);
      case EMPTY -> empty(peer, dice);
      case REPLACE_DISK -> replaceDisk(peer, dice);
      case CLOCK -> jump(peer, dice);
      case SLEEP -> sleep(dice);
      case HURRY -> hurry(peer, dice);
      case HIDE -> hide(peer, dice);
      case HOOK -> hook(peer, dice);
      default -> use(deed.kind(), peer, dice);
    }
  }

  private void use(Script.Kind kind, PeerId peer, Dice dice) {
    if (world.host(peer).orElseThrow().isAsleep()) {
      return;
    }
    List<SimulatedRepository> there =
        new ArrayList<>(world.host(peer).orElseThrow().repositories());
    if (there.isEmpty()) {
      return;
    }
    SimulatedRepository repository = dice.pick(there);
    Map<BranchName, Commit> before = copies(repository);
    String what = new SimulatedUser(world, repository, dice).act(kind);
    schedule.lastLeft.note(repository);
    if (what.startsWith("pops")) {
      schedule.count(Rare.POPPED);
    }
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
    if (isAwake(peer)) {
      schedule.say(() -> peer + " is killed" + (daemon.isAtWork() ? " at work" : ""));
      schedule.count(daemon.isAtWork() ? Rare.KILLED_AT_WORK : Rare.KILLED);
      if (daemon.isPushing()) {
        schedule.count(Rare.KILLED_IN_PUSH);
      }
      if (daemon.isHalfway()) {
        schedule.count(Rare.KILLED_HALFWAY);
      }
      if (daemon.isFolding()) {
        schedule.count(Rare.KILLED_FOLDING);
      }
      daemon.kill();
      restart(peer, dice);
    }
  }

  /** The machine sleeps, its links hang, everybody else goes on. */
  void suspend(PeerId peer, long nanos) {
    SimulatedDaemon daemon = schedule.daemons.get(peer);
    SimulatedHost host = world.host(peer).orElseThrow();
    if (daemon.isAlive() && !daemon.isAtWork() && !host.isAsleep()) {
      schedule.say(() -> peer + " sleeps for " + Duration.ofNanos(nanos));
      schedule.count(Rare.SUSPENDED);
      host.isAsleep(true);
      daemon.scheduling().sleep();
      schedule.outside(nanos, () -> wake(peer));
    }
  }

  private void wake(PeerId peer) {
    SimulatedHost host = world.host(peer).orElseThrow();
    if (host.isAsleep()) {
      schedule.say(() -> peer + " wakes up");
      host.isAsleep(false);
      schedule.daemons.get(peer).scheduling().wake();
    }
  }

  private void stop(PeerId peer, Dice dice) {
    SimulatedDaemon daemon = schedule.daemons.get(peer);
    if (isAwake(peer)) {
      schedule.say(() -> peer + " is stopped");
      schedule.count(Rare.STOPPED);
      daemon.stop();
      restart(peer, dice);
    }
  }

  /** Whether a daemon runs there and its machine is awake. */
  private boolean isAwake(PeerId peer) {
    return schedule.daemons.get(peer).isAlive() && !world.host(peer).orElseThrow().isAsleep();
  }

  private void restart(PeerId peer, Dice dice) {
    long delay = dice.oneIn(2) ? 0 : dice.below(240) * 1_000_000_000L;
    schedule.outside(delay, () -> schedule.start(peer));
  }

  private void link(PeerId peer, Dice dice) {
    PeerId other = dice.pick(schedule.peers);
    if (!other.equals(peer)) {
      Link.State state = dice.pick(List.of(Link.State.values()));
      if (dice.oneIn(3)) {
        schedule.say(() -> "for calls of " + peer + " the link to " + other + " is " + state);
        schedule.count(Rare.ONE_WAY);
        world.link(peer, other).become(state, peer);
      } else {
        schedule.say(() -> "the link of " + peer + " and " + other + " is " + state);
        world.link(peer, other).become(state);
      }
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
    if (isAwake(peer)) {
      schedule.count(Rare.RECONFIGURED);
      daemon.configure(rules.configuration());
      schedule.promises.reconfigured(daemon.backend());
    }
  }

  /** S12: the owner saves a file with a mistake in it. */
  private void misconfigure(PeerId peer) {
    if (!isAwake(peer)) {
      return;
    }
    schedule.say(() -> peer + " has a mistake in its configuration");
    schedule.count(Rare.MISCONFIGURED);
    Hesokuri engine = schedule.daemons.get(peer).engine();
    SyncStatus before = engine.status();
    int work = world.time().amountOfWork();
    engine.rejectConfiguration(ImmutableList.of("line 1: a bracket is never closed"));
    SyncStatus after = engine.status();
    boolean same =
        before.sources().equals(after.sources())
            && before.peers().equals(after.peers())
            && before.configuration().running().equals(after.configuration().running())
            && work == world.time().amountOfWork();
    if (!same || after.configuration().problems().isEmpty()) {
      throw new AssertionError("S12: " + before + " became " + after);
    }
  }

  private void breakDisk(PeerId peer, Dice dice) {
    world
        .host(peer)
        .orElseThrow()
        .repository(somePath(peer, dice))
        .ifPresent(
            repository -> {
              schedule.say(() -> "the disk of " + repository + " does not answer");
              schedule.count(Rare.REPOSITORY_BROKEN);
              repository.isBroken(true);
              schedule.outside(dice.below(400) * 1_000_000_000L, () -> repository.isBroken(false));
            });
  }

  private void spoil(PeerId peer, Dice dice) {
    world
        .host(peer)
        .orElseThrow()
        .repository(somePath(peer, dice))
        .filter(repository -> !repository.branches().isEmpty())
        .ifPresent(
            repository -> {
              BranchName branch = dice.pick(new ArrayList<>(repository.branches().keySet()));
              schedule.say(() -> "writing " + branch + " of " + repository + " fails");
              schedule.count(Rare.BRANCH_BROKEN);
              repository.makeUnwritable(branch);
              schedule.outside(dice.below(400) * 1_000_000_000L, repository::makeAllWritable);
            });
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
    wake(peer);
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
    PeerId other = dice.pick(schedule.peers);
    if (isAwake(peer) && !other.equals(peer)) {
      schedule.say(() -> peer + " is told to push to " + other + " now");
      daemon.engine().pushNow(other);
      schedule.promises.hurried(daemon.backend(), other);
      daemon.engine().lookNow();
    }
  }

  /** The owner has git hide, and so refuse, the refs that keep. */
  private void hide(PeerId peer, Dice dice) {
    world
        .host(peer)
        .orElseThrow()
        .repository(somePath(peer, dice))
        .ifPresent(
            repository -> {
              schedule.say(() -> repository + " hides what it keeps");
              repository.hideKept(true);
              schedule.outside(dice.below(400) * 1_000_000_000L, () -> repository.hideKept(false));
            });
  }

  /** The owner has a hook refuse all that comes together with what it does not want. */
  private void hook(PeerId peer, Dice dice) {
    world
        .host(peer)
        .orElseThrow()
        .repository(somePath(peer, dice))
        .ifPresent(
            repository -> {
              String unwelcome = dice.pick(UNWELCOME);
              boolean whole = !dice.oneIn(4);
              schedule.say(() -> "a hook of " + repository + " refuses " + unwelcome);
              repository.hook(new PushHook(whole, ref -> ref.contains(unwelcome)));
              schedule.outside(
                  dice.below(400) * 1_000_000_000L, () -> repository.hook(PushHook.NONE));
            });
  }

  private static void mend(SimulatedRepository repository) {
    repository.isBroken(false);
    repository.makeAllWritable();
    repository.hideKept(false);
    repository.hook(PushHook.NONE);
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
      wake(peer);
      mountAll(peer);
      each.getValue().complete();
      SimulatedHost host = world.host(peer).orElseThrow();
      for (int i = 0; i < schedule.sources; i++) {
        RepoPath path = HostRules.path(peer, i);
        if (host.remembers(path) && host.repository(path).isEmpty()) {
          schedule.say(() -> "somebody runs git init in " + path);
          schedule.lastLeft.note(host.init(path, false));
        }
        host.repository(path).ifPresent(Deeds::mend);
      }
      schedule.start(peer);
      SimulatedDaemon daemon = schedule.daemons.get(peer);
      daemon.configure(each.getValue().configuration());
      schedule.promises.reconfigured(daemon.backend());
    }
  }
}
