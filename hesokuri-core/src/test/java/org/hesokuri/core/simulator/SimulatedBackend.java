package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Opening;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.RefsMark;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/**
 * Git for one daemon of a {@link SimulatedWorld}, stricter than the real one: what a correct engine
 * never asks for is an {@link AssertionError}.
 */
public final class SimulatedBackend implements GitBackend {

  private final SimulatedWorld world;
  private final SimulatedHost host;
  private boolean killed;
  private boolean closed;

  /** A backend for one life of a daemon on the host. */
  public SimulatedBackend(SimulatedWorld world, SimulatedHost host) {
    this.world = world;
    this.host = host;
  }

  SimulatedWorld world() {
    return world;
  }

  SimulatedHost host() {
    return host;
  }

  /** From now on every call ends in the death of the caller, as after SIGKILL. */
  void kill() {
    killed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** A moment in which anything may happen, also the end of this daemon. */
  void between(String where) {
    mustLive();
    world.witness().between(this, where);
    mustLive();
  }

  void mustLive() {
    if (killed) {
      throw new DaemonKilled();
    }
  }

  @Override
  public Opening open(RepoPath path) {
    between("open");
    if (host.repository(path).filter(SimulatedRepository::isBroken).isPresent()) {
      return new Opening.Unusable("the repository at " + path + " cannot be read");
    }
    return host.repository(path)
        .<Opening>map(found -> new Opening.Opened(new OpenSimulatedRepository(this, found)))
        .orElseGet(Opening.Absent::new);
  }

  @Override
  public GitRepository create(RepoPath path, Optional<BranchName> first) throws GitFailure {
    between("create");
    if (host.remembers(path)) {
      throw new AssertionError("S10: what was at " + path + " is gone, and is created anew");
    }
    if (host.isUnmounted(path) || host.repository(path).isPresent()) {
      throw new GitFailure(GitFailure.Kind.BROKEN, path + " cannot be created");
    }
    SimulatedRepository made = host.init(path, false, first.orElse(SimulatedHost.MAIN));
    world.witness().created(made);
    between("created");
    return new OpenSimulatedRepository(this, made);
  }

  @Override
  public Optional<ImmutableMap<RepoPath, SurveyedRefs>> survey(
      PeerId peer, ImmutableSet<RepoPath> paths, ImmutableSet<RepoPath> listed) throws PeerFailure {
    assertThat(paths).containsAll(listed);
    between("surveying");
    PeerFailures.check(this, peer);
    ImmutableMap.Builder<RepoPath, SurveyedRefs> said = ImmutableMap.builder();
    for (RepoPath path : paths) {
      world
          .host(peer)
          .filter(SimulatedHost::runsCommands)
          .flatMap(there -> there.repository(path))
          .filter(repository -> !repository.isBroken())
          .ifPresent(repository -> said.put(path, refsOf(repository, listed.contains(path))));
    }
    ImmutableMap<RepoPath, SurveyedRefs> all = said.buildOrThrow();
    world.witness().surveyed(this, peer, all.keySet());
    between("surveyed");
    if (closed) {
      throw PeerFailures.broken(peer);
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  /** Between the mark and the refs the world goes on. */
  private SurveyedRefs refsOf(SimulatedRepository repository, boolean isListed) {
    RefsMark mark = new RefsMark(repository.mark());
    if (!isListed) {
      return new SurveyedRefs(mark, Optional.empty());
    }
    between("surveying refs");
    return new SurveyedRefs(mark, Optional.of(repository.advertised()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
