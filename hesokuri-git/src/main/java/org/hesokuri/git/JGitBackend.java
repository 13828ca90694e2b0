package org.hesokuri.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Opening;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.program.CGit;
import org.hesokuri.git.ssh.SshPeers;
import org.hesokuri.git.ssh.SshTimes;
import org.hesokuri.git.worktree.WorktreeFastForward;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Git by JGit, peers by ssh as the user's own ssh would reach them, cleanliness of worktrees by C
 * git. {@link JGitEnvironment#install} is to be called before the first one is made.
 */
public final class JGitBackend implements GitBackend {

  private static final Logger LOG = LoggerFactory.getLogger(JGitBackend.class);

  /** A user at work with git pauses longer than this between commands only now and then. */
  private static final Duration REST = Duration.ofSeconds(1);

  private final SshPeers peers;
  private final RepoWatcher watcher = new RepoWatcher();
  private final WorktreeFastForward fastForward;

  /**
   * Makes the backend of one user.
   *
   * @param environment the process environment; {@code HOME} is where ssh's files are, {@code PATH}
   *     where git is
   * @throws IllegalArgumentException if there is no {@code HOME}
   * @throws java.io.UncheckedIOException if the system does not let files be watched
   */
  public JGitBackend(Map<String, String> environment) {
    this(environment, REST, SshTimes.DEFAULT);
  }

  /**
   * For tests: with another time for which a worktree must be at rest before it is advanced, and
   * other limits of time for peers.
   */
  JGitBackend(Map<String, String> environment, Duration rest, SshTimes times) {
    String home =
        Optional.ofNullable(environment.get("HOME"))
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new IllegalArgumentException("HOME is not set"));
    this.peers = new SshPeers(Path.of(home), times, new CGit(environment));
    this.fastForward = new WorktreeFastForward(rest);
  }

  @Override
  public Opening open(RepoPath path) {
    Folder folder;
    try {
      folder = Folder.at(Path.of(path.text()));
    } catch (InvalidPathException e) {
      return new Opening.Unusable(
          Quoted.plain(path.text())
              + " cannot be named in the locale of this process; start it with LC_ALL=C.UTF-8");
    }
    if (folder instanceof Folder.Repository found) {
      return open(found);
    }
    return folder instanceof Folder.Foreign foreign
        ? new Opening.Unusable(foreign.reason())
        : new Opening.Absent();
  }

  private Opening open(Folder.Repository found) {
    Optional<String> problem = Compatibility.problemWith(found.gitDir());
    if (problem.isPresent()) {
      return new Opening.Unusable(problem.get());
    }
    try {
      return new Opening.Opened(load(found));
    } catch (IOException | GitFailure e) {
      return new Opening.Unusable(
          "the repository "
              + Quoted.plain(found.gitDir().toString())
              + " cannot be opened: "
              + Quoted.plain(String.valueOf(e.getMessage())));
    }
  }

  private GitRepository load(Folder.Repository found) throws IOException, GitFailure {
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder().setGitDir(found.gitDir().toFile()).setMustExist(true);
    Optional<Path> files = MainWorktree.find(found.gitDir(), found.holder());
    if (files.isPresent()) {
      builder.setWorkTree(files.get().toFile());
    } else {
      builder.setBare();
    }
    Repository repository = builder.build();
    try {
      removeLeftoverLocks(repository.getCommonDirectory().toPath());
      for (String remark : fastForward.mend(repository)) {
        LOG.warn("{}", remark);
      }
      return new JGitRepository(repository, peers, watcher, fastForward);
    } catch (IOException | GitFailure | RuntimeException e) {
      repository.close();
      throw e;
    }
  }

  private static void removeLeftoverLocks(Path commonDir) throws IOException {
    if (ProvenLock.hasLeftovers(commonDir) && Files.isWritable(commonDir)) {
      ProvenLock.whileNobodyElseIs(
          commonDir,
          () -> {
            ProvenLock.removeLeftovers(commonDir);
            return true;
          },
          false);
    }
  }

  @Override
  public GitRepository create(RepoPath path, Optional<BranchName> first) throws GitFailure {
    Path folder = Path.of(path.text());
    try {
      NewRepository.create(folder, first);
      return load(new Folder.Repository(folder.resolve(".git"), Optional.of(folder)));
    } catch (IOException e) {
      throw new GitFailure(
          GitFailure.Kind.BROKEN,
          "cannot create a repository at "
              + Quoted.plain(path.text())
              + ": "
              + Quoted.plain(String.valueOf(e.getMessage()))
              + "; check the rights of the folder above it",
          e);
    }
  }

  /**
   * Runs a command on a peer, over the session on which its repositories are reached. Blocks,
   * within the limits of time.
   *
   * @param peer the peer
   * @param command a line for the login's shell there
   * @return the beginning of what it printed; of a login that may use git only, nothing
   * @throws PeerFailure if the peer is not reached, or the command does not end
   */
  public String runOn(PeerId peer, String command) throws PeerFailure {
    return peers.run(peer, command);
  }

  /**
   * Watches a folder by the means by which repositories are watched. Whoever else in the process
   * waits for changes of files needs none of their own then, of which the system allows few.
   *
   * @param folder the folder; nothing below its entries is watched
   * @param happened is told the name of each entry that something happened to, and nothing if
   *     events were lost or the folder is gone; it must not block, and what it throws is logged
   * @return what ends it
   * @throws IOException if the folder is not there or cannot be watched
   */
  public Runnable watchFolder(Path folder, Consumer<Optional<Path>> happened) throws IOException {
    return watcher.watch(folder, happened);
  }

  @Override
  public Optional<ImmutableMap<RepoPath, SurveyedRefs>> survey(
      PeerId peer, ImmutableSet<RepoPath> paths, ImmutableSet<RepoPath> listed) throws PeerFailure {
    return peers.survey(peer, paths, listed);
  }

  @Override
  public void close() {
    watcher.close();
    peers.close();
  }
}
