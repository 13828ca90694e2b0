package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.hesokuri.daemon.json.JsonText;
import org.hesokuri.git.JGitBackend;

/**
 * Looks at everything that the daemon of this machine would work with, as it would, changing
 * nothing; and says what is wrong with it and what mends that.
 */
public final class Doctor {

  private final Configuration configuration;
  private final JGitBackend git;
  private final Map<String, String> environment;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<PeerId> unreachable = new HashSet<>();
  private final Set<PeerId> asked = new HashSet<>();

  /**
   * What was found.
   *
   * @param healthy whether it is as it should be
   * @param text a sentence: what, where, why and what next
   */
  public record Finding(boolean healthy, String text) {

    /** For programs. */
    public JsonText.Part json() {
      return json -> {
        json.writeBooleanField("healthy", healthy);
        json.writeStringField("text", text);
      };
    }
  }

  /**
   * A doctor for this machine.
   *
   * @param environment the variables that a daemon would see
   */
  public Doctor(Configuration configuration, JGitBackend git, Map<String, String> environment) {
    this.configuration = configuration;
    this.git = git;
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
    findings.add(new Finding(true, text));
  }

  private void ill(String text) {
    findings.add(new Finding(false, text));
  }

  private void gitProgram() {
    for (String folder : environment.getOrDefault("PATH", "").split(":")) {
      Path program = Path.of(folder, "git");
      if (program.isAbsolute() && Files.isExecutable(program)) {
        well("git is " + program);
        return;
      }
    }
    ill(
        "there is no program git on the PATH; checked-out branches cannot advance without it:"
            + " apt install git");
  }

  private void source(RepoPath path, Source source) {
    git.open(path)
        .<Runnable>fold(
            opened -> () -> repository(path, source, opened.repository()),
            absent ->
                () -> ill(path + ": nothing is there yet; the daemon creates it when it runs"),
            unusable -> () -> ill(path + ": " + unusable.reason()))
        .run();
  }

  private void repository(RepoPath path, Source source, GitRepository repository) {
    try (repository) {
      RepoSnapshot seen = repository.look();
      well(path + ": can be read; " + branches(seen.branches().size()));
      seen.unreadable().forEach((branch, why) -> ill(path + " " + branch + ": " + why));
      seen.worktrees().forEach(worktree -> worktree(path, worktree));
      for (PeerId peer : source.peersBesides(configuration.self())) {
        if (!unreachable.contains(peer)) {
          peer(path, repository, peer, source.pathOn(peer).orElseThrow());
        }
      }
    } catch (GitFailure failure) {
      ill(path + ": " + failure.getMessage());
    }
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
                        + "; what is checked out there stays until that is ended"));
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
      ill(path + ": " + peer + ": " + failure.getMessage());
      if (failure.kind().concernsWholePeer()) {
        unreachable.add(peer);
      } else if (failure.kind() == PeerFailure.Kind.NO_REPOSITORY) {
        notOpened(path, peer, there);
      }
    }
  }

  private void notOpened(RepoPath path, PeerId peer, RepoPath there) {
    try {
      new PeerMachine(peer, git::runOn).ofAnotherUser(there).ifPresent(findings::add);
    } catch (PeerFailure failure) {
      ill(path + ": " + peer + ": " + failure.getMessage());
    }
  }
}
