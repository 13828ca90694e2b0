package org.hesokuri.git.worktree;

/**
 * Is told how far a fast-forward has come. Tests act, or die, exactly there; in production nobody
 * listens.
 */
interface Witness {

  /** Nobody. */
  Witness NONE = (moment, path) -> {};

  /** Called right after the moment was reached; an {@link Error} from here is like SIGKILL. */
  void at(Moment moment, String path);

  /** How far it has come. In the order of a fast-forward, then those of its undoing. */
  enum Moment {
    /** The folder for the new contents was made. */
    FOLDER_MADE,
    /** New contents are stored beside the worktree. */
    STAGED,
    /** The worktree was found clean and idle. */
    CLEAN,
    /** The journal says what will happen. */
    JOURNALED,
    /** The index is locked. */
    INDEX_LOCKED,
    /** Each path was found to hold what the old tree had. */
    COMPARED,
    /** An old file is about to be moved aside. */
    MOVING_ASIDE,
    /** An old file was moved aside. */
    MOVED_ASIDE,
    /** The old file that was moved aside has been compared again. */
    ASIDE_COMPARED,
    /** The new file has its place as a second name. */
    LINKED,
    /** The new file is in its place. */
    PLACED,
    /** All files are new. */
    ALL_PLACED,
    /** The new index is stored, but not in force. */
    INDEX_STORED,
    /** From here on a restart completes instead of undoing, if the branch has moved. */
    READY,
    /** HEAD and the branch are locked. */
    BRANCH_LOCKED,
    /** The branch has moved. */
    BRANCH_MOVED,
    /** The new index is in force. */
    INDEX_MOVED,
    /** Branch and index are on the disk. */
    SYNCED,
    /** The reflogs tell of it. */
    LOGGED,
    /** An old file that was moved aside has been dropped or rescued. */
    ASIDE_DROPPED,
    /** The folder is marked as that of an advance that is over. */
    RETIRED,
    /** A second name of what is in force by now is gone. */
    NAME_DROPPED,
    /** The journal is gone. */
    JOURNAL_DROPPED,
    /** A new file was taken away again. */
    UNPLACED,
    /** An old file is back in its place. */
    RESTORED,
    /** An old file is back, and no longer aside. */
    RESTORED_ALONE,
    /** Our locks are gone after an undoing. */
    UNLOCKED
  }
}
