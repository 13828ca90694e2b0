package org.hesokuri.core.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SyncEvent;

/** Stirs one schedule at every call of the port, counts what is rare and passes on what it sees. */
final class ScheduleWitness implements Witness {

  private final Schedule schedule;
  private VirtualTime.Kind running = VirtualTime.Kind.WORLD;
  private boolean keptTipDropped;
  private boolean takenBackBroughtBack;

  ScheduleWitness(Schedule schedule) {
    this.schedule = schedule;
  }

  boolean hasSeenAKeptTipDropped() {
    return keptTipDropped;
  }

  /** Whether a carrier gave what the peer keeps inside a later commit that its owner displaced. */
  boolean hasSeenWhatWasTakenBackComeBack() {
    return takenBackBroughtBack;
  }

  /** Notes what kind of task runs from now on; what kind ran so far. */
  VirtualTime.Kind enter(VirtualTime.Kind kind) {
    VirtualTime.Kind before = running;
    running = kind;
    return before;
  }

  private SimulatedDaemon daemonOf(SimulatedBackend backend) {
    return schedule.daemons.get(backend.host().id());
  }

  @Override
  public void between(SimulatedBackend caller, String where) {
    boolean halfway = where.startsWith("kept");
    boolean folding = where.startsWith("folded") || where.startsWith("let go");
    boolean pushing = halfway || where.startsWith("pushing") || where.startsWith("a ref");
    SimulatedDaemon daemon = daemonOf(caller);
    if (!pushing) {
      daemon.isFolding(folding);
      try {
        schedule.between();
      } finally {
        daemon.isFolding(false);
      }
      return;
    }
    daemon.isPushing(true);
    daemon.isHalfway(halfway);
    try {
      schedule.between();
    } finally {
      daemon.isPushing(false);
      daemon.isHalfway(false);
    }
  }

  @Override
  public void waiting(SimulatedBackend caller, long nanos) {
    schedule.count(Rare.TIMED_OUT);
    schedule.say(() -> caller.host() + " waits for an answer");
    schedule.waitFor(nanos);
  }

  @Override
  public void stirred(SimulatedRepository repository) {
    for (Runnable watcher : repository.watchers()) {
      int fate = schedule.isHealed() ? 9 : schedule.dice.below(10);
      if (fate == 0) {
        schedule.count(Rare.EVENT_LOST);
      } else if (fate == 1) {
        schedule.count(Rare.EVENT_LATE);
        schedule.outside(schedule.dice.below(60) * 1_000_000_000L, watcher);
      } else {
        schedule.outsideSoon(watcher);
      }
      if (fate == 2) {
        schedule.count(Rare.EVENT_DOUBLED);
        schedule.outsideSoon(watcher);
      }
    }
  }

  @Override
  public void created(SimulatedRepository repository) {
    schedule.lastLeft.note(repository);
  }

  @Override
  public void changed(SimulatedRepository repository, Optional<Step> made) {
    schedule.lastLeft.check(repository, made);
  }

  @Override
  public void received(SimulatedRepository repository, Optional<Push> made) {
    made.ifPresent(push -> schedule.promises.checkOrigin(repository, push));
    schedule.lastLeft.checkPush(repository, made);
  }

  @Override
  public void planned(
      SimulatedBackend caller, SimulatedRepository repository, Step step, RepoSnapshot look) {
    if (running != VirtualTime.Kind.LOCAL) {
      throw new AssertionError("L4: a repository is changed by what waits for peers");
    }
    schedule.promises.checkStep(daemonOf(caller), repository, step, look);
  }

  @Override
  public void planned(SimulatedBackend caller, SimulatedRepository repository, FoldStep step) {
    if (running != VirtualTime.Kind.LOCAL) {
      throw new AssertionError("L4: a repository is changed by what waits for peers");
    }
    schedule.say(() -> caller.host() + " " + step);
    schedule.promises.checkFold(daemonOf(caller), repository, step);
  }

  @Override
  public void folded(SimulatedRepository repository) {
    schedule.count(Rare.FOLDED);
  }

  @Override
  public void done(
      SimulatedBackend caller, SimulatedRepository repository, Step step, StepOutcome outcome) {
    schedule.say(() -> caller.host() + " " + step + ": " + outcome);
    outcome
        .<Runnable>fold(
            done -> () -> done(repository, step),
            lostRace -> () -> schedule.count(Rare.STEP_LOST_RACE),
            refused -> () -> schedule.count(Rare.ADVANCE_BLOCKED))
        .run();
  }

  private void done(SimulatedRepository repository, Step step) {
    schedule.promises.refMoved(repository, step);
    boolean passedBy =
        repository.worktrees().stream()
            .filter(worktree -> isAdvanced(worktree, step))
            .anyMatch(worktree -> !worktree.index.keySet().containsAll(worktree.files.keySet()));
    if (passedBy) {
      schedule.count(Rare.ADVANCED_PAST_UNTRACKED);
    }
  }

  private static boolean isAdvanced(SimulatedWorktree worktree, Step step) {
    return step.fold(
        move -> false,
        forward -> forward.worktree().equals(worktree.path()),
        delete -> false,
        keep -> false,
        drop -> false);
  }

  @Override
  public void calls(SimulatedBackend caller, PeerId peer, RepoPath path) {
    if (running != VirtualTime.Kind.PEERS) {
      throw new AssertionError("L4: a peer is called by what works on repositories");
    }
    schedule.promises.called(caller, peer, path);
  }

  @Override
  public void surveyed(SimulatedBackend caller, PeerId peer, Set<RepoPath> paths) {
    if (running != VirtualTime.Kind.PEERS) {
      throw new AssertionError("L4: a peer is asked by what works on repositories");
    }
    schedule.count(paths.isEmpty() ? Rare.UNABLE : Rare.SURVEYED);
  }

  @Override
  public void opened(SimulatedBackend caller, PeerId peer, RepoPath path) {
    daemonOf(caller).opened(new SimulatedDaemon.There(peer, path));
  }

  @Override
  public void pushed(
      SimulatedBackend caller, PeerId peer, RepoPath path, Push push, PushResult result) {
    schedule.say(() -> caller.host() + " to " + peer + ": " + push + ": " + result);
    boolean carried = !push.target().text().endsWith("_hesokr_" + caller.host().id().name());
    boolean happened =
        schedule
            .world
            .host(peer)
            .flatMap(host -> host.repository(path))
            .flatMap(there -> there.tip(push.target()))
            .filter(tip -> tip.hash().equals(push.tip()))
            .isPresent();
    result
        .<Runnable>fold(
            accepted ->
                () -> {
                  schedule.promises.given(caller, peer, path, push);
                  countIf(carried, Rare.CARRIED);
                  takenBackBroughtBack |= carried && isTakenBack(peer, path, push);
                  countIf(push.displaces(), Rare.DISPLACED);
                },
            lostRace ->
                () -> {
                  schedule.count(Rare.PUSH_LOST_RACE);
                  countIf(carried, Rare.CARRIER_REFUSED);
                },
            refused ->
                () -> {
                  schedule.count(Rare.PUSH_REFUSED);
                  countIf(refused.why().startsWith("the peer does not keep"), Rare.KEEPING_REFUSED);
                },
            unknown -> () -> countIf(happened, Rare.ANSWER_LOST))
        .run();
    if (carried && push.displaces()) {
      throw new AssertionError(
          "FAR: a carrier displaces what only its owner may displace: " + push);
    }
  }

  private boolean isTakenBack(PeerId peer, RepoPath path, Push push) {
    Commit tip = schedule.world.graph().get(push.tip());
    return schedule.world.host(peer).flatMap(host -> host.repository(path)).stream()
        .flatMap(there -> there.everythingKept())
        .filter(kept -> kept.branch().equals(push.target()))
        .anyMatch(kept -> schedule.world.graph().get(kept.tip()).contains(tip));
  }

  private void countIf(boolean it, Rare rare) {
    if (it) {
      schedule.count(rare);
    }
  }

  @Override
  public void opensAnew(SimulatedBackend caller, SimulatedRepository repository, Instant since) {
    schedule.promises.opensAnew(daemonOf(caller), repository, since);
  }

  @Override
  public void refusedAsAWhole(SimulatedBackend caller) {
    schedule.count(Rare.REFUSED_WHOLE);
  }

  @Override
  public void said(
      SimulatedBackend caller, PeerId peer, RepoPath path, int connection, Advertisement all) {
    lifeOf(caller).ifPresent(d -> d.said(new SimulatedDaemon.There(peer, path), connection, all));
  }

  @Override
  public void closed(SimulatedBackend caller, PeerId peer, RepoPath path, boolean heard) {
    lifeOf(caller)
        .filter(daemon -> !heard)
        .ifPresent(d -> d.closedUnheard(new SimulatedDaemon.There(peer, path)));
  }

  private Optional<SimulatedDaemon> lifeOf(SimulatedBackend backend) {
    return Optional.of(daemonOf(backend)).filter(daemon -> daemon.backend() == backend);
  }

  /** Something happened, as people are told. */
  void heard(SyncEvent event) {
    if (event instanceof SyncEvent.Advanced advanced) {
      schedule.count(advanced.worktree().isPresent() ? Rare.ADVANCED_IN_PLACE : Rare.ADVANCED_REF);
    } else if (event instanceof SyncEvent.CopyRemoved) {
      schedule.count(Rare.COPY_REMOVED);
    } else if (event instanceof SyncEvent.UnwantedRemoved) {
      schedule.count(Rare.UNWANTED_REMOVED);
    } else if (event instanceof SyncEvent.Diverged) {
      schedule.count(Rare.DIVERGED);
    } else if (event instanceof SyncEvent.TipKept) {
      schedule.count(Rare.KEPT_HERE);
    } else if (event instanceof SyncEvent.KeptDropped) {
      schedule.count(Rare.KEPT_DROPPED);
      keptTipDropped = true;
    } else if (event instanceof SyncEvent.FoldDropped) {
      schedule.count(Rare.FOLD_DROPPED);
      keptTipDropped = true;
    } else if (event instanceof SyncEvent.SourceStopped) {
      schedule.count(Rare.REPOSITORY_GONE);
    }
  }
}
