package org.hesokuri.web.testing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;

/**
 * An engine that says what a test wants to be said, in which a test lets things happen, and which
 * notes what it is asked for. What nobody asks for by the web, it refuses.
 */
public final class StagedEngine implements Hesokuri {

  /** With more digits than are shown. */
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");

  public static final PeerId ME = new PeerId("laptop");
  public static final PeerId NAS = new PeerId("nas");
  public static final PeerId DESK = new PeerId("desk");

  private static final int MOST_EVENTS = 1_000;

  public final List<PeerId> pushed = new CopyOnWriteArrayList<>();
  public final List<RepoPath> looked = new CopyOnWriteArrayList<>();
  private final List<RecordedEvent> events = new ArrayList<>();
  private final List<Consumer<RecordedEvent>> listeners = new ArrayList<>();
  private final Map<CommitHash, CommitSummary> commits = new ConcurrentHashMap<>();
  private Supplier<SyncStatus> status = StatusSamples::empty;
  private long lastEvent;

  /** A hash that looks like one. */
  public static CommitHash hash(int number) {
    return new CommitHash(String.format("%08x", (number + 1) * 0x9e3779b1).repeat(5));
  }

  /** Sets the world. */
  public StagedEngine is(SyncStatus now) {
    return is(() -> now);
  }

  /** Sets a world that is looked at each time anew. */
  public synchronized StagedEngine is(Supplier<SyncStatus> now) {
    status = now;
    return this;
  }

  /** Has it fail where it is asked how everything stands, with words that are nobody's business. */
  public StagedEngine failing() {
    return is(
        () -> {
          throw new IllegalStateException("a secret of the inside");
        });
  }

  /** Lets something happen. */
  public synchronized void tell(SyncEvent event) {
    tell(NOW.plusSeconds(lastEvent + 1), event);
  }

  /** Lets something happen at that time. */
  public synchronized void tell(Instant at, SyncEvent event) {
    lastEvent++;
    RecordedEvent recorded = new RecordedEvent(lastEvent, at, event);
    events.add(recorded);
    if (events.size() > MOST_EVENTS) {
      events.remove(0);
    }
    List.copyOf(listeners).forEach(listener -> listener.accept(recorded));
  }

  /** Lets the repositories hold a commit. */
  public void commit(CommitSummary commit) {
    commits.put(commit.hash(), commit);
  }

  /** Lets the repositories hold a commit of that time. */
  public void committed(CommitHash hash, Instant at) {
    commit(new CommitSummary(hash, ImmutableList.of(), "a subject", "somebody", at));
  }

  /** How many listen. */
  public synchronized int listeners() {
    return listeners.size();
  }

  @Override
  public synchronized SyncStatus status() {
    return status.get();
  }

  @Override
  public synchronized ImmutableList<RecordedEvent> recentEvents() {
    return ImmutableList.copyOf(events);
  }

  @Override
  public synchronized Subscription listen(Consumer<RecordedEvent> listener) {
    listeners.add(listener);
    return () -> forget(listener);
  }

  private synchronized void forget(Consumer<RecordedEvent> listener) {
    listeners.remove(listener);
  }

  @Override
  public boolean pushNow(PeerId peer) {
    pushed.add(peer);
    return status().peers().stream().anyMatch(each -> each.peer().equals(peer));
  }

  @Override
  public boolean look(RepoPath source) {
    looked.add(source);
    return status().sources().stream().anyMatch(each -> each.path().equals(source));
  }

  @Override
  public ImmutableMap<CommitHash, CommitSummary> describe(
      RepoPath source, ImmutableSet<CommitHash> hashes) {
    return ImmutableMap.copyOf(Maps.filterKeys(commits, hashes::contains));
  }

  @Override
  public ImmutableList<CommitSummary> history(
      RepoPath source, CommitHash tip, ImmutableSet<CommitHash> without, int most) {
    Set<CommitHash> out = new HashSet<>();
    without.forEach(each -> reach(each, out));
    Set<CommitHash> in = new LinkedHashSet<>();
    reach(tip, in);
    in.removeAll(out);
    return in.stream()
        .map(commits::get)
        .filter(Objects::nonNull)
        .limit(most)
        .collect(ImmutableList.toImmutableList());
  }

  private void reach(CommitHash from, Set<CommitHash> found) {
    if (found.add(from) && commits.containsKey(from)) {
      commits.get(from).parents().forEach(parent -> reach(parent, found));
    }
  }

  @Override
  public void reconfigure(Configuration configuration, ImmutableList<String> warnings) {
    throw new AssertionError("nobody reconfigures by the web");
  }

  @Override
  public void rejectConfiguration(ImmutableList<String> problems) {
    throw new AssertionError("nobody rejects a configuration by the web");
  }

  @Override
  public void lookNow() {
    throw new AssertionError("nobody looks at everything by the web");
  }

  @Override
  public void close() {
    throw new AssertionError("the web never closes its engine");
  }
}
