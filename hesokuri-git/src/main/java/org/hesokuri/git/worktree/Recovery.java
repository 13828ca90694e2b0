package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.worktree.Witness.Moment;

/**
 * Completes or undoes what a crash interrupted. It completes if the branch has moved, since then
 * files and new index are on the disk already; otherwise it undoes.
 */
final class Recovery {

  private final Repository repository;
  private final Witness witness;
  private final Duration grace;
  private final ImmutableSet.Builder<String> remarks = ImmutableSet.builder();

  /** {@code grace} is how long the old files are kept after a fast-forward. */
  Recovery(Repository repository, Witness witness, Duration grace) {
    this.repository = repository;
    this.witness = witness;
    this.grace = grace;
  }

  /** What the user should know. */
  ImmutableSet<String> remarks() {
    return remarks.build();
  }

  /** Whether something is left in any worktree; finding out changes nothing on the disk. */
  static boolean isNeeded(Path common) throws IOException {
    for (Path gitDir : gitDirs(common)) {
      if (!AdvanceFolder.leftIn(gitDir).isEmpty() || !AdvanceFolder.replacedIn(gitDir).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> gitDirs(Path common) throws IOException {
    List<Path> gitDirs = new ArrayList<>(WorktreeHome.linkedGitDirs(common));
    gitDirs.add(common);
    return gitDirs;
  }

  /**
   * Goes through all worktrees.
   *
   * @return whether nothing is left to mend
   */
  boolean recoverAll() throws IOException {
    Path common = repository.getCommonDirectory().toPath();
    boolean mended = true;
    for (Path gitDir : gitDirs(common)) {
      for (Path folder : AdvanceFolder.leftIn(gitDir)) {
        mended &= recover(common, gitDir, folder);
      }
      for (Path folder : AdvanceFolder.replacedIn(gitDir)) {
        sweep(common, gitDir, folder);
      }
    }
    return mended;
  }

  private boolean recover(Path common, Path gitDir, Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve("journal"))) {
      AdvanceFolder left = AdvanceFolder.reopen(new WorktreeHome(folder, gitDir, common), folder);
      // A disk that is not mounted now still holds what has to be removed.
      if (Files.isDirectory(Disk.folderOf(left.stage()))) {
        left.discard(witness);
      }
      return true;
    }
    Journal journal = Journal.read(folder.resolve("journal"));
    WorktreeHome home = WorktreeHome.ofGitDir(gitDir, common, journal.files());
    try {
      if (!Files.isDirectory(home.files())) {
        throw Stopped.refused("the folder is missing", home.files());
      }
      end(AdvanceFolder.reopen(home, folder), journal);
      return true;
    } catch (Stopped e) {
      remarks.add("an interrupted advance of " + home.files() + " waits: " + e.getMessage());
      return false;
    }
  }

  /**
   * Completes or undoes one fast-forward.
   *
   * @return whether it is complete
   */
  boolean end(AdvanceFolder left, Journal journal) throws Stopped, IOException {
    boolean moved = Files.exists(left.ready()) && hasMoved(left, journal);
    if (moved) {
      complete(left, journal);
    } else {
      undo(left, journal);
    }
    return moved;
  }

  private boolean hasMoved(AdvanceFolder left, Journal journal) throws Stopped, IOException {
    if (BranchUpdate.tip(repository, left.home(), journal.ref()).equals(journal.to())) {
      return true;
    }
    BranchUpdate branch = new BranchUpdate(repository, left, journal);
    // Branch and index are renamed one right after the other, and a disk may have lost the first.
    boolean again =
        FileContent.isSame(left.indexLock().own(), left.home().index()) && branch.isHeldAtOldTip();
    if (again) {
      branch.moveAgain();
    }
    return again;
  }

  private void complete(AdvanceFolder left, Journal journal) throws Stopped, IOException {
    complete(
        left,
        journal,
        () -> IndexRewrite.checksum(left.home().index()).equals(journal.indexBefore()));
  }

  /** Whether the index is still the one that the advance began with. */
  interface OldIndex {
    /** Looks. */
    boolean isUnchanged() throws IOException;
  }

  /** The branch has moved; whatever of the rest is missing is done. */
  void complete(AdvanceFolder left, Journal journal, OldIndex index) throws Stopped, IOException {
    OwnedLock lock = left.indexLock();
    if (!FileContent.isSame(lock.own(), left.home().index())) {
      if (!lock.isOurs()) {
        // Somebody removed it by hand.
        lock.take();
      }
      if (index.isUnchanged()) {
        lock.commit(left.home().index());
      } else {
        lock.release();
        remarks.add(
            "an interrupted advance of "
                + left.home().files()
                + " was completed, but its index had changed since and was left as it is");
      }
    }
    witness.at(Moment.INDEX_MOVED, "");
    BranchUpdate branch = new BranchUpdate(repository, left, journal);
    branch.unlock();
    branch.sync();
    Disk.sync(Disk.folderOf(left.home().index()));
    witness.at(Moment.SYNCED, "");
    branch.log();
    witness.at(Moment.LOGGED, "");
    Undoing old = new Undoing(left, journal, witness, isPatientWith(left));
    if (isPatientWith(left)) {
      remarks.addAll(old.rescueChanged());
      left.retire(witness);
    } else {
      remarks.addAll(old.settle());
      left.discard(witness);
    }
  }

  /** What lies among the user's files is not left there. */
  private boolean isPatientWith(AdvanceFolder left) {
    return !grace.isZero() && left.isHidden();
  }

  /** Lets go of files that were replaced or taken away again a while ago. */
  private void sweep(Path common, Path gitDir, Path folder) throws IOException {
    Duration age =
        Duration.between(Files.getLastModifiedTime(folder).toInstant(), Instant.now()).abs();
    if (age.compareTo(grace) < 0) {
      return;
    }
    AdvanceFolder left = AdvanceFolder.reopen(new WorktreeHome(folder, gitDir, common), folder);
    if (Files.isRegularFile(left.journal())) {
      remarks.addAll(new Undoing(left, Journal.read(left.journal()), witness, false).settle());
    }
    left.discard(witness);
  }

  /** The branch has not moved: everything becomes as it was. */
  void undo(AdvanceFolder left, Journal journal) throws Stopped, IOException {
    OwnedLock lock = left.indexLock();
    if (FileContent.isThere(lock.own()) && !lock.isOurs()) {
      lock.take();
    }
    Undoing undoing = new Undoing(left, journal, witness, isPatientWith(left));
    if (IndexRewrite.checksum(left.home().index()).equals(journal.indexBefore())) {
      remarks.addAll(undoing.undo());
    } else {
      // The user removed our lock and went on from the files as they were: they are the user's now.
      remarks.addAll(undoing.restore());
      remarks.add(
          "an interrupted advance of "
              + left.home().files()
              + " was not undone, because its index has changed since");
    }
    for (Path folder : Undoing.touched(left, journal)) {
      Disk.sync(folder);
    }
    new BranchUpdate(repository, left, journal).unlock();
    lock.release();
    witness.at(Moment.UNLOCKED, "");
    if (left.holdsFiles()) {
      left.retire(witness);
    } else {
      left.discard(witness);
    }
  }
}
