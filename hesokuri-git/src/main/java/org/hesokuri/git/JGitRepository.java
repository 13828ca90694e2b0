package org.hesokuri.git;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
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
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.ssh.SshPeers;
import org.hesokuri.git.worktree.WorktreeFastForward;

/** A repository of this machine, through JGit. */
final class JGitRepository implements GitRepository {

  private final Repository repository;
  private final Path commonDir;
  private final SshPeers peers;
  private final RepoWatcher watcher;
  private final RefSteps refSteps;
  private final FoldReader folds;
  private final FoldSteps foldSteps;
  private final LedgerFile ledger;
  private final WorktreeFastForward fastForward;
  private final LastLook lastLook;
  private volatile Optional<WatchedRepository> watch = Optional.empty();

  JGitRepository(
      Repository repository, SshPeers peers, RepoWatcher watcher, WorktreeFastForward fastForward) {
    this.repository = repository;
    this.commonDir = repository.getCommonDirectory().toPath();
    this.peers = peers;
    this.watcher = watcher;
    this.refSteps = new RefSteps(repository, this::worktrees);
    this.folds = new FoldReader(repository);
    this.foldSteps = new FoldSteps(repository, refSteps, folds, FoldSteps.Witness.NONE);
    this.ledger = new LedgerFile(commonDir);
    this.fastForward = fastForward;
    this.lastLook = new LastLook(commonDir);
  }

  /** Work that may fail as file work does. */
  private interface FileWork<T> {
    T run() throws IOException;
  }

  private <T> T translating(String what, FileWork<T> work) throws GitFailure {
    try {
      return work.run();
    } catch (IOException e) {
      mustBeThere();
      throw new GitFailure(
          GitFailure.Kind.BROKEN,
          "cannot "
              + what
              + " "
              + Quoted.plain(commonDir.toString())
              + ": "
              + Quoted.plain(String.valueOf(e.getMessage()))
              + "; look at it with git fsck",
          e);
    }
  }

  private void mustBeThere() throws GitFailure {
    if (!Folder.looksLikeGitDir(commonDir)) {
      throw new GitFailure(
          GitFailure.Kind.GONE,
          "the repository "
              + Quoted.plain(commonDir.toString())
              + " is gone; is a disk not mounted? Nothing is created or deleted until it is back");
    }
  }

  private ImmutableList<KnownWorktree> worktrees() throws IOException {
    Optional<Path> main =
        repository.isBare() ? Optional.empty() : Optional.of(repository.getWorkTree().toPath());
    return WorktreeReader.read(commonDir, main);
  }

  @Override
  public RepoSnapshot look() throws GitFailure {
    mustBeThere();
    LastLook.Beginning beginning = lastLook.begin(Instant.now(), System.nanoTime());
    if (beginning.unchanged().isPresent()) {
      return beginning.unchanged().get();
    }
    // It may have become another kind of repository since it was opened.
    Optional<String> problem = Compatibility.problemWith(commonDir);
    if (problem.isPresent()) {
      throw new GitFailure(GitFailure.Kind.BROKEN, problem.get());
    }
    RepoSnapshot seen = translating("read", this::readAll);
    // A disk that went meanwhile looks as if everything had been deleted.
    mustBeThere();
    lastLook.end(beginning, seen, System.nanoTime());
    return seen;
  }

  private RepoSnapshot readAll() throws IOException {
    RefReader.Branches branches = RefReader.branches(repository.getRefDatabase(), commonDir);
    return new RepoSnapshot(
        branches.usable(),
        worktrees().stream().map(KnownWorktree::worktree).collect(toImmutableList()),
        RefReader.kept(repository.getRefDatabase()),
        folds.all(),
        branches.unreadable());
  }

  @Override
  public Ancestry ancestry(ImmutableSet<CommitPair> pairs) throws GitFailure {
    return translating("read the history of", () -> AncestryReader.read(repository, pairs));
  }

  @Override
  public ImmutableMap<CommitHash, CommitSummary> describe(ImmutableSet<CommitHash> commits)
      throws GitFailure {
    return translating("read commits of", () -> HistoryReader.describe(repository, commits));
  }

  @Override
  public ImmutableList<CommitSummary> history(
      CommitHash tip, ImmutableSet<CommitHash> without, int most) throws GitFailure {
    return translating(
        "read the history of", () -> HistoryReader.read(repository, tip, without, most));
  }

  @Override
  public ImmutableSet<KeptTip> formerTips(
      ImmutableMap<BranchName, Optional<CommitHash>> branches, Instant since) throws GitFailure {
    mustBeThere();
    return translating(
        "read reflogs of", () -> ReflogReader.formerTips(repository, branches, since));
  }

  @Override
  public StepOutcome apply(Step step) throws GitFailure {
    mustBeThere();
    return step.<StepWork>fold(
            move -> () -> translating("move a branch of", () -> refSteps.move(move)),
            forward -> () -> fastForward(forward),
            delete -> () -> translating("delete a branch of", () -> refSteps.delete(delete)),
            keep -> () -> translating("keep a tip of", () -> refSteps.keep(keep)),
            drop -> () -> translating("drop a kept tip of", () -> refSteps.drop(drop)))
        .run();
  }

  @Override
  public StepOutcome apply(FoldStep step) throws GitFailure {
    mustBeThere();
    return step.<StepWork>fold(
            tips -> () -> translating("fold kept tips of", () -> foldSteps.fold(tips)),
            drop -> () -> translating("drop a fold of", () -> foldSteps.drop(drop)))
        .run();
  }

  @Override
  public ImmutableList<FoldedTip> readFold(KeptFold fold) throws GitFailure {
    mustBeThere();
    return translating("read a fold of", () -> folds.tips(fold.week(), fold.commit()));
  }

  private interface StepWork {
    StepOutcome run() throws GitFailure;
  }

  private StepOutcome fastForward(Step.FastForwardWorktree step) throws GitFailure {
    Optional<WatchedRepository> watched = watch;
    watched.ifPresent(WatchedRepository::beginOwnLock);
    try {
      return fastForward.advance(repository, step);
    } finally {
      watched.ifPresent(WatchedRepository::endOwnLock);
    }
  }

  @Override
  public PeerConnection connect(PeerId peer, RepoPath path) throws PeerFailure {
    return peers.connect(repository, peer, path);
  }

  @Override
  public Watch watch(Runnable moved) throws GitFailure {
    mustBeThere();
    WatchedRepository watched =
        new WatchedRepository(
            watcher,
            commonDir,
            () -> {
              lastLook.stirred();
              moved.run();
            });
    try {
      watched.addFolders();
    } catch (IOException e) {
      watched.close();
      mustBeThere();
      throw new GitFailure(
          GitFailure.Kind.BROKEN,
          "cannot watch "
              + Quoted.plain(commonDir.toString())
              + ": "
              + e.getMessage()
              + "; on Linux raise fs.inotify.max_user_watches (sysctl) if that is its limit",
          e);
    }
    watch = Optional.of(watched);
    return watched;
  }

  @Override
  public KeptLedger readKeptLedger() throws GitFailure {
    mustBeThere();
    return translating("read the ages of kept tips of", ledger::read);
  }

  @Override
  public void writeKeptLedger(KeptLedger ages) throws GitFailure {
    mustBeThere();
    translating(
        "write the ages of kept tips of",
        () -> {
          ledger.write(ages);
          return true;
        });
  }

  @Override
  public void close() {
    watch.ifPresent(WatchedRepository::close);
    repository.close();
  }
}
