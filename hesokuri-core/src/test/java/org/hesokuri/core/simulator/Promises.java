package org.hesokuri.core.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;

/** The promises of the house, checked at each step and at the end. */
final class Promises {

  /** How much older than it is a kept tip may be taken for, for each jump of a wall clock. */
  private static final long AGE_OF_A_JUMP = Duration.ofDays(7).toNanos();

  private final Schedule schedule;
  private final SimulatedWorld world;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> signsOfLife = new HashMap<>();
  private final Set<String> moves = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private final Gifts gifts;
  private final Identities identities;
  private boolean quiet;

  private record Change(SimulatedRepository repository, Step step, long at) {}

  Promises(Schedule schedule) {
    this.schedule = schedule;
    this.world = schedule.world;
    this.identities = Identities.of(schedule.peers);
    this.gifts = new Gifts(world.time());
  }

  // ---- each step

  void checkStep(
      SimulatedDaemon daemon, SimulatedRepository repository, Step step, RepoSnapshot look) {
    boolean allowed = false;
    for (Configuration configuration : daemon.recentConfigurations()) {
      Source source = configuration.sourcesHere().get(repository.path());
      allowed =
          allowed
              || source != null && isAllowed(daemon, repository, configuration, source, step, look);
    }
    if (!allowed) {
      throw new AssertionError("S6: " + daemon.host() + " must not do " + step + " at " + look);
    }
  }

  private boolean isAllowed(
      SimulatedDaemon daemon,
      SimulatedRepository repository,
      Configuration configuration,
      Source source,
      Step step,
      RepoSnapshot look) {
    return step.fold(
        move -> mayAdvance(configuration, source, look, move.branch(), move.to()),
        forward -> mayAdvance(configuration, source, look, forward.branch(), forward.to()),
        delete ->
            delete.containedIn().isPresent()
                ? isCopyOf(configuration, delete.branch(), delete.containedIn().get())
                : source.unwanted().covers(delete.branch(), delete.from()),
        keep -> !look.kept().contains(keep.kept()),
        drop -> isOld(daemon, repository, drop));
  }

  private static boolean isCopyOf(Configuration configuration, BranchName copy, BranchName of) {
    return configuration
        .identities()
        .classify(copy)
        .fold(local -> false, c -> c.name().branch().equals(of));
  }

  private static boolean mayAdvance(
      Configuration configuration,
      Source source,
      RepoSnapshot look,
      BranchName branch,
      CommitHash to) {
    BranchRole role = configuration.identities().classify(branch);
    boolean toACopy =
        source.peersBesides(configuration.self()).stream()
            .map(peer -> new CopyName(branch, peer).asBranch())
            .anyMatch(copy -> to.equals(look.branches().get(copy)));
    return role.fold(local -> true, copy -> false) && source.liveEdit().covers(branch) && toACopy;
  }

  private boolean isOld(
      SimulatedDaemon daemon, SimulatedRepository repository, Step.DropKept drop) {
    Long since = repository.kept().get(drop.kept());
    return since == null || isOld(daemon, since);
  }

  /** Age lets go of a fold only when the time of every tip in it is over, by the true clock. */
  void checkFold(SimulatedDaemon daemon, SimulatedRepository repository, FoldStep step) {
    step.<Runnable>fold(
            tips -> () -> {},
            drop ->
                () ->
                    Optional.ofNullable(repository.folds().get(drop.fold().week())).stream()
                        .filter(there -> there.commit().hash().equals(drop.fold().commit()))
                        .flatMap(there -> there.tips().entrySet().stream())
                        .filter(tip -> !isOld(daemon, tip.getValue()))
                        .findFirst()
                        .ifPresent(
                            young -> {
                              throw new AssertionError("S1: " + drop + " with " + young.getKey());
                            }))
        .run();
  }

  private boolean isOld(SimulatedDaemon daemon, long since) {
    int jumps = schedule.clockJumps.getOrDefault(daemon.host().id(), 0);
    return world.time().nanos() - since + jumps * AGE_OF_A_JUMP
        >= schedule.rules.get(daemon.host().id()).keepFor().toNanos();
  }

  /**
   * A copy on any host is what its owner's branch once was there, whoever brought it; unless a user
   * worked on copies, which then are nobody's branches any more.
   */
  void checkOrigin(SimulatedRepository there, Push push) {
    BranchRole role = identities.classify(push.target());
    CopyName copy =
        role.<Optional<CopyName>>fold(local -> Optional.empty(), c -> Optional.of(c.name()))
            .orElseThrow(() -> new AssertionError("S6: a push to a branch of its own: " + push));
    RepoPath path = HostRules.path(copy.from(), HostRules.source(there.path()));
    boolean wasThere =
        world
            .host(copy.from())
            .orElseThrow()
            .wasEverAt(path, copy.branch(), world.graph().get(push.tip()));
    if (!wasThere && !schedule.deeds.areCopiesWorkedOn()) {
      throw new AssertionError("FAR: that branch was never there: " + push + " in " + there);
    }
  }

  // ---- what is shown

  /** S7: what is shown of a peer is what that peer said last. */
  void checkStatus() {
    for (SimulatedDaemon daemon : schedule.living()) {
      for (SourceStatus source : daemon.engine().status().sources()) {
        for (BranchStatus branch : source.branches()) {
          branch.peers().forEach((peer, holding) -> check(daemon, source, branch, peer, holding));
        }
      }
    }
  }

  private void check(
      SimulatedDaemon daemon,
      SourceStatus source,
      BranchStatus branch,
      PeerId peer,
      Holding holding) {
    SimulatedDaemon.There there =
        new SimulatedDaemon.There(peer, source.source().pathOn(peer).orElseThrow());
    if (!holding.isSafe()) {
      count(holding);
      return;
    }
    if (daemon.speaksNow(there)) {
      return;
    }
    Map<BranchName, CommitHash> said =
        daemon.lastWord(there).<Map<BranchName, CommitHash>>map(w -> w.branches()).orElse(Map.of());
    BranchName target =
        branch
            .role()
            .fold(
                local -> new CopyName(branch.name(), daemon.host().id()).asBranch(),
                copy -> copy.name().asBranch());
    boolean isTrue =
        holding.<Boolean>fold(
            exactly -> branch.tip().equals(said.get(target)),
            inside ->
                inside.at().equals(said.get(inside.branch()))
                    && world.graph().get(inside.at()).contains(world.graph().get(branch.tip())),
            lacking -> true,
            notMeant -> true);
    if (!isTrue) {
      throw new AssertionError(
          "S7: "
              + daemon.host()
              + " shows "
              + holding
              + " for "
              + branch.name()
              + " at "
              + branch.tip()
              + " on "
              + peer
              + ", which said "
              + said);
    }
  }

  private void count(Holding holding) {
    String why = holding.fold(exactly -> "", inside -> "", Holding.Lacking::why, notMeant -> "");
    if (why.endsWith("may replace")) {
      schedule.count(Rare.CARRIER_REFUSED);
    } else if (why.startsWith("the peer took it and deleted it")) {
      schedule.count(Rare.BACKED_OFF);
    }
  }

  // ---- the end

  void called(SimulatedBackend caller, PeerId peer, RepoPath path) {
    if (quiet) {
      calls.merge(caller.host() + " calls " + peer + " for " + path, 1, Integer::sum);
    }
  }

  void refMoved(SimulatedRepository repository, Step step) {
    if (quiet) {
      changes.add(new Change(repository, step, world.time().nanos()));
    }
  }

  /** Whether a change is part of the peace: for what is unwanted, or was given just then. */
  private boolean isInOrder(Change change) {
    return change.step.fold(
        move -> gifts.wasGivenAbout(change.at, change.repository, move.to()),
        forward -> gifts.wasGivenAbout(change.at, change.repository, forward.to()),
        delete ->
            isUnwanted(change.repository, delete.branch(), delete.from())
                || gifts.wasGivenAbout(change.at, change.repository, delete.from()),
        keep -> false,
        drop -> true);
  }

  private boolean isUnwanted(SimulatedRepository repository, BranchName branch, CommitHash tip) {
    for (SimulatedDaemon daemon : schedule.living()) {
      Source source = daemon.configuration().sourcesHere().get(repository.path());
      if (source != null && source.unwanted().covers(branch, tip)) {
        return true;
      }
    }
    return false;
  }

  void given(SimulatedBackend caller, PeerId peer, RepoPath path, Push push) {
    Optional<SimulatedRepository> there = world.host(peer).flatMap(h -> h.repository(path));
    if (there.isPresent()) {
      boolean again = gifts.give(caller, there.get(), push);
      noteSignOfLife(peer, push);
      if (quiet) {
        // Who gives something opens the next connection ahead.
        signsOfLife.merge(caller.host() + " calls " + peer + " ", 1, Integer::sum);
      }
      if (quiet
          && !again
          && !isHandedOnFromAGift(caller, path, push)
          && !isUnwanted(there.get(), push.target(), push.tip())) {
        moves.add(caller.host() + " gives " + push + " to " + peer);
      }
    }
  }

  /** Whether the giver was itself given it just then, after a pause, so that it goes on its way. */
  private boolean isHandedOnFromAGift(SimulatedBackend giver, RepoPath path, Push push) {
    boolean ownBranch =
        push.target().text().endsWith(CopyName.SEPARATOR + giver.host().id().name());
    String source = path.text().substring(path.text().lastIndexOf('/'));
    return !ownBranch
        && giver.host().repositories().stream()
            .filter(own -> own.path().text().endsWith(source))
            .anyMatch(own -> gifts.wasGivenAbout(world.time().nanos(), own, push.tip()));
  }

  /** Whether the peer took just this from the daemon that runs there now. */
  boolean wasGiven(PeerId giver, SimulatedRepository to, BranchName target, CommitHash tip) {
    return gifts.remembers(schedule.daemons.get(giver).backend(), to, target, tip);
  }

  /** A copy that comes shows, to whom it is given, that its owner may be back: one call more. */
  private void noteSignOfLife(PeerId to, Push push) {
    if (quiet) {
      identities
          .classify(push.target())
          .<Optional<PeerId>>fold(local -> Optional.empty(), c -> Optional.of(c.name().from()))
          .ifPresent(owner -> signsOfLife.merge(to + " calls " + owner + " ", 1, Integer::sum));
    }
  }

  private int mostCalls(String call) {
    return 3
        + signsOfLife.entrySet().stream()
            .filter(sign -> call.startsWith(sign.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
  }

  void reconfigured(SimulatedBackend giver) {
    gifts.reconfigured(giver);
  }

  void hurried(SimulatedBackend giver, PeerId peer) {
    gifts.hurried(giver, peer);
  }

  void beginQuiet() {
    quiet = true;
  }

  /** L3: nothing is given, nothing moves, and each peer is asked once in each retry period. */
  void checkQuiet() {
    changes.stream()
        .filter(change -> !isInOrder(change))
        .forEach(change -> moves.add(change.step + " in " + change.repository));
    if (!moves.isEmpty()) {
      throw new AssertionError("L3: " + moves);
    }
    calls.forEach(
        (call, times) -> {
          if (times > mostCalls(call)) {
            throw new AssertionError("L3: " + call + " " + times + " times in two periods");
          }
        });
    checkStatus();
    checkKept();
  }

  /** S1: what a machine once showed to others is still there, whatever its user did. */
  void checkKept() {
    world.hosts().forEach(host -> host.repositories().forEach(r -> r.checkKept(world.graph())));
  }

  /** A daemon knows nothing of a repository but what reflogs tell; it must ask for all in time. */
  void opensAnew(SimulatedDaemon daemon, SimulatedRepository repository, Instant since) {
    Duration keepFor = schedule.rules.get(daemon.host().id()).keepFor();
    Instant due = daemon.host().now().minus(keepFor);
    if (since.isAfter(due)) {
      throw new AssertionError("S1: reflogs are read since " + since + ", not since " + due);
    }
    if (repository.isOpenedAnew(world.graph(), due)) {
      schedule.count(Rare.FOUND_IN_REFLOG);
    }
  }

  /** L1 and L2, for each source. */
  void checkReached() {
    checkKept();
    checkStatus();
    for (int source = 0; source < schedule.sources; source++) {
      new Reached(schedule, source).check();
    }
  }
}
