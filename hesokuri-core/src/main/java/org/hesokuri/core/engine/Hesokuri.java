package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import java.util.function.Consumer;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncStatus;

/**
 * The engine: keeps the sources of a configuration in step with their peers. All methods may be
 * called from any thread.
 */
public interface Hesokuri extends AutoCloseable {

  /** Begins to put an engine together. */
  static HesokuriBuilder builder() {
    return new HesokuriBuilder();
  }

  /**
   * Puts a configuration into force. What did not change goes on untouched; what is new starts;
   * what is gone stops, and its repositories stay as they are.
   *
   * @param warnings what is odd but harmless in its file, one sentence each
   */
  void reconfigure(Configuration configuration, ImmutableList<String> warnings);

  /** Tells that the file is not usable: nothing changes but what is shown. */
  void rejectConfiguration(ImmutableList<String> problems);

  /** How everything stands now. Cheap enough for every request of a page. */
  SyncStatus status();

  /** The newest events, oldest first; at most 1,000 are remembered, older ones are forgotten. */
  ImmutableList<RecordedEvent> recentEvents();

  /**
   * Calls the listener with each event from now on, in order, one at a time. It must return soon;
   * what it throws is logged and dropped.
   *
   * @return closing it ends the calls
   */
  Subscription listen(Consumer<RecordedEvent> listener);

  /**
   * Tries a peer at once, whatever pause it is in, with everything that it lacks.
   *
   * @return whether the peer shares a source with this machine
   */
  boolean pushNow(PeerId peer);

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
