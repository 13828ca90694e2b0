package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;

/** An engine that says what a test wants to be said, and notes what it is asked for. */
public final class FakeHesokuri implements Hesokuri {

  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  public static final PeerId ME = new PeerId("laptop");
  public static final PeerId NAS = new PeerId("nas");
  public static final PeerId DESK = new PeerId("desk");

  public final List<PeerId> pushed = new CopyOnWriteArrayList<>();
  public final List<RepoPath> looked = new CopyOnWriteArrayList<>();
  private static final PeerStatus.Talks TALKS =
      new PeerStatus.Talks(
          1, 3, Optional.of(Duration.ofNanos(5_400_000)), new Traffic(12_345_678, 9_876));

  private final List<SourceStatus> sources = new CopyOnWriteArrayList<>();
  private final Map<CommitHash, CommitSummary> commits = new LinkedHashMap<>();
  private volatile boolean failing;
  private volatile boolean allInReach;
  private ImmutableList<String> warnings = ImmutableList.of();
  private ImmutableList<PeerId> more = ImmutableList.of();
  private ImmutableList<String> problems = ImmutableList.of();
  private Optional<Configuration> running = Optional.empty();

  public static CommitHash hash(int number) {
    return new CommitHash(String.format("%08x", (number + 1) * 0x9e3779b1).repeat(5));
  }

  public FakeHesokuri allInReach() {
    allInReach = true;
    return this;
  }

  public FakeHesokuri warnings(String... sentences) {
    warnings = ImmutableList.copyOf(sentences);
    return this;
  }

  /** Besides nas and desk. */
  public FakeHesokuri peers(ImmutableList<PeerId> others) {
    more = others;
    return this;
  }

  public FakeHesokuri status(SourceStatus source) {
    sources.add(source);
    return this;
  }

  /** Takes a world's sources away, for another one. */
  public FakeHesokuri withoutSources() {
    sources.clear();
    return this;
  }

  public FakeHesokuri failing() {
    failing = true;
    return this;
  }

  public FakeHesokuri problems(String... sentences) {
    problems = ImmutableList.copyOf(sentences);
    return this;
  }

  public FakeHesokuri configured() {
    Source source =
        Source.at(ImmutableSortedMap.of(ME, new RepoPath("/code/x"), NAS, new RepoPath("/x")));
    running = Optional.of(new Configuration(ME, ImmutableList.of(source)));
    return this;
  }

  public FakeHesokuri source(String path, SourceStatus.State state, BranchStatus... branches) {
    Source source =
        Source.at(
            ImmutableSortedMap.of(
                ME, new RepoPath(path), NAS, new RepoPath(path), DESK, new RepoPath(path)));
    sources.add(
        new SourceStatus(
            new RepoPath(path),
            source,
            state,
            ImmutableList.copyOf(branches),
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            2));
    return this;
  }

  public static SourceStatus.State running() {
    return new SourceStatus.Running(NOW);
  }

  public static BranchStatus local(String name, Holding onNas, Holding onDesk) {
    BranchName branch = new BranchName(name);
    return new BranchStatus(
        branch,
        new BranchRole.Local(branch),
        hash(1),
        true,
        false,
        true,
        ImmutableSortedMap.of(NAS, onNas, DESK, onDesk),
        Optional.empty());
  }

  public static BranchStatus diverged(String name) {
    CopyName copy = new CopyName(new BranchName(name), NAS);
    return new BranchStatus(
        copy.asBranch(),
        new BranchRole.Copy(copy),
        hash(2),
        false,
        false,
        false,
        ImmutableSortedMap.of(
            NAS, new Holding.NotMeant("it is a copy of that peer's own branch"), DESK, ok()),
        Optional.of(
            new BranchStatus.Attention(
                BranchStatus.Attention.Kind.DIVERGED,
                name + " and " + copy + " have diverged: nothing moves until you merge",
                NOW.minus(Duration.ofHours(3)))));
  }

  public static Holding ok() {
    return new Holding.Exactly(NOW.minusSeconds(40));
  }

  public static Holding behind() {
    return new Holding.Lacking(
        Optional.of(hash(9)), Optional.of(NOW.minusSeconds(500)), "nas does not answer on port 22");
  }

  @Override
  public void reconfigure(Configuration configuration, ImmutableList<String> warnings) {
    throw new AssertionError("a page never reconfigures");
  }

  @Override
  public void rejectConfiguration(ImmutableList<String> sentences) {
    throw new AssertionError("a page never rejects a configuration");
  }

  @Override
  public SyncStatus status() {
    if (failing) {
      throw new IllegalStateException("a secret of the inside");
    }
    ImmutableList<PeerStatus> peers = running.isEmpty() ? ImmutableList.of() : peers();
    return new SyncStatus(
        NOW,
        new SyncStatus.ConfigurationStatus(
            running, "/home/u/.hesocfg", NOW.minusSeconds(7000), problems, warnings),
        ImmutableList.copyOf(sources),
        peers);
  }

  private ImmutableList<PeerStatus> peers() {
    PeerStatus.Reach met = new PeerStatus.Met(NOW.minusSeconds(900), NOW.minusSeconds(4));
    PeerStatus.Reach failing =
        new PeerStatus.Failing(
            PeerFailure.Kind.UNREACHABLE,
            "nas refused the connection on port 22; is its ssh server running?",
            NOW.minusSeconds(300),
            Optional.of(NOW.minusSeconds(310)),
            NOW.plusSeconds(40));
    ImmutableList.Builder<PeerStatus> peers = ImmutableList.builder();
    peers.add(new PeerStatus(DESK, met, TALKS));
    peers.add(new PeerStatus(NAS, allInReach ? met : failing, PeerStatus.Talks.NONE));
    more.forEach(
        peer -> peers.add(new PeerStatus(peer, new PeerStatus.NotTried(), PeerStatus.Talks.NONE)));
    return peers.build();
  }

  @Override
  public ImmutableList<RecordedEvent> recentEvents() {
    return running.isEmpty()
        ? ImmutableList.of()
        : ImmutableList.of(
            new RecordedEvent(1, NOW.minusSeconds(900), new SyncEvent.PeerMet(DESK)),
            new RecordedEvent(
                2,
                NOW.minusSeconds(60),
                new SyncEvent.Advanced(
                    new RepoPath("/code/x"),
                    new BranchName("<script>alert(1)</script>"),
                    Optional.of(hash(1)),
                    hash(2),
                    Optional.of("/code/x"),
                    ImmutableSet.of())));
  }

  @Override
  public Subscription listen(Consumer<RecordedEvent> listener) {
    return () -> {};
  }

  @Override
  public boolean pushNow(PeerId peer) {
    pushed.add(peer);
    return peer.equals(NAS) || peer.equals(DESK);
  }

  @Override
  public void lookNow() {
    throw new AssertionError("a page never asks for a look");
  }

  @Override
  public void close() {
    throw new AssertionError("a page never closes its engine");
  }

  @Override
  public boolean look(RepoPath source) {
    looked.add(source);
    return sources.stream().anyMatch(each -> each.path().equals(source));
  }

  @Override
  public ImmutableMap<CommitHash, CommitSummary> describe(
      RepoPath source, ImmutableSet<CommitHash> hashes) {
    return commits.values().stream()
        .filter(commit -> hashes.contains(commit.hash()))
        .collect(ImmutableMap.toImmutableMap(CommitSummary::hash, commit -> commit));
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

  /** Lets the repositories hold a commit. */
  public FakeHesokuri commit(int number, String subject, int... parents) {
    commits.put(
        hash(number),
        new CommitSummary(
            hash(number),
            IntStream.of(parents)
                .mapToObj(FakeHesokuri::hash)
                .collect(ImmutableList.toImmutableList()),
            subject,
            "Ada",
            NOW.minus(Duration.ofDays(30)).plus(Duration.ofHours(number))));
    return this;
  }
}
