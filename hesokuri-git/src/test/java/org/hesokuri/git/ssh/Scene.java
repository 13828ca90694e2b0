package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.program.CGit;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.hesokuri.git.testing.TestGit;

/** A user with a repository, a peer {@code beta} with another one, and ssh between them. */
final class Scene implements AutoCloseable {

  static final PeerId BETA = new PeerId("beta");

  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** Soon over, where nothing comes about. */
  static final SshTimes HASTY = new SshTimes(MOMENT, MOMENT, MOMENT, MOMENT);

  final Path folder;
  final SshUser user;
  final RealSshd sshd;
  final Path mine;
  final Path theirs;
  final Repository local;
  final SshPeers peers;

  private volatile SshTimes times = RealSshd.PATIENT;

  Scene(Path folder) throws IOException {
    this.folder = folder;
    user = SshUser.in(folder.resolve("user"));
    sshd = RealSshd.start(folder.resolve("sshd"));
    user.canReach("beta", sshd);
    mine = Files.createDirectories(folder.resolve("mine"));
    theirs = Files.createDirectories(folder.resolve("theirs.git"));
    git(mine, "init", "-q", "-b", "main");
    git(theirs, "init", "-q", "--bare", "-b", "main");
    local = new FileRepositoryBuilder().setGitDir(mine.resolve(".git").toFile()).build();
    peers = peersOf(user, () -> times, RefsMarks.SETTLED);
  }

  /** From now on peers have these limits of time, also in what is under way. */
  void allow(SshTimes other) {
    times = other;
  }

  @Override
  public void close() {
    peers.close();
    local.close();
    sshd.close();
  }

  /** How many threads wait for the network of sessions, under names that Java gives them. */
  static long networkThreads() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Arrays.stream(stack)
                    .anyMatch(frame -> frame.getClassName().endsWith("Port$EventHandlerTask")))
        .count();
  }

  /** The peers as a user reaches them. */
  static SshPeers peersOf(SshUser user) {
    return peersOf(user, () -> RealSshd.PATIENT, RefsMarks.SETTLED);
  }

  /** The same, which believe refs that have not changed for so long. */
  static SshPeers peersOf(SshUser user, Duration settled) {
    return peersOf(user, () -> RealSshd.PATIENT, settled);
  }

  private static SshPeers peersOf(SshUser user, Supplier<SshTimes> times, Duration settled) {
    return new SshPeers(user.home(), times, new CGit(System.getenv()), settled);
  }

  PeerConnection connect() throws PeerFailure {
    return connect(theirs);
  }

  PeerConnection connect(Path repository) throws PeerFailure {
    return peers.connect(local, BETA, new RepoPath(repository.toString()));
  }

  /** What became of one push, over a connection of its own. */
  PushResult push(Push push) throws PeerFailure {
    try (PeerConnection connection = connect()) {
      return connection.push(ImmutableList.of(push)).get(push);
    }
  }

  /** Commits, in mine, on the branch that is checked out. */
  CommitHash commit(String message) {
    git(mine, "commit", "-q", "--allow-empty", "-m", message);
    return tip(mine, "HEAD");
  }

  /** Replaces the newest commit of mine by another one. */
  CommitHash amend(String message) {
    git(mine, "commit", "-q", "--allow-empty", "--amend", "-m", message);
    return tip(mine, "HEAD");
  }

  static CommitHash tip(Path repository, String name) {
    return new CommitHash(git(repository, "rev-parse", name));
  }

  /** Every ref of theirs, each with what it points to. */
  Map<String, String> refsOfTheirs() {
    return git(theirs, "for-each-ref", "--format=%(refname) %(objectname)")
        .lines()
        .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.split(" ")[1]));
  }

  static BranchName branch(String name) {
    return new BranchName(name);
  }

  static Push creating(String branch, CommitHash tip) {
    return new Push(branch(branch), tip, Optional.empty(), false);
  }

  static Push advancing(String branch, CommitHash from, CommitHash to) {
    return new Push(branch(branch), to, Optional.of(from), false);
  }

  static Push displacing(String branch, CommitHash from, CommitHash to) {
    return new Push(branch(branch), to, Optional.of(from), true);
  }

  void hookOfTheirs(String name, String script) throws IOException {
    Path hook = theirs.resolve("hooks").resolve(name);
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  /** Runs C git and returns what it printed, without blanks around it. */
  static String git(Path repository, String... arguments) {
    return TestGit.in(repository.resolveSibling("home-of-git"), repository).run(arguments);
  }
}
