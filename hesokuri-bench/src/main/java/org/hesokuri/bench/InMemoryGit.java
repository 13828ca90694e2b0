package org.hesokuri.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Opening;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/**
 * Repositories with one history of numbered commits, here and on one peer, that cost nothing: what
 * is left is the engine.
 */
final class InMemoryGit implements GitBackend {

  private final ImmutableSortedMap<BranchName, CommitHash> branches;
  private final ImmutableMap<BranchName, CommitHash> copies;
  private final Map<RepoPath, Repository> repositories = new ConcurrentHashMap<>();
  private final CountDownLatch asked;

  /** Makes sources of so many branches, all in step with the peer. */
  InMemoryGit(PeerId self, int sources, int number) {
    ImmutableSortedMap.Builder<BranchName, CommitHash> here = ImmutableSortedMap.naturalOrder();
    ImmutableMap.Builder<BranchName, CommitHash> there = ImmutableMap.builder();
    for (int i = 0; i < number; i++) {
      String name = String.format("b%05d", i);
      here.put(new BranchName(name), commit(0));
      there.put(new BranchName(name + "_hesokr_" + self.name()), commit(0));
    }
    branches = here.buildOrThrow();
    copies = there.buildOrThrow();
    asked = new CountDownLatch(sources);
  }

  static CommitHash commit(int number) {
    return new CommitHash(String.format("%040x", number + 1));
  }

  /** Waits until the peer was asked as often as there are sources. */
  void awaitInStep() throws InterruptedException {
    asked.await();
  }

  Repository at(RepoPath path) {
    return repositories.computeIfAbsent(path, any -> new Repository());
  }

  @Override
  public Opening open(RepoPath path) {
    return new Opening.Opened(at(path));
  }

  @Override
  public GitRepository create(RepoPath path, Optional<BranchName> first) {
    throw new IllegalStateException("every repository is there");
  }

  @Override
  public void close() {
    repositories.clear();
  }

  /** One repository and what the peer holds of it. */
  final class Repository implements GitRepository {

    private volatile RepoSnapshot here = snapshot(branches);
    private volatile ImmutableMap<BranchName, CommitHash> there = copies;
    private volatile Runnable moved = () -> {};
    private volatile CountDownLatch pushed = new CountDownLatch(1);
    private int commits;

    private static RepoSnapshot snapshot(ImmutableSortedMap<BranchName, CommitHash> branches) {
      return new RepoSnapshot(
          branches, ImmutableList.of(), ImmutableSet.of(), ImmutableSortedMap.of());
    }

    /** Somebody has committed; nobody has been told yet. */
    void commit() {
      commits++;
      ImmutableSortedMap.Builder<BranchName, CommitHash> after = ImmutableSortedMap.naturalOrder();
      here.branches()
          .forEach(
              (branch, tip) ->
                  after.put(
                      branch,
                      branch.equals(branches.firstKey()) ? InMemoryGit.commit(commits) : tip));
      here = snapshot(after.buildOrThrow());
      pushed = new CountDownLatch(1);
    }

    /** Tells the engine, and waits until the peer has been given it. */
    void arrive() throws InterruptedException {
      moved.run();
      pushed.await();
    }

    @Override
    public RepoSnapshot look() {
      return here;
    }

    @Override
    public Ancestry ancestry(ImmutableSet<CommitPair> pairs) {
      ImmutableMap.Builder<CommitPair, Relation> answers = ImmutableMap.builder();
      for (CommitPair pair : pairs) {
        int order = pair.left().hex().compareTo(pair.right().hex());
        answers.put(
            pair, order == 0 ? Relation.SAME : order < 0 ? Relation.BEHIND : Relation.AHEAD);
      }
      return new Ancestry(answers.buildOrThrow());
    }

    @Override
    public ImmutableSet<KeptTip> formerTips(
        ImmutableMap<BranchName, Optional<CommitHash>> asked, Instant since) {
      return ImmutableSet.of();
    }

    @Override
    public ImmutableMap<CommitHash, CommitSummary> describe(ImmutableSet<CommitHash> hashes) {
      return ImmutableMap.of();
    }

    @Override
    public ImmutableList<CommitSummary> history(
        CommitHash tip, ImmutableSet<CommitHash> without, int most) {
      return ImmutableList.of();
    }

    @Override
    public StepOutcome apply(Step step) {
      throw new IllegalStateException("there is nothing to do but to push");
    }

    @Override
    public StepOutcome apply(FoldStep step) {
      throw new IllegalStateException("no tip was ever displaced");
    }

    @Override
    public ImmutableList<FoldedTip> readFold(KeptFold fold) {
      throw new IllegalStateException("no tip was ever displaced");
    }

    @Override
    public PeerConnection connect(PeerId peer, RepoPath path) {
      asked.countDown();
      return new Connection(this);
    }

    @Override
    public Watch watch(Runnable listener) {
      moved = listener;
      return new Unmoved();
    }

    @Override
    public KeptLedger readKeptLedger() {
      return KeptLedger.EMPTY;
    }

    @Override
    public void writeKeptLedger(KeptLedger ledger) {
      throw new IllegalStateException("no tip was ever displaced");
    }

    @Override
    public void close() {
      moved = () -> {};
    }
  }

  private record Unmoved() implements GitRepository.Watch {
    @Override
    public void alsoWatch(ImmutableSet<String> paths) {
      // What moves, moves by commit().
    }

    @Override
    public void close() {
      // Nothing was begun.
    }
  }

  private record Connection(Repository repository) implements PeerConnection {
    @Override
    public Advertisement advertised() {
      return new Advertisement(repository.there, ImmutableSet.of());
    }

    @Override
    public ImmutableMap<Push, PushResult> push(ImmutableList<Push> pushes) {
      repository.pushed.countDown();
      ImmutableMap.Builder<BranchName, CommitHash> after = ImmutableMap.builder();
      after.putAll(repository.there);
      pushes.forEach(push -> after.put(push.target(), push.tip()));
      repository.there = after.buildKeepingLast();
      return pushes.stream()
          .collect(ImmutableMap.toImmutableMap(push -> push, push -> new PushResult.Accepted()));
    }

    @Override
    public Traffic traffic() {
      return Traffic.NONE;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
