package org.hesokuri.core.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** One repository of this machine. */
public interface GitRepository extends AutoCloseable {

  /**
   * Reads branches, worktrees and kept tips as they stand now.
   *
   * @return how they stand
   * @throws GitFailure if the repository cannot be read; {@link GitFailure.Kind#GONE} if it is no
   *     longer there
   */
  RepoSnapshot look() throws GitFailure;

  /**
   * Answers how pairs of commits are related. A commit that this repository does not hold gives
   * {@link Relation#UNKNOWN}, never a guess.
   *
   * @param pairs the pairs that are asked for
   * @return the answers, for these pairs
   * @throws GitFailure if the objects cannot be read
   */
  Ancestry ancestry(ImmutableSet<CommitPair> pairs) throws GitFailure;

  /**
   * Describes commits to people. What this repository does not hold, or cannot read, is left out.
   *
   * @param commits the commits
   * @return what could be read, by commit
   * @throws GitFailure if the repository cannot be read
   */
  ImmutableMap<CommitHash, CommitSummary> describe(ImmutableSet<CommitHash> commits)
      throws GitFailure;

  /**
   * Reads the newest commits of a history: the tip first, then by the time at which they were
   * committed, newest first; so that a wrong clock may show a commit after its parents.
   *
   * @param tip where it begins; nothing is read if this repository does not hold it
   * @param without commits that are left out with all that they contain; such as this repository
   *     does not hold leave nothing out
   * @param most how many are read at most; positive
   * @return the commits, the tip first
   * @throws GitFailure if the history cannot be read
   */
  ImmutableList<CommitSummary> history(CommitHash tip, ImmutableSet<CommitHash> without, int most)
      throws GitFailure;

  /**
   * Finds the tips that branches have left, as far as reflogs tell and this repository holds them:
   * the newest of each, not all. A branch without a reflog has left none, nor has one whose reflog
   * cannot be read.
   *
   * @param branches of which it is asked, each with the tip at which to stop because what was
   *     before it is known; empty for all
   * @param since what was left before is not looked for
   * @return the tips, each by the name of its branch, the newest of a branch first
   * @throws GitFailure if the repository cannot be read
   */
  ImmutableSet<KeptTip> formerTips(
      ImmutableMap<BranchName, Optional<CommitHash>> branches, Instant since) throws GitFailure;

  /**
   * Makes one change, if what it expects still holds, or changes nothing at all.
   *
   * @param step the change, with what it expects
   * @return what came of it
   * @throws GitFailure if it failed for a reason that is neither a lost race nor a refusal; what
   *     had been begun is undone
   */
  StepOutcome apply(Step step) throws GitFailure;

  /**
   * Makes one change to folds of displaced tips, if what it expects still holds.
   *
   * @param step the change, with what it expects
   * @return what came of it; where it is done, tips that could not be folded are still refs
   * @throws GitFailure if it failed for another reason; a tip is then in its fold, or still a ref
   *     of its own, or both
   */
  StepOutcome apply(FoldStep step) throws GitFailure;

  /**
   * Reads what is in a fold.
   *
   * @param fold the fold, as it was seen
   * @return its tips, each once
   * @throws GitFailure if it cannot be read
   */
  ImmutableList<FoldedTip> readFold(KeptFold fold) throws GitFailure;

  /**
   * Opens a connection to the same source on a peer and asks what it holds. Blocks, with a limit on
   * time; never prompts.
   *
   * @param peer the peer, by the name that ssh knows
   * @param path where the peer holds the source; {@code ~/} is the home folder there
   * @return the connection, which the caller closes
   * @throws PeerFailure if no connection comes about, or what answers is not a repository
   */
  PeerConnection connect(PeerId peer, RepoPath path) throws PeerFailure;

  /**
   * Calls {@code moved} soon after any branch, HEAD, index or the set of worktrees may have
   * changed, by whatever means. It may be called too often, from any thread, and must return at
   * once. Before this returns the watch is in force: what changes afterwards is told.
   *
   * @param moved what is called
   * @return closing it ends the calls
   * @throws GitFailure if the system refuses to watch
   */
  Watch watch(Runnable moved) throws GitFailure;

  /**
   * Reads the ages of kept tips; an empty ledger where none was written or it is unreadable.
   *
   * @return the ages
   * @throws GitFailure if the place of the ledger cannot be read
   */
  KeptLedger readKeptLedger() throws GitFailure;

  /**
   * Stores the ages of kept tips, whole or not at all.
   *
   * @param ledger the ages
   * @throws GitFailure if they cannot be stored; the former ones then stay
   */
  void writeKeptLedger(KeptLedger ledger) throws GitFailure;

  /** Releases files; a watch that was begun here ends. */
  @Override
  void close();

  /** A watch in force. */
  interface Watch extends AutoCloseable {

    /**
     * In addition watches the places that block an advance until the next call.
     *
     * @param paths absolute paths of this machine, as {@link StepOutcome.Refused} names them
     */
    void alsoWatch(ImmutableSet<String> paths);

    /** Ends the watch; no call follows but one that is already under way. */
    @Override
    void close();
  }
}
