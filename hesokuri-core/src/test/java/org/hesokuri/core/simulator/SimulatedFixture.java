package org.hesokuri.core.simulator;

import org.hesokuri.core.contract.BackendFixture;
import org.hesokuri.core.contract.UserRepository;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** Two machines of a simulated world. */
public final class SimulatedFixture implements BackendFixture {

  private static final PeerId PEER = new PeerId("beta");

  private final SimulatedWorld world = new SimulatedWorld();
  private final SimulatedHost here = world.addHost(new PeerId("me"));
  private final SimulatedHost there = world.addHost(PEER);
  private final SimulatedBackend backend = new SimulatedBackend(world, here);

  /** A world with two empty disks. */
  public SimulatedFixture() {}

  @Override
  public GitBackend backend() {
    return backend;
  }

  @Override
  public PeerId peer() {
    return PEER;
  }

  @Override
  public UserRepository init(String name, boolean bare) {
    return new SimulatedUserRepository(world, here, new RepoPath("/me/" + name), bare);
  }

  @Override
  public UserRepository initOnPeer(String name, boolean bare) {
    return new SimulatedUserRepository(world, there, new RepoPath("/beta/" + name), bare);
  }

  @Override
  public RepoPath nowhere() {
    return new RepoPath("/nowhere/at/all");
  }

  @Override
  public void close() {
    backend.close();
  }
}
