package org.hesokuri.web.testing;

import static org.hesokuri.web.testing.StagedEngine.DESK;
import static org.hesokuri.web.testing.StagedEngine.ME;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StagedEngine.hash;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;

/** A world that a test sets up piece by piece, and the engine that tells of it. */
public final class Stage {

  public static final Instant NOW = StagedEngine.NOW.truncatedTo(ChronoUnit.SECONDS);

  private static final PeerStatus.Talks TALKS =
      new PeerStatus.Talks(
          1, 3, Optional.of(Duration.ofNanos(5_400_000)), new Traffic(12_345_678, 9_876));

  private final List<SourceStatus> sources = new CopyOnWriteArrayList<>();
  private final StagedEngine engine = new StagedEngine().is(this::status);
  private volatile boolean allInReach;
  private ImmutableList<String> warnings = ImmutableList.of();
  private ImmutableList<PeerId> more = ImmutableList.of();
  private ImmutableList<String> problems = ImmutableList.of();
  private Optional<Configuration> running = Optional.empty();

  /** What tells of it. */
  public StagedEngine engine() {
    return engine;
  }

  public Stage allInReach() {
    allInReach = true;
    return this;
  }

  public Stage warnings(String... sentences) {
    warnings = ImmutableList.copyOf(sentences);
    return this;
  }

  /** Besides nas and desk. */
  public Stage peers(ImmutableList<PeerId> others) {
    more = others;
    return this;
  }

  public Stage status(SourceStatus source) {
    sources.add(source);
    return this;
  }

  /** Takes a world's sources away, for another one. */
  public Stage withoutSources() {
    sources.clear();
    return this;
  }

  public Stage problems(String... sentences) {
    problems = ImmutableList.copyOf(sentences);
    return this;
  }

  public Stage configured() {
    Source source =
        Source.at(ImmutableSortedMap.of(ME, new RepoPath("/code/x"), NAS, new RepoPath("/x")));
    running = Optional.of(new Configuration(ME, ImmutableList.of(source)));
    engine.tell(NOW.minusSeconds(900), new SyncEvent.PeerMet(DESK));
    engine.tell(
        NOW.minusSeconds(60),
        new SyncEvent.Advanced(
            new RepoPath("/code/x"),
            new BranchName("<script>alert(1)</script>"),
            Optional.of(hash(1)),
            hash(2),
            Optional.of("/code/x"),
            ImmutableSet.of()));
    return this;
  }

  public Stage source(String path, SourceStatus.State state, BranchStatus... branches) {
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

  /** What the engine says by now. */
  public SyncStatus status() {
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

  /** Lets the repositories hold a commit. */
  public Stage commit(int number, String subject, int... parents) {
    engine.commit(
        new CommitSummary(
            hash(number),
            IntStream.of(parents)
                .mapToObj(StagedEngine::hash)
                .collect(ImmutableList.toImmutableList()),
            subject,
            "Ada",
            NOW.minus(Duration.ofDays(30)).plus(Duration.ofHours(number))));
    return this;
  }
}
