package org.hesokuri.core.contract.trace;

import com.google.common.collect.BiMap;
import com.google.common.collect.HashBiMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hesokuri.core.contract.BackendFixture;
import org.hesokuri.core.contract.UserRepository;
import org.hesokuri.core.contract.UserWorktree;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;

/** A machine and a peer with one backend, in which commits go by names that all replicas share. */
final class Replica implements AutoCloseable {

  static final String MAIN = "main worktree";
  static final String LINKED = "linked worktree";

  final BackendFixture fixture;
  final UserRepository mine;
  final UserRepository theirs;

  /** Through which steps are done. */
  final GitRepository repository;

  // Another one, so that looking at the result is not the look after which steps are planned.
  private final GitRepository observer;
  private final BiMap<String, CommitHash> commits = HashBiMap.create();
  private Optional<UserWorktree> linked = Optional.empty();
  private Optional<PeerConnection> connection = Optional.empty();
  private RepoSnapshot lastLook;

  Replica(BackendFixture fixture, boolean barePeer) throws GitFailure {
    this.fixture = fixture;
    mine = fixture.init("mine", false);
    theirs = fixture.initOnPeer("theirs", barePeer);
    repository = open(mine.path());
    observer = open(mine.path());
    lastLook = repository.look();
  }

  private GitRepository open(RepoPath path) {
    return fixture
        .backend()
        .open(path)
        .fold(
            opened -> opened.repository(),
            absent -> {
              throw new AssertionError("there is nothing at " + path);
            },
            unusable -> {
              throw new AssertionError(unusable.reason());
            });
  }

  /** From now on the commit goes by the name. */
  void call(String name, CommitHash commit) {
    commits.put(name, commit);
  }

  CommitHash commit(String name) {
    return Objects.requireNonNull(commits.get(name), name);
  }

  String nameOf(CommitHash commit) {
    return commits.inverse().getOrDefault(commit, "a commit without a name");
  }

  UserWorktree worktree(String which) {
    return which.equals(MAIN) ? mine.main() : linked.orElseThrow();
  }

  void link(UserWorktree worktree) {
    linked = Optional.of(worktree);
  }

  void unlink() {
    linked = Optional.empty();
  }

  boolean isLinked() {
    return linked.isPresent();
  }

  /** What a worktree is called that a snapshot names by its path. */
  String nameOf(Worktree worktree) {
    return worktree.path().equals(mine.main().path()) ? MAIN : LINKED;
  }

  RepoSnapshot look() throws GitFailure {
    lastLook = repository.look();
    return lastLook;
  }

  RepoSnapshot lastLook() {
    return lastLook;
  }

  /** As things are, without a look through the handle that steps go through. */
  RepoSnapshot now() throws GitFailure {
    return observer.look();
  }

  void connected(PeerConnection now) {
    disconnect();
    connection = Optional.of(now);
  }

  Optional<PeerConnection> connection() {
    return connection;
  }

  void disconnect() {
    connection.ifPresent(PeerConnection::close);
    connection = Optional.empty();
  }

  /** All that must be equal on this machine, in words. */
  String viewHere() throws GitFailure {
    StringBuilder view = new StringBuilder(told(observer.look()));
    view.append("files ").append(mine.main().files()).append('\n');
    linked.ifPresent(it -> view.append("linked files ").append(it.files()).append('\n'));
    return view.toString();
  }

  /** All that must be equal on the peer, in words. */
  String viewThere() {
    return "there " + named(theirs.branches()) + " kept " + named(theirs.kept()) + "\n";
  }

  String told(RepoSnapshot snapshot) {
    Map<String, CommitHash> branches = new TreeMap<>();
    snapshot.branches().forEach((name, tip) -> branches.put(name.text(), tip));
    Map<String, String> worktrees = new TreeMap<>();
    for (Worktree each : snapshot.worktrees()) {
      worktrees.put(
          nameOf(each),
          each.checkedOut().map(Object::toString).orElse("detached")
              + (each.busy().isPresent() ? " busy" : "")
              + " reserves "
              + each.reserved());
    }
    return "branches "
        + named(branches)
        + "\nworktrees "
        + worktrees
        + "\nkept "
        + named(snapshot.kept())
        + "\nunreadable "
        + snapshot.unreadable().keySet()
        + "\n";
  }

  String named(Map<String, CommitHash> branches) {
    Map<String, String> named = new TreeMap<>();
    branches.forEach((name, tip) -> named.put(name, nameOf(tip)));
    return named.toString();
  }

  String named(Set<KeptTip> kept) {
    Set<String> named = new TreeSet<>();
    kept.forEach(tip -> named.add(tip.branch() + " at " + nameOf(tip.tip())));
    return named.toString();
  }

  @Override
  public void close() {
    disconnect();
    repository.close();
    observer.close();
    fixture.close();
  }
}
