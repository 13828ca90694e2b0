package org.hesokuri.core.simulation;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;

/**
 * One run of the world that a seed decides: users and faults fall between any two calls of the
 * port, the promises are checked after every step, and those about healing in the end.
 */
final class Schedule {

  /** What is rare, and must happen now and then for the runs to mean anything. */
  enum Rarity {
    DISPLACED,
    ADVANCE_BLOCKED,
    DIVERGED,
    ANSWER_LOST,
    CRASHED,
    PEER_LOST,
    WIPED
  }

  private static final RepoPath PATH = new RepoPath("/r");
  private static final Duration PERIOD = Duration.ofMinutes(3);
  private static final int ACTIONS = 30;
  private static final Set<String> LIVE_EDIT = Set.of("main", "feature/x");

  private final long seed;
  private final Random random;
  private final World world = new World();
  private final VirtualTime time;
  private final User user;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<PeerId, Set<CommitHash>> mustStay = new HashMap<>();
  private final Map<PeerId, Map<BranchName, CommitHash>> localBefore = new HashMap<>();
  private final EnumMap<Rarity, Integer> rarities = new EnumMap<>(Rarity.class);
  private boolean interfering;
  private boolean wiped;

  Schedule(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.time = new VirtualTime(new Random(seed + 1));
    this.user = new User(world, random);
  }

  Map<Rarity, Integer> rarities() {
    return rarities;
  }

  /** Runs it; fails with the seed and what was broken. */
  void run() {
    int size = 2 + random.nextInt(3);
    ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
    for (int i = 0; i < size; i++) {
      paths.put(new PeerId("h" + i), PATH);
    }
    Source source =
        new Source(
            paths.buildOrThrow(),
            new LiveEditRule.Only(ImmutableSortedSet.copyOf(LIVE_EDIT)),
            UnwantedRule.NONE,
            Duration.ofDays(90));
    for (int i = 0; i < size; i++) {
      hosts.add(new Host(world, time, "h" + i, source));
    }
    hosts.forEach(Host::start);
    world.interference = (host, call) -> interfere();
    for (int i = 0; i < ACTIONS; i++) {
      act();
      for (int steps = random.nextInt(20); steps > 0 && time.step(); steps--) {
        check();
      }
      if (random.nextInt(4) == 0) {
        time.pass(Duration.ofSeconds(random.nextInt(200)));
        check();
      }
    }
    world.interference = (host, call) -> {};
    heal();
  }

  private void count(Rarity rarity) {
    rarities.merge(rarity, 1, Integer::sum);
  }

  private void interfere() {
    if (!interfering && random.nextInt(12) == 0) {
      interfering = true;
      try {
        check();
        act();
      } finally {
        interfering = false;
      }
      if (random.nextInt(30) == 0) {
        count(Rarity.CRASHED);
        hosts.forEach(this::note);
        throw new VirtualTime.Crash();
      }
    }
  }

  private void act() {
    Host host = hosts.get(random.nextInt(hosts.size()));
    Host other = hosts.get(random.nextInt(hosts.size()));
    World.Link link = new World.Link(host.id, other.id);
    switch (random.nextInt(16)) {
      case 0 -> {
        count(Rarity.PEER_LOST);
        world.down.add(link);
      }
      case 1, 2 -> world.down.remove(link);
      case 3 -> {
        count(Rarity.ANSWER_LOST);
        world.cutBeforeTheAnswer.add(link);
      }
      case 4 -> host.kill();
      case 5 -> host.start();
      case 6 -> time.jump(Duration.ofHours(random.nextInt(1_000_000) - 500_000));
      case 7 -> {
        if (random.nextInt(20) == 0) {
          count(Rarity.WIPED);
          wiped = true;
          host.wipe();
        }
      }
      default -> {
        if (host.hasDisk(PATH)) {
          user.act(host.disk(PATH));
        }
      }
    }
    hosts.forEach(this::note);
  }

  /** What the user did is so from now on. */
  private void note(Host host) {
    if (!host.hasDisk(PATH)) {
      mustStay.remove(host.id);
      localBefore.remove(host.id);
      return;
    }
    Disk disk = host.disk(PATH);
    mustStay.put(host.id, disk.reachable(world.history));
    localBefore.put(host.id, locals(disk));
  }

  private static Map<BranchName, CommitHash> locals(Disk disk) {
    Map<BranchName, CommitHash> locals = new HashMap<>();
    disk.branches.forEach(
        (name, tip) -> {
          if (!name.text().contains(CopyName.SEPARATOR)) {
            locals.put(name, tip);
          }
        });
    return locals;
  }

  private void check() {
    for (Host host : hosts) {
      if (host.hasDisk(PATH)) {
        Disk disk = host.disk(PATH);
        checkNothingIsLost(host, disk);
        checkOnlyForward(host, disk);
        require(
            disk.head.isEmpty()
                || disk.files.equals(Optional.ofNullable(disk.branches.get(disk.head.get()))),
            "S5: files and branch of " + host.id + " differ");
      }
      note(host);
    }
    hosts.forEach(this::checkOkIsTheTruth);
  }

  private void checkNothingIsLost(Host host, Disk disk) {
    Set<CommitHash> missing = new HashSet<>(mustStay.getOrDefault(host.id, Set.of()));
    missing.removeAll(disk.reachable(world.history));
    require(missing.isEmpty(), "S1: " + host.id + " lost " + missing);
  }

  private void checkOnlyForward(Host host, Disk disk) {
    Map<BranchName, CommitHash> before = localBefore.getOrDefault(host.id, Map.of());
    Map<BranchName, CommitHash> now = locals(disk);
    require(now.keySet().containsAll(before.keySet()), "S6: " + host.id + " lost a branch");
    now.forEach(
        (name, tip) -> {
          CommitHash old = before.get(name);
          if (!tip.equals(old)) {
            require(
                LIVE_EDIT.contains(name.text()), "S6: " + name + " moved, but is not live-edit");
            require(
                old == null || world.history.contains(tip, old),
                "S6: " + name + " did not move forward");
          }
        });
  }

  private void checkOkIsTheTruth(Host host) {
    if (!host.isAlive()) {
      return;
    }
    for (SourceStatus source : host.engine().status().sources()) {
      for (BranchStatus branch : source.branches()) {
        BranchName target =
            branch
                .role()
                .fold(
                    local -> new CopyName(branch.name(), host.id).asBranch(),
                    copy -> branch.name());
        branch
            .peers()
            .forEach(
                (peer, holding) -> {
                  if (holding instanceof Holding.Exactly) {
                    require(
                        world
                            .everTold
                            .getOrDefault(peer, Set.of())
                            .contains(new KeptTip(target, branch.tip())),
                        "S7: " + host.id + " says ok for " + target + " on " + peer);
                  }
                });
      }
    }
  }

  private void heal() {
    for (Host host : hosts) {
      host.start();
    }
    world.down.clear();
    world.cutBeforeTheAnswer.clear();
    time.settle();
    for (Host host : hosts) {
      if (host.hasDisk(PATH)) {
        user.tidyUp(host.disk(PATH));
      }
    }
    hosts.forEach(this::note);
    time.pass(PERIOD.multipliedBy(2).plusSeconds(60));
    check();
    hosts.forEach(this::countEvents);
    // A peer that lost or deleted the same commit before is given it in longer pauses.
    time.pass(Duration.ofHours(3));
    check();
    checkEverybodyHoldsEverything();
    checkQuiet();
  }

  private void countEvents(Host host) {
    for (RecordedEvent recorded : host.engine().recentEvents()) {
      SyncEvent event = recorded.event();
      if (event instanceof SyncEvent.Pushed pushed && pushed.displaced()) {
        count(Rarity.DISPLACED);
      } else if (event instanceof SyncEvent.AdvanceBlocked) {
        count(Rarity.ADVANCE_BLOCKED);
      } else if (event instanceof SyncEvent.Diverged) {
        count(Rarity.DIVERGED);
      }
    }
  }

  private void checkEverybodyHoldsEverything() {
    for (Host owner : hosts) {
      locals(owner.disk(PATH))
          .forEach(
              (name, tip) -> {
                for (Host peer : hosts) {
                  if (peer != owner) {
                    checkHolds(peer, owner, name, tip);
                  }
                }
              });
    }
    for (String name : LIVE_EDIT) {
      checkConverged(new BranchName(name));
    }
  }

  private void checkHolds(Host peer, Host owner, BranchName name, CommitHash tip) {
    Map<BranchName, CommitHash> there = peer.disk(PATH).branches;
    boolean asCopy = tip.equals(there.get(new CopyName(name, owner.id).asBranch()));
    boolean inside =
        Optional.ofNullable(there.get(name))
            .filter(t -> world.history.contains(t, tip))
            .isPresent();
    require(asCopy || inside, "L1: " + peer.id + " lacks " + name + " of " + owner.id);
  }

  private void checkConverged(BranchName name) {
    List<CommitHash> tips = new ArrayList<>();
    for (Host host : hosts) {
      Optional.ofNullable(host.disk(PATH).branches.get(name)).ifPresent(tips::add);
    }
    Optional<CommitHash> foremost =
        tips.stream()
            .filter(tip -> tips.stream().allMatch(t -> world.history.contains(tip, t)))
            .findFirst();
    for (Host host : hosts) {
      Disk disk = host.disk(PATH);
      boolean hasRival =
          disk.branches.entrySet().stream()
              .anyMatch(
                  e ->
                      e.getKey().text().startsWith(name.text() + CopyName.SEPARATOR)
                          && foremost
                              .filter(f -> world.history.contains(f, e.getValue()))
                              .isEmpty());
      // A copy of a branch that its owner deleted may still stand against all others.
      if (foremost.isPresent() && !hasRival) {
        require(
            foremost.get().equals(disk.branches.get(name)),
            "L2: " + name + " on " + host.id + " is not at the foremost tip");
      }
    }
  }

  private void checkQuiet() {
    int pushes = world.pushes;
    int changes = world.refChanges;
    world.listings.clear();
    time.pass(PERIOD.multipliedBy(4));
    require(world.refChanges == changes, "L3: refs change in a quiet network");
    require(world.pushes == pushes, "L3: pushes in a quiet network");
    world.listings.forEach(
        (link, asked) -> require(asked <= 4, "L3: " + link + " was asked " + asked + " times"));
  }

  private void require(boolean holds, String promise) {
    if (!holds) {
      StringBuilder story = new StringBuilder();
      for (Host host : hosts) {
        if (host.isAlive()) {
          for (RecordedEvent e : host.engine().recentEvents()) {
            story.append('\n').append(e.at()).append(' ').append(host.id).append(": ");
            story.append(e.event().sentence());
          }
        }
        if (host.hasDisk(PATH)) {
          story.append('\n').append(host.id).append(" holds ").append(host.disk(PATH).branches);
        }
      }
      throw new AssertionError(
          "seed " + seed + (wiped ? " (with a wiped disk)" : "") + ": " + promise + story);
    }
  }
}
