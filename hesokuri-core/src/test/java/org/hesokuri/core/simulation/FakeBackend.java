package org.hesokuri.core.simulation;

import java.util.HashSet;
import java.util.Set;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Opening;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** The Git port of one host of the world. */
final class FakeBackend implements GitBackend {

  private final World world;
  private final PeerId host;
  private final Set<RepoPath> open = new HashSet<>();

  FakeBackend(World world, PeerId host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public Opening open(RepoPath path) {
    world.interference.at(host, "open");
    return world.disksOf(host).containsKey(path)
        ? new Opening.Opened(repository(path))
        : new Opening.Absent();
  }

  @Override
  public GitRepository create(RepoPath path) {
    if (world.disksOf(host).containsKey(path)) {
      throw new AssertionError("something is at " + path + " already");
    }
    world.disksOf(host).put(path, new Disk());
    return repository(path);
  }

  private GitRepository repository(RepoPath path) {
    if (!open.add(path)) {
      throw new AssertionError(path + " is opened twice");
    }
    return new FakeRepository(world, host, path, () -> open.remove(path));
  }

  @Override
  public void close() {}
}
