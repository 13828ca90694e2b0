package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;

/**
 * One schedule: a few hosts with engines, driven turn by turn on one thread, as a {@link Script}
 * and its seed decide. First users and misfortune have their way, then everything is healed, then
 * everything must become as it should be, and quiet.
 */
final class Schedule {

  private static final ImmutableList<PeerId> NAMES =
      ImmutableList.of(
          new PeerId("ant"),
          new PeerId("bee"),
          new PeerId("cow"),
          new PeerId("dog"),
          new PeerId("elk"));
  private static final BranchName MAIN = new BranchName("main");
  private static final List<Duration> KEEPING =
      List.of(Duration.ofDays(1), Duration.ofDays(20), Duration.ofDays(90));
  static final long PERIOD = Duration.ofMinutes(3).toNanos();
  private static final int MOST_TURNS = 200_000;

  final SimulatedWorld world = new SimulatedWorld();
  final Dice dice;
  final Trace trace;
  final long[] counts;
  final Script script;
  final TreeMap<PeerId, SimulatedDaemon> daemons = new TreeMap<>();
  final Map<PeerId, HostRules> rules = new HashMap<>();
  final Map<PeerId, Integer> clockJumps = new HashMap<>();
  final Deeds deeds;
  final ScheduleWitness witness;
  final Promises promises;
  final LastLeft lastLeft = new LastLeft(world);
  final Tampering tampering;
  final int sources;
  final ImmutableList<PeerId> peers;
  private final Map<PeerId, Duration> wallClocks = new HashMap<>();
  private final VirtualScheduling outside = new VirtualScheduling(world.time(), Duration.ZERO);
  private int turn;
  private int nextDeed;
  private int depth;
  private boolean healed;
  private boolean calm;

  Schedule(Script script, Tampering tampering, boolean traced, long[] counts) {
    this.script = script;
    this.tampering = tampering;
    this.dice = new Dice(script.seed() ^ 0x5157L);
    this.trace = new Trace(traced);
    this.counts = counts;
    this.sources = script.sources();
    this.peers = NAMES.subList(0, script.peers());
    this.deeds = new Deeds(this);
    this.witness = new ScheduleWitness(this);
    this.promises = new Promises(this);
  }

  /**
   * Runs it to its end.
   *
   * @throws AssertionError if a promise was broken
   */
  void run() {
    world.witness(witness);
    begin();
    while (turn < script.turns()) {
      takeTurn();
    }
    heal();
    letPass(2 * PERIOD);
    if (!deeds.areCopiesWorkedOn() && !witness.hasSeenWhatWasTakenBackComeBack()) {
      promises.checkReached();
    }
    if (deeds.areCopiesWorkedOn()
        || witness.hasSeenAKeptTipDropped()
        || witness.hasSeenWhatWasTakenBackComeBack()
        || deeds.isADiskLost()
        || isACopyCheckedOut()) {
      // What one host made of a copy, or cannot give up because it is checked out, or what nobody
      // remembers to be taken back, or carriers cannot know to be taken back because they never met
      // the later commit, is handed round and set right, once on each host.
      letPass(peers.size() * PERIOD);
      promises.checkReached();
    }
    promises.beginQuiet();
    letPass(2 * PERIOD);
    promises.checkQuiet();
    new FarPeers(this).check();
    new Trials(this).run(script.trial());
    promises.checkStatus();
    promises.checkKept();
  }

  /**
   * Whether some worktree holds a copy, also in the middle of something, so that none may move it.
   */
  private boolean isACopyCheckedOut() {
    return world.hosts().stream()
        .flatMap(host -> host.repositories().stream())
        .anyMatch(
            repository ->
                repository.branches().keySet().stream()
                    .filter(branch -> branch.text().contains(CopyName.SEPARATOR))
                    .anyMatch(
                        copy -> repository.worktrees().stream().anyMatch(w -> w.holds(copy))));
  }

  private void begin() {
    Duration keepFor = dice.pick(KEEPING);
    Script.Shape shape = script.shape();
    say(() -> shape + " of " + peers + ", " + sources + " sources, kept for " + keepFor);
    for (PeerId peer : peers) {
      world.addHost(peer);
      rules.put(peer, new HostRules(peer, peers, sources, keepFor, dice));
      wallClocks.put(peer, Duration.ZERO);
    }
    for (int i = 0; i < peers.size(); i++) {
      for (int j = i + 1; j < peers.size(); j++) {
        boolean linked =
            shape == Script.Shape.MESH || (shape == Script.Shape.CHAIN ? j == i + 1 : i == 0);
        if (!linked) {
          world.separate(peers.get(i), peers.get(j));
        } else {
          world.link(peers.get(i), peers.get(j));
        }
      }
    }
    for (int source = 0; source < sources; source++) {
      Commit first = world.commit(List.of(), Map.of("file0", "the first"));
      for (SimulatedHost host : world.hosts()) {
        if (!dice.oneIn(4)) {
          clone(host, HostRules.path(host.id(), source), first);
        }
      }
    }
    peers.forEach(this::start);
  }

  private void clone(SimulatedHost host, RepoPath path, Commit first) {
    SimulatedRepository made = host.init(path, dice.oneIn(6));
    made.changedByUser(world.graph(), () -> made.set(MAIN, first));
    made.worktrees().forEach(worktree -> worktree.fill(first.tree()));
    lastLeft.note(made);
  }

  void start(PeerId peer) {
    if (!Optional.ofNullable(daemons.get(peer)).filter(SimulatedDaemon::isAlive).isPresent()) {
      say(() -> peer + " starts");
      SimulatedDaemon daemon =
          new SimulatedDaemon(
              world,
              world.host(peer).orElseThrow(),
              tampering,
              wallClocks.get(peer),
              keptRefs(peer),
              event -> heard(peer, event));
      daemons.put(peer, daemon);
      daemon.configure(rules.get(peer).configuration());
    }
  }

  /** So few that a few dozen deeds bring it to fold; not by dice, so that old scripts stay same. */
  private KeptRefs keptRefs(PeerId peer) {
    return new KeptRefs((int) Math.floorMod(script.seed() + peers.indexOf(peer), 2L), 0);
  }

  private void heard(PeerId peer, RecordedEvent event) {
    say(() -> peer + ": " + event.event().sentence());
    witness.heard(event.event());
  }

  void jumpClock(PeerId peer, Duration by) {
    wallClocks.merge(peer, by, Duration::plus);
    clockJumps.merge(peer, 1, Integer::sum);
    world.host(peer).orElseThrow().jumpClock(by);
    daemons.get(peer).scheduling().jump(by);
  }

  void say(Supplier<String> line) {
    trace.say(world.time(), line);
  }

  void count(Rare rare) {
    counts[rare.ordinal()]++;
  }

  boolean isHealed() {
    return healed;
  }

  private void takeTurn() {
    stir();
    if (!runOne()) {
      long now = world.time().nanos();
      world.time().moveTo(world.time().nextBefore(now + PERIOD));
    } else if (dice.oneIn(12)) {
      world.time().moveTo(world.time().nanos() + dice.below(2_000_000_000));
    }
    if (dice.oneIn(8)) {
      promises.checkStatus();
    }
  }

  /** Counts a turn, and does what the script has for it. */
  private void stir() {
    turn++;
    if (turn > MOST_TURNS) {
      throw new AssertionError("L3: the work never ends");
    }
    while (!healed
        && nextDeed < script.deeds().size()
        && script.deeds().get(nextDeed).turn() <= turn) {
      deeds.perform(script.deeds().get(nextDeed++));
    }
  }

  private boolean runOne() {
    VirtualTime.Task task = world.time().take(dice);
    if (task == null) {
      return false;
    }
    VirtualTime.Kind outer = witness.enter(task.kind);
    // Counted by the scheduling, because the daemon may be another one when the work ends.
    task.owner.beginWork();
    depth++;
    try {
      task.work.run();
    } catch (DaemonKilled killed) {
      // The task died with its daemon, as it should.
    } finally {
      depth--;
      task.owner.endWork();
      witness.enter(outer);
    }
    return true;
  }

  /** Within a call of the port: others may be faster. */
  void between() {
    stir();
    if (!calm && depth < 4 && dice.oneIn(5)) {
      for (int more = dice.below(3); more >= 0; more--) {
        if (runOne()) {
          count(Rare.NESTED);
        }
      }
    }
    if (!calm && dice.oneIn(16)) {
      world.time().moveTo(world.time().nanos() + dice.below(1_500_000_000));
    }
  }

  /** Within a call of the port that waits: everybody else goes on meanwhile. */
  void waitFor(long nanos) {
    long end = world.time().nanos() + nanos;
    if (depth < (calm ? 40 : 6)) {
      runUntil(end);
    }
    world.time().moveTo(end);
  }

  private void runUntil(long end) {
    while (world.time().nanos() < end) {
      stir();
      if (!runOne()) {
        world.time().moveTo(world.time().nextBefore(end));
      }
    }
  }

  void outside(long delay, Runnable work) {
    world.time().after(outside, VirtualTime.Kind.WORLD, delay, work);
  }

  void outsideSoon(Runnable work) {
    world.time().ready(outside, VirtualTime.Kind.WORLD, work);
  }

  private void heal() {
    say(() -> "--- everything is healed");
    healed = true;
    deeds.heal();
  }

  /** From now on work takes no time, and whoever waits keeps nobody else waiting. */
  void calmDown() {
    calm = true;
  }

  void letPass(long nanos) {
    runUntil(world.time().nanos() + nanos);
    while (runOne()) {
      stir();
    }
  }

  /** All living daemons. */
  List<SimulatedDaemon> living() {
    List<SimulatedDaemon> living = new ArrayList<>();
    for (SimulatedDaemon daemon : daemons.values()) {
      if (daemon.isAlive()) {
        living.add(daemon);
      }
    }
    return living;
  }
}
