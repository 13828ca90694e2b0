package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.engine.RepositoryMemory;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.daemon.ask.ShellWord;
import org.hesokuri.git.JGitBackend;

/**
 * Looks at everything that the daemon of this machine would work with, as it would, changing
 * nothing; and says what is wrong with it and what mends that.
 */
public final class Doctor {

  private final Configuration configuration;
  private final JGitBackend git;
  private final RepositoryMemory memory;
  private final Map<String, String> environment;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<PeerId> unreachable = new HashSet<>();
  private final Set<PeerId> asked = new HashSet<>();
  private boolean hasGit = true;

  /**
   * A doctor for this machine.
   *
   * @param memory where the daemon has seen repositories before
   * @param environment the variables that a daemon would see
   */
  public Doctor(
      Configuration configuration,
      JGitBackend git,
      RepositoryMemory memory,
      Map<String, String> environment) {
    this.configuration = configuration;
    this.git = git;
    this.memory = memory;
    this.environment = Map.copyOf(environment);
  }

  /** Looks at everything; blocks while peers are called, with a limit for each. */
  public ImmutableList<Finding> examine() {
    gitProgram();
    configuration.sourcesHere().forEach(this::source);
    return ImmutableList.copyOf(findings);
  }

  private static String branches(int number) {
    return number == 1 ? "1 branch" : number + " branches";
  }

  private void well(String text) {
    findings.add(Finding.well(text));
  }

  private void ill(String text) {
    findings.add(Finding.ill(text));
  }

  private void ill(String text, String mend) {
    findings.add(Finding.ill(text, mend));
  }

  private void gitProgram() {
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      Path program = Path.of(folder, "git");
      if (program.isAbsolute() && Files.isExecutable(program)) {
        well("git is " + program);
        return;
      }
    }
    hasGit = false;
    ill(
        "there is no program git on the PATH; checked-out branches cannot advance without it",
        "sudo apt-get install -y git");
  }

  private void source(RepoPath path, Source source) {
    git.open(path)
        .<Runnable>fold(
            opened -> () -> repository(path, source, opened.repository()),
            absent -> () -> absent(path),
            unusable -> () -> ill(path + ": " + unusable.reason()))
        .run();
  }

  private void absent(RepoPath path) {
    if (memory.wasSeenAt(path)) {
      ill(
          path
              + ": a repository was here before and is gone, so its source is stopped and nothing"
              + " is created in its place; mount its disk, or bring it back from where it is now",
          "sudo mount -a   # if /etc/fstab names its disk");
    } else {
      ill(
          path + ": nothing is there yet; the daemon creates it when it runs",
          "git init " + ShellWord.of(path.text()));
    }
  }

  private void repository(RepoPath path, Source source, GitRepository repository) {
    try (repository) {
      RepoSnapshot seen = repository.look();
      well(path + ": can be read; " + branches(seen.branches().size()));
      seen.unreadable().forEach((branch, why) -> unreadable(path, branch, why));
      seen.worktrees().forEach(worktree -> worktree(path, worktree));
      if (hasGit) {
        findings.addAll(
            WaitingAdvances.in(path, source, configuration.self(), repository, seen, environment));
      }
      for (PeerId peer : source.peersBesides(configuration.self())) {
        if (!unreachable.contains(peer)) {
          peer(path, repository, peer, source.pathOn(peer).orElseThrow());
        }
      }
    } catch (GitFailure | CannotDo failure) {
      ill(path + ": " + failure.getMessage());
    }
  }

  /** A file that is no ref is moved aside, since it may be all that is left of the branch. */
  private void unreadable(RepoPath path, String branch, String why) {
    String git = "git -C " + ShellWord.of(path.text()) + " rev-parse --path-format=absolute";
    ill(
        path + " " + branch + ": " + why,
        "mv \"$("
            + git
            + " --git-path "
            + ShellWord.of("refs/heads/" + branch)
            + ")\" \"$("
            + git
            + " --git-path "
            + ShellWord.of("broken-" + branch.replace('/', '-'))
            + ")\"");
  }

  private void worktree(RepoPath path, Worktree worktree) {
    worktree
        .busy()
        .ifPresent(
            what ->
                ill(
                    path
                        + ": "
                        + worktree.path()
                        + ": "
                        + what
                        + "; what is checked out there stays until that is ended",
                    "git -C " + ShellWord.of(worktree.path()) + " " + ending(what)));
  }

  /** What ends it and keeps what was done in it. */
  private static String ending(String what) {
    return switch (what) {
      case "a rebase" -> "rebase --continue";
      case "git am" -> "am --continue";
      case "a merge" -> "merge --continue";
      case "a cherry-pick" -> "cherry-pick --continue";
      case "a revert" -> "revert --continue";
      case "a bisect" -> "bisect reset";
      default -> "status";
    };
  }

  private void peer(RepoPath path, GitRepository repository, PeerId peer, RepoPath there) {
    try (PeerConnection connection = repository.connect(peer, there)) {
      well(
          path
              + ": "
              + peer
              + " answers, and holds "
              + branches(connection.advertised().branches().size())
              + " of it");
      PeerMachine machine = new PeerMachine(peer, git::runOn);
      if (asked.add(peer)) {
        findings.addAll(machine.itself(Instant::now));
      }
      machine.about(there).ifPresent(findings::add);
    } catch (PeerFailure failure) {
      if (failure.kind().concernsWholePeer()) {
        unreachable.add(peer);
      }
      notMet(path, peer, there, failure);
    }
  }

  private void notMet(RepoPath path, PeerId peer, RepoPath there, PeerFailure failure) {
    String text = path + ": " + peer + ": " + failure.getMessage();
    Optional<String> mend = PeerMend.of(failure, peer);
    Optional<Finding> also = Optional.empty();
    if (failure.kind() == PeerFailure.Kind.NO_REPOSITORY) {
      PeerMachine machine = new PeerMachine(peer, git::runOn);
      try {
        also = machine.ofAnotherUser(there);
        mend = machine.mendOfUnopened(there);
      } catch (PeerFailure later) {
        also = Optional.of(Finding.ill(path + ": " + peer + ": " + later.getMessage()));
      }
    }
    findings.add(new Finding(false, text, mend));
    also.ifPresent(findings::add);
  }
}
