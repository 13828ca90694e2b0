package org.hesokuri.core.simulator;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** A repository as one daemon has opened it. */
final class OpenSimulatedRepository implements GitRepository {

  /** How long nobody answers before an attempt counts as timed out. */
  static final long TIMEOUT_NANOS = 20_000_000_000L;

  private final SimulatedBackend backend;
  private final SimulatedWorld world;
  private final SimulatedRepository repository;
  private Optional<RepoSnapshot> lastLook = Optional.empty();
  private Optional<Runnable> watcher = Optional.empty();
  private boolean readReflogs;
  private boolean atWork;
  private boolean closed;

  OpenSimulatedRepository(SimulatedBackend backend, SimulatedRepository repository) {
    this.backend = backend;
    this.world = backend.world();
    this.repository = repository;
  }

  private interface Work<T> {
    T run() throws GitFailure;
  }

  /** Calls for one repository come one at a time, and never after it was closed. */
  private <T> T alone(String what, Work<T> work) throws GitFailure {
    backend.mustLive();
    if (closed) {
      throw new AssertionError(what + " on " + repository + " after it was closed");
    }
    if (atWork) {
      throw new AssertionError(what + " on " + repository + " beside another call");
    }
    atWork = true;
    try {
      return work.run();
    } finally {
      atWork = false;
    }
  }

  private void mustBeThere() throws GitFailure {
    if (backend.host().repository(repository.path()).filter(r -> r == repository).isEmpty()) {
      throw new GitFailure(GitFailure.Kind.GONE, "the repository " + repository + " is gone");
    }
    if (repository.isBroken()) {
      throw new GitFailure(
          GitFailure.Kind.BROKEN, "the disk of " + repository + " does not answer");
    }
  }

  @Override
  public RepoSnapshot look() throws GitFailure {
    return alone(
        "a look",
        () -> {
          mustBeThere();
          RepoSnapshot snapshot = repository.seen();
          lastLook = Optional.of(snapshot);
          backend.between("looked");
          return snapshot;
        });
  }

  @Override
  public Ancestry ancestry(ImmutableSet<CommitPair> pairs) throws GitFailure {
    backend.mustLive();
    if (pairs.isEmpty()) {
      return Ancestry.NONE;
    }
    mustBeReadable();
    ImmutableMap.Builder<CommitPair, Relation> answers = ImmutableMap.builder();
    pairs.forEach(pair -> answers.put(pair, relation(pair)));
    return new Ancestry(answers.buildOrThrow());
  }

  @Override
  public ImmutableSet<KeptTip> formerTips(
      ImmutableMap<BranchName, Optional<CommitHash>> branches, Instant since) throws GitFailure {
    return alone(
        "reading reflogs",
        () -> {
          mustBeThere();
          if (!readReflogs) {
            readReflogs = true;
            world.witness().opensAnew(backend, repository, since);
          }
          return repository.formerTips(branches, since);
        });
  }

  @Override
  public ImmutableMap<CommitHash, CommitSummary> describe(ImmutableSet<CommitHash> commits)
      throws GitFailure {
    mustBeReadable();
    ImmutableMap.Builder<CommitHash, CommitSummary> summaries = ImmutableMap.builder();
    commits.forEach(hash -> held(hash).ifPresent(c -> summaries.put(hash, c.summary())));
    return summaries.buildOrThrow();
  }

  @Override
  public ImmutableList<CommitSummary> history(
      CommitHash tip, ImmutableSet<CommitHash> without, int most) throws GitFailure {
    mustBeReadable();
    if (most < 1) {
      throw new AssertionError("a history of " + most + " commits is asked for");
    }
    Optional<Commit> from = held(tip);
    List<Commit> excluded = without.stream().map(this::held).flatMap(Optional::stream).toList();
    return from.stream()
        .flatMap(commit -> world.graph().containedIn(commit))
        .filter(commit -> excluded.stream().noneMatch(other -> other.contains(commit)))
        .limit(most)
        .map(Commit::summary)
        .collect(toImmutableList());
  }

  private void mustBeReadable() throws GitFailure {
    backend.mustLive();
    if (closed) {
      throw new GitFailure(GitFailure.Kind.BROKEN, repository + " was closed");
    }
    mustBeThere();
  }

  private Relation relation(CommitPair pair) {
    Optional<Commit> left = held(pair.left());
    Optional<Commit> right = held(pair.right());
    return left.isPresent() && right.isPresent()
        ? left.get().relationTo(right.get())
        : Relation.UNKNOWN;
  }

  private Optional<Commit> held(CommitHash hash) {
    return world.graph().find(hash).filter(repository::has);
  }

  @Override
  public StepOutcome apply(Step step) throws GitFailure {
    RepoSnapshot look =
        lastLook.orElseThrow(() -> new AssertionError("a step without a look before it"));
    return alone(
        "a step",
        () -> {
          world.witness().planned(backend, repository, step, look);
          backend.between("before " + step);
          mustBeThere();
          if (repository.isUnwritable(step.branch())) {
            throw new GitFailure(GitFailure.Kind.BROKEN, "cannot write " + step.branch());
          }
          SimulatedSteps steps = new SimulatedSteps(backend, repository, look);
          StepOutcome outcome = steps.apply(step);
          world.witness().done(backend, repository, step, outcome);
          backend.between("after " + step);
          return outcome;
        });
  }

  @Override
  public StepOutcome apply(FoldStep step) throws GitFailure {
    RepoSnapshot look =
        lastLook.orElseThrow(() -> new AssertionError("a step without a look before it"));
    return alone(
        "folding",
        () -> {
          world.witness().planned(backend, repository, step);
          backend.between("before " + step);
          mustBeThere();
          StepOutcome outcome = new SimulatedFolds(backend, repository, look).apply(step);
          backend.between("after " + step);
          return outcome;
        });
  }

  @Override
  public ImmutableList<FoldedTip> readFold(KeptFold fold) throws GitFailure {
    mustBeReadable();
    return repository.folds().values().stream()
        .filter(there -> there.commit().hash().equals(fold.commit()))
        .flatMap(there -> there.tips().keySet().stream())
        .collect(toImmutableList());
  }

  @Override
  public PeerConnection connect(PeerId peer, RepoPath path) throws PeerFailure {
    backend.mustLive();
    world.witness().calls(backend, peer, path);
    if (peer.equals(backend.host().id())) {
      throw new AssertionError(peer + " calls itself");
    }
    backend.between("connecting");
    PeerFailures.check(backend, peer);
    Optional<SimulatedRepository> there = world.host(peer).flatMap(host -> host.repository(path));
    if (there.isEmpty()) {
      throw new PeerFailure(
          PeerFailure.Kind.NO_REPOSITORY, "there is no repository at " + path + " of " + peer);
    }
    if (there.get().isBroken()) {
      throw new PeerFailure(PeerFailure.Kind.BROKEN, "the disk of " + peer + " does not answer");
    }
    Advertisement advertised = there.get().advertised();
    world.witness().opened(backend, peer, path);
    SimulatedConnection connection =
        new SimulatedConnection(backend, repository, there.get(), peer, advertised);
    backend.between("connected");
    if (backend.isClosed()) {
      connection.close();
      throw PeerFailures.broken(peer);
    }
    return connection;
  }

  @Override
  public Watch watch(Runnable moved) throws GitFailure {
    backend.mustLive();
    if (watcher.isPresent() || closed) {
      throw new AssertionError(repository + " is watched twice or after it was closed");
    }
    mustBeThere();
    watcher = Optional.of(moved);
    repository.watchers().add(moved);
    return new Watch() {
      @Override
      public void alsoWatch(ImmutableSet<String> paths) {
        backend.mustLive();
      }

      @Override
      public void close() {
        endWatch();
      }
    };
  }

  private void endWatch() {
    watcher.ifPresent(moved -> repository.watchers().remove(moved));
    watcher = Optional.empty();
  }

  @Override
  public KeptLedger readKeptLedger() throws GitFailure {
    return alone("reading the ledger", repository::ledger);
  }

  @Override
  public void writeKeptLedger(KeptLedger ledger) throws GitFailure {
    alone(
        "writing the ledger",
        () -> {
          backend.between("before writing the ledger");
          mustBeThere();
          repository.ledger(ledger);
          return true;
        });
  }

  @Override
  public void close() {
    endWatch();
    closed = true;
  }
}
