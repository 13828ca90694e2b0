package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.function.Consumer;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncStatus;

/**
 * The engine: keeps the sources of a configuration in step with their peers. All methods may be
 * called from any thread.
 */
public interface Hesokuri extends AutoCloseable {

  /**
   * Begins to put an engine together.
   *
   * @return a builder that lacks only its backend
   */
  static HesokuriBuilder builder() {
    return new HesokuriBuilder();
  }

  /**
   * Puts a configuration into force. What did not change goes on untouched; what is new starts;
   * what is gone stops, and its repositories stay as they are.
   *
   * @param configuration what is in force from now on, as a whole
   * @param warnings what is odd but harmless in its file, one sentence each
   */
  void reconfigure(Configuration configuration, ImmutableList<String> warnings);

  /**
   * Tells that the file is not usable: nothing changes but what is shown.
   *
   * @param problems what is wrong with the file, one sentence each
   */
  void rejectConfiguration(ImmutableList<String> problems);

  /** {@return how everything stands now} Cheap enough for every request of a page. */
  SyncStatus status();

  /**
   * {@return the newest events, oldest first; at most 1,000 are remembered, older ones are
   * forgotten}
   */
  ImmutableList<RecordedEvent> recentEvents();

  /**
   * Calls the listener with each event from now on, in order, one at a time. It must return soon;
   * what it throws is logged and dropped.
   *
   * @param listener what is called; from one thread at a time
   * @return closing it ends the calls
   */
  Subscription listen(Consumer<RecordedEvent> listener);

  /**
   * Tries a peer at once, whatever pause it is in, with everything that it lacks.
   *
   * @param peer the peer
   * @return whether the peer shares a source with this machine
   */
  boolean pushNow(PeerId peer);

  /**
   * Looks at one source at once, as if its repository had changed.
   *
   * @param source where this machine holds the source
   * @return whether this machine holds a source at the path
   */
  boolean look(RepoPath source);

  /**
   * Describes commits of a source to people; reads them from its repository. What the repository
   * does not hold is left out, and everything while the source is not running.
   *
   * @param source where this machine holds the source
   * @param commits the commits
   * @return what could be read, by commit
   */
  ImmutableMap<CommitHash, CommitSummary> describe(
      RepoPath source, ImmutableSet<CommitHash> commits);

  /**
   * Reads the newest commits of a history in the repository of a source: the tip first, then by the
   * time at which they were committed. Nothing is read while the source is not running.
   *
   * @param source where this machine holds the source
   * @param tip the commit with which the history begins
   * @param without commits that are left out with all that they contain
   * @param most how many are read at most; positive
   * @return the commits, the tip first
   */
  ImmutableList<CommitSummary> history(
      RepoPath source, CommitHash tip, ImmutableSet<CommitHash> without, int most);

  /** Looks at all sources at once, as if every repository had changed. */
  void lookNow();

  /** Stops; what is under way is finished or cut safely within seconds. */
  @Override
  void close();

  /** A listener in force. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
