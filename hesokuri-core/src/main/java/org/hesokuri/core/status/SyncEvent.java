package org.hesokuri.core.status;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Optional;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;

/**
 * Something that happened and that a person may want to know. Each says itself in one line, in
 * which every name is harmless to print.
 */
public sealed interface SyncEvent {

  /** {@return whether somebody should do something about it} */
  default boolean isTrouble() {
    return false;
  }

  /** {@return what happened, in one line without a full stop} */
  String sentence();

  /** A source is worked on (again); {@code created} if its repository was made just now. */
  record SourceStarted(RepoPath source, boolean created) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source) + (created ? "created an empty repository" : "started");
    }
  }

  /** A source is left alone until the cause is gone. */
  record SourceStopped(RepoPath source, String why) implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source) + "stopped: " + why;
    }
  }

  /** A source is no longer part of the configuration; nothing of its repository was touched. */
  record SourceDropped(RepoPath source) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source) + "no longer configured; its repository stays as it is";
    }
  }

  /** A peer said that its branch {@code target} is now at {@code to}. */
  record Pushed(
      RepoPath source,
      PeerId peer,
      BranchName target,
      Optional<CommitHash> from,
      CommitHash to,
      boolean displaced)
      implements SyncEvent {
    @Override
    public String sentence() {
      return named(source)
          + "pushed "
          + plain(target)
          + " to "
          + peer
          + ": "
          + from.map(CommitHash::abbreviated).orElse("new")
          + " -> "
          + to.abbreviated()
          + (displaced ? " (the displaced tip is kept there)" : "");
    }
  }

  /** A peer would not take a branch. */
  record PushRefused(RepoPath source, PeerId peer, BranchName target, CommitHash tip, String why)
      implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source)
          + "could not push "
          + plain(target)
          + " to "
          + peer
          + ": "
          + Quoted.line(why);
    }
  }

  /** A peer that can be met cannot be given this source. */
  record SourceRefused(RepoPath source, PeerId peer, String why, Duration pause)
      implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source) + why + "; next try in " + seconds(pause);
    }
  }

  /** A peer that could not be given this source before can be now. */
  record SourceAccepted(RepoPath source, PeerId peer) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source) + peer + " can be given this source again";
    }
  }

  /** A branch moved forward to a copy, with its files if {@code worktree} is there. */
  record Advanced(
      RepoPath source,
      BranchName branch,
      Optional<CommitHash> from,
      CommitHash to,
      Optional<String> worktree,
      ImmutableSet<String> remarks)
      implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return !remarks.isEmpty();
    }

    @Override
    public String sentence() {
      return named(source)
          + "advanced "
          + plain(branch)
          + ": "
          + from.map(CommitHash::abbreviated).orElse("new")
          + " -> "
          + to.abbreviated()
          + worktree.map(path -> " in " + Quoted.line(path)).orElse("")
          + (remarks.isEmpty() ? "" : "; " + Quoted.line(String.join("; ", remarks)));
    }
  }

  /** An advance is due but not safe; it is tried again. */
  record AdvanceBlocked(RepoPath source, BranchName branch, CommitHash to, String why)
      implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source)
          + "left "
          + plain(branch)
          + " where it is, short of "
          + to.abbreviated()
          + ": "
          + Quoted.line(why);
    }
  }

  /** A live-edit branch and a copy have each gone their own way; both stay. */
  record Diverged(RepoPath source, BranchName branch, BranchName copy) implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source)
          + plain(branch)
          + " and "
          + plain(copy)
          + " have diverged; merge one into the other, nothing moves until then";
    }
  }

  /** A copy was deleted because the local branch contains all of it. */
  record CopyRemoved(RepoPath source, BranchName copy, CommitHash tip) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source)
          + "removed "
          + plain(copy)
          + " ("
          + tip.abbreviated()
          + "): the local branch contains it";
    }
  }

  /** An unwanted branch was deleted; its tip is kept. */
  record UnwantedRemoved(RepoPath source, BranchName branch, CommitHash tip) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source)
          + "deleted unwanted "
          + plain(branch)
          + "; its tip is kept as "
          + Quoted.line(new KeptTip(branch, tip).ref());
    }
  }

  /** A deletion that is due is not possible now; it is tried again. */
  record RemovalBlocked(RepoPath source, BranchName branch, String why) implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source) + "did not delete " + plain(branch) + ": " + Quoted.line(why);
    }
  }

  /** A branch here left a tip, by what its user did, and that tip is kept. */
  record TipKept(RepoPath source, KeptTip kept) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source)
          + "kept "
          + kept.tip().abbreviated()
          + ", which "
          + plain(kept.branch())
          + " left here, as "
          + Quoted.line(kept.ref());
    }
  }

  /** A tip that a branch here left cannot be kept now; it is tried again. */
  record KeepingBlocked(RepoPath source, KeptTip kept, String why) implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return named(source)
          + "could not keep "
          + kept.tip().abbreviated()
          + ", which "
          + plain(kept.branch())
          + " left here: "
          + Quoted.line(why);
    }
  }

  /** The time of a displaced tip was over. */
  record KeptDropped(RepoPath source, KeptTip kept) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source) + "let go of " + Quoted.line(kept.ref()) + ": its time is over";
    }
  }

  /** The time of every displaced tip in a fold was over. */
  record FoldDropped(RepoPath source, KeptFold fold) implements SyncEvent {
    @Override
    public String sentence() {
      return named(source)
          + "let go of the "
          + fold.tips()
          + " displaced tips of "
          + fold.week()
          + ": their time is over";
    }
  }

  /** A peer answered, for the first time or after failures. */
  record PeerMet(PeerId peer) implements SyncEvent {
    @Override
    public String sentence() {
      return "met " + peer;
    }
  }

  /** A peer that was fine so far, or failed in another way, cannot be met. */
  record PeerLost(PeerId peer, PeerFailure.Kind kind, String why, Duration pause)
      implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return "cannot meet " + peer + ": " + why + "; next try in " + seconds(pause);
    }
  }

  /** A configuration took effect. */
  record ConfigurationApplied(int sources, int peers, ImmutableList<String> warnings)
      implements SyncEvent {
    @Override
    public String sentence() {
      return "configuration in force: "
          + counted(sources, "source")
          + " here, "
          + counted(peers, "peer")
          + (warnings.isEmpty() ? "" : "; warnings: " + String.join("; ", warnings));
    }

    private static String counted(int number, String noun) {
      return number + " " + noun + (number == 1 ? "" : "s");
    }
  }

  /** The configuration is not usable; the one before, if any, goes on. */
  record ConfigurationRejected(String origin, ImmutableList<String> problems) implements SyncEvent {
    @Override
    public boolean isTrouble() {
      return true;
    }

    @Override
    public String sentence() {
      return "configuration " + Quoted.line(origin) + " not used: " + String.join("; ", problems);
    }
  }

  private static String named(RepoPath source) {
    return Quoted.line(source.text()) + ": ";
  }

  private static String plain(BranchName branch) {
    return Quoted.plain(branch.text());
  }

  private static String seconds(Duration pause) {
    return Math.max(1, pause.toSeconds()) + " s";
  }
}
