package org.hesokuri.web.api;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;

/** An engine whose world a test sets up, and in which a test lets things happen. */
public final class StagedEngine implements Hesokuri {

  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
  public static final PeerId ME = new PeerId("laptop");
  public static final PeerId NAS = new PeerId("nas");
  public static final PeerId DESK = new PeerId("desk");
  public static final RepoPath CODE = new RepoPath("/code/söurce \"x\"");

  /** Turns around what follows it where it is printed as it is. */
  public static final String BIDI = "\u202e";

  private static final int MOST_EVENTS = 1_000;

  public final List<PeerId> pushed = new ArrayList<>();
  public final List<RepoPath> looked = new ArrayList<>();
  private final List<RecordedEvent> events = new ArrayList<>();
  private final List<Consumer<RecordedEvent>> listeners = new ArrayList<>();
  private final Map<CommitHash, CommitSummary> commitsMade = new ConcurrentHashMap<>();
  private SyncStatus status = empty();
  private long lastEvent;

  /** Before the first valid configuration. */
  public static SyncStatus empty() {
    return new SyncStatus(
        NOW, configuration(Optional.empty()), ImmutableList.of(), ImmutableList.of());
  }

  /** A world in which each thing that can be said is said. */
  public static SyncStatus eventful() {
    Source source = source(CODE);
    return new SyncStatus(
        NOW,
        configuration(Optional.of(new Configuration(ME, ImmutableList.of(source)))),
        ImmutableList.of(
            status(CODE, new SourceStatus.Running(NOW), everyKindOfBranch()),
            status(new RepoPath("/code/b"), new SourceStatus.Starting(), ImmutableList.of()),
            status(
                new RepoPath("/code/c"),
                new SourceStatus.Stopped("the disk is not there; mount it", NOW),
                ImmutableList.of())),
        ImmutableList.of(
            new PeerStatus(
                DESK,
                new PeerStatus.Met(NOW, NOW),
                new PeerStatus.Talks(
                    1, 3, Optional.of(Duration.ofMillis(5)), new Traffic(4_321, 1_234))),
            new PeerStatus(
                NAS,
                new PeerStatus.Failing(
                    PeerFailure.Kind.HOST_KEY_CHANGED,
                    "the host key of nas has changed",
                    NOW,
                    Optional.of(NOW),
                    NOW),
                PeerStatus.Talks.NONE),
            new PeerStatus(new PeerId("new"), new PeerStatus.NotTried(), PeerStatus.Talks.NONE)));
  }

  private static SyncStatus.ConfigurationStatus configuration(Optional<Configuration> running) {
    return new SyncStatus.ConfigurationStatus(
        running,
        "/home/ü/.hesocfg",
        NOW,
        running.isPresent() ? ImmutableList.of() : ImmutableList.of("line 1, column 2: no"),
        ImmutableList.of("the key :x is unknown"));
  }

  public static Source source(RepoPath path) {
    return new Source(
        ImmutableSortedMap.of(ME, path, NAS, new RepoPath("~/x"), DESK, path),
        new LiveEditRule.Except(ImmutableSortedSet.of("private")),
        new UnwantedRule(ImmutableSortedMap.of(new BranchName("old"), UnwantedRule.Commits.ANY)),
        Duration.ofDays(90));
  }

  public static SourceStatus status(
      RepoPath path, SourceStatus.State state, ImmutableList<BranchStatus> branches) {
    return new SourceStatus(
        path,
        source(path),
        state,
        branches,
        ImmutableSortedMap.of(
            NAS, new SourceStatus.PeerProblem("no repository is there", NOW, Optional.of(NOW))),
        ImmutableList.of("a branch cannot be read"),
        2);
  }

  private static ImmutableList<BranchStatus> everyKindOfBranch() {
    Holding exactly = new Holding.Exactly(NOW);
    Holding inside = new Holding.Inside(new BranchName("main"), hash(2), NOW);
    Holding behind = new Holding.Lacking(Optional.of(hash(3)), Optional.of(NOW), "nas is off");
    Holding unknown = new Holding.Lacking(Optional.empty(), Optional.empty(), "nas is off");
    Holding notMeant = new Holding.NotMeant("it is a copy of that peer's own branch");
    ImmutableList.Builder<BranchStatus> branches = ImmutableList.builder();
    branches.add(local("<script>alert(1)</script>", exactly, inside));
    branches.add(local("a\u00fc" + BIDI + "x", behind, unknown));
    for (BranchStatus.Attention.Kind kind : BranchStatus.Attention.Kind.values()) {
      CopyName copy = new CopyName(new BranchName("main" + kind.ordinal()), NAS);
      branches.add(
          new BranchStatus(
              copy.asBranch(),
              new BranchRole.Copy(copy),
              hash(4),
              false,
              true,
              false,
              ImmutableSortedMap.of(NAS, notMeant, DESK, exactly),
              Optional.of(new BranchStatus.Attention(kind, "merge it", NOW))));
    }
    return branches.build();
  }

  /** A local branch. */
  public static BranchStatus local(String name, Holding onDesk, Holding onNas) {
    BranchName branch = new BranchName(name);
    return new BranchStatus(
        branch,
        new BranchRole.Local(branch),
        hash(1),
        true,
        false,
        true,
        ImmutableSortedMap.of(DESK, onDesk, NAS, onNas),
        Optional.empty());
  }

  public static CommitHash hash(int number) {
    return new CommitHash(String.format("%08x", number).repeat(5));
  }

  /** Lets a commit have been made. */
  public void committed(CommitHash hash, Instant at) {
    commitsMade.put(hash, new CommitSummary(hash, ImmutableList.of(), "a subject", "somebody", at));
  }

  /** Sets the world. */
  public synchronized StagedEngine is(SyncStatus now) {
    status = now;
    return this;
  }

  /** Lets something happen. */
  public synchronized void tell(SyncEvent event) {
    lastEvent++;
    RecordedEvent recorded = new RecordedEvent(lastEvent, NOW.plusSeconds(lastEvent), event);
    events.add(recorded);
    if (events.size() > MOST_EVENTS) {
      events.remove(0);
    }
    List.copyOf(listeners).forEach(listener -> listener.accept(recorded));
  }

  public synchronized int listeners() {
    return listeners.size();
  }

  @Override
  public synchronized SyncStatus status() {
    return status;
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
  public synchronized boolean pushNow(PeerId peer) {
    pushed.add(peer);
    return status.peers().stream().anyMatch(each -> each.peer().equals(peer));
  }

  @Override
  public synchronized boolean look(RepoPath source) {
    looked.add(source);
    return true;
  }

  @Override
  public ImmutableMap<CommitHash, CommitSummary> describe(
      RepoPath source, ImmutableSet<CommitHash> commits) {
    return ImmutableMap.copyOf(Maps.filterKeys(commitsMade, commits::contains));
  }

  @Override
  public ImmutableList<CommitSummary> history(
      RepoPath source, CommitHash tip, ImmutableSet<CommitHash> without, int most) {
    return ImmutableList.of();
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
