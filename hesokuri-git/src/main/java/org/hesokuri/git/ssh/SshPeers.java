package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.io.ByteStreams;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.QuotedString;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.program.CGit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers, as the user's own ssh reaches them: by the {@code ~/.ssh/config}, keys, agent and
 * {@code known_hosts} of the home folder that is passed in. Keeps one session per peer, on which
 * connections to many repositories run side by side. Never prompts, and writes none of these files.
 *
 * <p>All methods may be called from many threads.
 */
public final class SshPeers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SshPeers.class);

  /** Longer than from one sign of life of the sessions to the next, which these threads give. */
  private static final long BACKGROUND_KEEP_SECONDS = SshdDefaults.BEAT.plusSeconds(5).toSeconds();

  /** For a login under way that may still come about, and must then be ended. */
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(20);

  private static final int MOST_SAID = 4_096;

  /**
   * So few that the script takes some 50 KB: it fits into the window of a channel, however slowly
   * it is read, and those for ten peers at once fit into a small heap.
   */
  private static final int MOST_MARKS = 200;

  private static final long MOST_PRINTED = 16 << 20;

  private final Supplier<SshTimes> times;
  private final CGit git;
  private final Duration settled;
  private final ExecutorService background;
  private final SessionThreads threads;
  private final Watchdog watchdog;
  private final SessionPool sessions;

  /**
   * Makes the way to the peers; connects to none yet.
   *
   * @param home the user's home folder
   * @param times the limits of time
   * @param git what packs large repositories, where it is installed
   */
  public SshPeers(Path home, SshTimes times, CGit git) {
    this(home, () -> times, git, RefsMarks.SETTLED);
  }

  /**
   * The same for tests that do not wait.
   *
   * @param times asked each time that something begins
   * @param settled how far back the last change of refs is before they are believed
   */
  SshPeers(Path home, Supplier<SshTimes> times, CGit git, Duration settled) {
    SshdDefaults.set();
    this.times = times;
    this.settled = settled;
    this.git = git;
    CloseableExecutorService pool =
        new SshThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            BACKGROUND_KEEP_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            SshPeers::backgroundThread,
            // After the end there is only cleaning up to do. It must be done, but not by whoever
            // asks for it: that may be the thread which waits for the network.
            (task, ended) -> backgroundThread(task).start());
    this.background = pool;
    this.threads = new SessionThreads(pool);
    this.watchdog = new Watchdog(pool);
    this.sessions =
        new SessionPool(home.toAbsolutePath(), () -> times.get().connect(), pool, threads);
  }

  private static Thread backgroundThread(Runnable task) {
    Thread thread = new Thread(task, "hesokuri-ssh");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Opens a connection to a repository on a peer and asks what it holds. Blocks, within the limits
   * of time.
   *
   * @param local what pushes take their objects from; stays open until the connection is closed
   * @param peer the peer, by the name that ssh knows
   * @param path where the peer holds the repository; {@code ~/} is the home folder there
   * @throws PeerFailure if no connection comes about, or what answers is not a repository
   */
  public PeerConnection connect(Repository local, PeerId peer, RepoPath path) throws PeerFailure {
    Reopening again = () -> open(peer, path);
    return new SshPeerConnection(new LocalObjects(local, git), again.open(), again);
  }

  /** Ends every session at once; pushes under way have an unknown outcome. */
  @Override
  public void close() {
    CompletableFuture<Void> ended = sessions.close();
    watchdog.close();
    background.execute(() -> endThreadsAfter(ended));
    // Not shutdownNow: what ends the sessions runs there.
    background.shutdown();
  }

  /** A session that does not end in time ends with the threads. */
  private void endThreadsAfter(CompletableFuture<Void> sessionsEnded) {
    try {
      sessionsEnded.get(LONGEST_GOODBYE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("a session did not end by itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.close();
    }
  }

  /**
   * Runs a command on a peer, as the user would by ssh. Blocks, within the limits of time.
   *
   * @param peer the peer, by the name that ssh knows
   * @param command a line for the login's shell there
   * @return the beginning of what it printed; of a login that may not run it, nothing
   * @throws PeerFailure if the peer is not reached, or the command does not end
   */
  public String run(PeerId peer, String command) throws PeerFailure {
    return meet(peer, session -> run(session, command));
  }

  /**
   * Asks a peer about many of its repositories at once. Blocks, within the limits of time.
   *
   * @param peer the peer, by the name that ssh knows
   * @param paths where it holds them
   * @param listed those of which it shall say what their refs are, too
   * @return what it can say now; empty if the login may not run a shell, or it has no {@code find}
   *     as GNU's, or is too slow
   * @throws PeerFailure if the peer is not reached
   */
  public Optional<ImmutableMap<RepoPath, SurveyedRefs>> survey(
      PeerId peer, ImmutableSet<RepoPath> paths, ImmutableSet<RepoPath> listed) throws PeerFailure {
    ImmutableMap.Builder<RepoPath, SurveyedRefs> all = ImmutableMap.builder();
    boolean isAble = false;
    for (List<RepoPath> some : Lists.partition(paths.asList(), MOST_MARKS)) {
      RefsMarks marks = new RefsMarks(ImmutableList.copyOf(some), listed, settled);
      Optional<ImmutableMap<RepoPath, SurveyedRefs>> given =
          meet(peer, session -> marks(session, marks));
      isAble |= given.isPresent();
      if (!isAble) {
        return given;
      }
      // One that was too slow this time has just shown that it can say it.
      given.ifPresent(all::putAll);
    }
    return Optional.of(all.buildOrThrow());
  }

  private ReceivePack open(PeerId peer, RepoPath path) throws PeerFailure {
    return meet(peer, session -> open(session, path));
  }

  /** What is done on a session. */
  private interface Meeting<T> {
    T on(PeerSession session) throws PeerFailure, DeadSession, InterruptedException;
  }

  private <T> T meet(PeerId peer, Meeting<T> meeting) throws PeerFailure {
    try {
      SessionPool.Lease lease = sessions.session(peer);
      if (lease.pooled()) {
        try {
          return meeting.on(lease.session());
        } catch (DeadSession stale) {
          // A peer that was asleep or restarted is met as if for the first time.
          lease = sessions.session(peer);
        }
      }
      try {
        return meeting.on(lease.session());
      } catch (DeadSession dead) {
        throw dead.failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerFailure(
          PeerFailure.Kind.BROKEN, "the connection to " + peer + " was called off", e);
    } catch (RejectedExecutionException closedMeanwhile) {
      throw new PeerFailure(
          PeerFailure.Kind.BROKEN,
          "no connection to " + peer + " is made while Hesokuri stops",
          closedMeanwhile);
    }
  }

  /** A session that turned out to be gone before the peer said anything on it. */
  private static final class DeadSession extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PeerFailure failure;

    DeadSession(PeerFailure failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private PeerChannel start(PeerSession session, String command)
      throws PeerFailure, DeadSession, InterruptedException {
    Duration limit = times.get().idle();
    if (!session.reserve(limit)) {
      throw SshFailures.tooBusy(session.route(), limit);
    }
    try {
      return new PeerChannel(session, exec(session, command), watchdog, times);
    } catch (DeadSession | RuntimeException e) {
      session.release();
      throw e;
    }
  }

  private String run(PeerSession session, String command)
      throws PeerFailure, DeadSession, InterruptedException {
    PeerChannel channel = start(session, command);
    Future<?> limit = channel.cutAfter(times.get().advertisement());
    try {
      String said = new String(channel.in().readNBytes(MOST_SAID), StandardCharsets.UTF_8);
      if (channel.passedLimit().isPresent()) {
        throw slow(session, channel);
      }
      return said;
    } catch (IOException e) {
      throw channel.passedLimit().isPresent()
          ? slow(session, channel)
          : SshFailures.cut(session.route(), e);
    } finally {
      limit.cancel(false);
      channel.close();
    }
  }

  private Optional<ImmutableMap<RepoPath, SurveyedRefs>> marks(PeerSession session, RefsMarks marks)
      throws PeerFailure, DeadSession, InterruptedException {
    PeerChannel channel = start(session, "sh");
    Future<?> limit = channel.cutAfter(times.get().advertisement());
    try {
      channel.out().write(marks.script().getBytes(StandardCharsets.UTF_8));
      channel.out().close();
      Optional<ImmutableMap<RepoPath, SurveyedRefs>> read =
          marks.read(ByteStreams.limit(channel.in(), MOST_PRINTED));
      if (read.isEmpty() && session.hasEnded()) {
        throw new DeadSession(SshFailures.cut(session.route(), new EOFException("it ended")));
      }
      return read;
    } catch (IOException e) {
      if (session.hasEnded()) {
        throw new DeadSession(SshFailures.cut(session.route(), e));
      }
      return Optional.empty();
    } finally {
      limit.cancel(false);
      channel.close();
    }
  }

  private static PeerFailure slow(PeerSession session, PeerChannel channel) {
    return SshFailures.tooSlow(
        session.route(), "did not end a command", channel.passedLimit().orElseThrow());
  }

  private ReceivePack open(PeerSession session, RepoPath path)
      throws PeerFailure, DeadSession, InterruptedException {
    PeerChannel channel = start(session, commandFor(path));
    Future<?> limit = channel.cutAfter(times.get().advertisement());
    try {
      ReceivePack opened = ReceivePack.listen(channel);
      limit.cancel(false);
      return opened;
    } catch (IOException e) {
      try {
        throw failure(session, path, channel, e);
      } finally {
        limit.cancel(false);
        channel.close();
      }
    }
  }

  private Process exec(PeerSession session, String command) throws DeadSession {
    Duration limit = times.get().connect();
    long begun = System.nanoTime();
    try {
      return session.exec(command, limit);
    } catch (IOException | RuntimeException e) {
      // sshd starts commands at once; one that does not is as good as gone.
      session.end();
      boolean slow = System.nanoTime() - begun >= limit.toNanos();
      throw new DeadSession(
          slow
              ? SshFailures.tooSlow(session.route(), "did not start git", limit)
              : SshFailures.cut(session.route(), e));
    }
  }

  private PeerFailure failure(
      PeerSession session, RepoPath path, PeerChannel channel, IOException why) throws DeadSession {
    if (channel.passedLimit().isPresent()) {
      return SshFailures.tooSlow(
          session.route(), "did not say what it holds", channel.passedLimit().get());
    }
    // Only a command that ended has a status; one that says nonsense may go on for ever.
    OptionalInt status =
        why instanceof EOFException
            ? channel.exitStatus(times.get().connect())
            : OptionalInt.empty();
    PeerFailure failure =
        SshFailures.beforeAdvertisement(session.route(), path, status, channel.errors(), why);
    if (session.hasEnded()) {
      throw new DeadSession(failure);
    }
    return failure;
  }

  /** The path is quoted for the peer's shell, and git itself turns {@code ~/} into a folder. */
  private static String commandFor(RepoPath path) {
    return "git-receive-pack " + QuotedString.BOURNE.quote(path.text());
  }
}
