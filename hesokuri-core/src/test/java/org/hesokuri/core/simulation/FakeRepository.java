package org.hesokuri.core.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** A repository in memory; whoever misuses it hears of it at once. */
final class FakeRepository implements GitRepository {

  private final World world;
  private final PeerId host;
  private final RepoPath path;
  private final Runnable closed;
  private Optional<Runnable> watcher = Optional.empty();
  private boolean isClosed;

  FakeRepository(World world, PeerId host, RepoPath path, Runnable closed) {
    this.world = world;
    this.host = host;
    this.path = path;
    this.closed = closed;
  }

  private Disk disk() throws GitFailure {
    if (isClosed) {
      throw new AssertionError(path + " is used after it was closed");
    }
    Disk disk = world.disksOf(host).get(path);
    if (disk == null) {
      throw new GitFailure(GitFailure.Kind.GONE, "the repository " + path + " is gone");
    }
    return disk;
  }

  @Override
  public RepoSnapshot look() throws GitFailure {
    world.interference.at(host, "look");
    Disk disk = disk();
    ImmutableList<Worktree> worktrees =
        disk.bare
            ? ImmutableList.of()
            : ImmutableList.of(new Worktree(path.text(), disk.head, ImmutableSet.of(), disk.busy));
    return new RepoSnapshot(
        ImmutableSortedMap.copyOf(disk.branches),
        worktrees,
        ImmutableSet.copyOf(disk.kept),
        ImmutableSortedMap.of());
  }

  @Override
  public Ancestry ancestry(ImmutableSet<CommitPair> pairs) throws GitFailure {
    Disk disk = disk();
    ImmutableMap.Builder<CommitPair, Relation> answers = ImmutableMap.builder();
    for (CommitPair pair : pairs) {
      boolean known = disk.objects.contains(pair.left()) && disk.objects.contains(pair.right());
      answers.put(
          pair, known ? world.history.relation(pair.left(), pair.right()) : Relation.UNKNOWN);
    }
    return new Ancestry(answers.buildOrThrow());
  }

  @Override
  public StepOutcome apply(Step step) throws GitFailure {
    world.interference.at(host, "apply");
    Disk disk = disk();
    StepOutcome outcome =
        step.fold(
            move -> move(disk, move),
            forward -> fastForward(disk, forward),
            delete -> delete(disk, delete),
            drop -> {
              if (!disk.kept.remove(drop.kept())) {
                return new StepOutcome.LostRace("it is gone");
              }
              return StepOutcome.Done.QUIETLY;
            });
    if (outcome instanceof StepOutcome.Done) {
      world.refChanges++;
      disk.stir();
    }
    world.interference.at(host, "applied");
    return outcome;
  }

  private Optional<StepOutcome> mismatch(
      Disk disk, BranchName branch, Optional<CommitHash> expected) {
    Optional<CommitHash> tip = Optional.ofNullable(disk.branches.get(branch));
    return tip.equals(expected)
        ? Optional.empty()
        : Optional.of(new StepOutcome.LostRace(branch + " moved"));
  }

  private void mustBeForward(Optional<CommitHash> from, CommitHash to) {
    if (from.filter(old -> !world.history.contains(to, old)).isPresent()) {
      throw new AssertionError("a step that does not go forward was asked for");
    }
  }

  private StepOutcome move(Disk disk, Step.MoveBranch move) {
    mustBeForward(move.from(), move.to());
    if (!disk.bare && disk.head.equals(Optional.of(move.branch()))) {
      return new StepOutcome.LostRace("it was checked out meanwhile");
    }
    return mismatch(disk, move.branch(), move.from())
        .orElseGet(
            () -> {
              disk.branches.put(move.branch(), move.to());
              return StepOutcome.Done.QUIETLY;
            });
  }

  private StepOutcome fastForward(Disk disk, Step.FastForwardWorktree step) {
    mustBeForward(step.from(), step.to());
    if (disk.bare || !disk.head.equals(Optional.of(step.branch()))) {
      return new StepOutcome.LostRace("HEAD moved");
    }
    if (disk.busy.isPresent()) {
      return new StepOutcome.Refused("it is in the middle of " + disk.busy.get(), paths());
    }
    if (disk.dirty || disk.ignoredFileInTheWay) {
      return new StepOutcome.Refused("notes.txt is in the way", paths());
    }
    return mismatch(disk, step.branch(), step.from())
        .orElseGet(
            () -> {
              if (!disk.files.equals(step.from())) {
                throw new AssertionError("files of another commit in a clean worktree");
              }
              disk.branches.put(step.branch(), step.to());
              disk.files = Optional.of(step.to());
              return StepOutcome.Done.QUIETLY;
            });
  }

  private ImmutableSet<String> paths() {
    return ImmutableSet.of(path + "/notes.txt");
  }

  private StepOutcome delete(Disk disk, Step.DeleteBranch delete) {
    if (!disk.bare && disk.head.equals(Optional.of(delete.branch()))) {
      return new StepOutcome.LostRace("it was checked out meanwhile");
    }
    Optional<StepOutcome> mismatch = mismatch(disk, delete.branch(), Optional.of(delete.from()));
    if (mismatch.isPresent()) {
      return mismatch.get();
    }
    boolean contained =
        delete
            .containedIn()
            .map(disk.branches::get)
            .filter(in -> world.history.contains(in, delete.from()))
            .isPresent();
    if (delete.containedIn().isPresent() && !contained) {
      return new StepOutcome.LostRace("what contained it moved");
    }
    if (delete.containedIn().isEmpty()) {
      disk.kept.add(new KeptTip(delete.branch(), delete.from()));
    }
    disk.branches.remove(delete.branch());
    return StepOutcome.Done.QUIETLY;
  }

  @Override
  public PeerConnection connect(PeerId peer, RepoPath there) throws PeerFailure {
    World.Link link = new World.Link(host, peer);
    world.interference.at(host, "connect");
    if (isClosed) {
      throw new PeerFailure(PeerFailure.Kind.BROKEN, "the repository was closed");
    }
    world.mustBeUp(link);
    Disk remote = world.disksOf(peer).get(there);
    if (remote == null) {
      throw new PeerFailure(
          PeerFailure.Kind.NO_REPOSITORY, peer + " holds no repository at " + there);
    }
    world.listings.merge(link, 1, Integer::sum);
    Disk local = world.disksOf(host).get(path);
    if (local == null) {
      throw new PeerFailure(PeerFailure.Kind.BROKEN, "the repository is gone");
    }
    return new FakeConnection(world, link, local, remote);
  }

  @Override
  public Watch watch(Runnable moved) throws GitFailure {
    Disk disk = disk();
    disk.watchers.add(moved);
    watcher = Optional.of(moved);
    return new Watch() {
      @Override
      public void alsoWatch(ImmutableSet<String> paths) {
        // Whatever stirs the disk is told anyway.
      }

      @Override
      public void close() {
        disk.watchers.remove(moved);
      }
    };
  }

  @Override
  public KeptLedger readKeptLedger() throws GitFailure {
    return disk().ledger;
  }

  @Override
  public void writeKeptLedger(KeptLedger ledger) throws GitFailure {
    disk().ledger = ledger;
  }

  @Override
  public void close() {
    if (isClosed) {
      throw new AssertionError(path + " is closed twice");
    }
    isClosed = true;
    closed.run();
  }
}
