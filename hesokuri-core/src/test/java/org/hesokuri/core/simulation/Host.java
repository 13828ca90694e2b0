package org.hesokuri.core.simulation;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.engine.EngineTimes;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.engine.RepositoryMemory;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;

/** A host of the world: a daemon that lives and dies, and what outlives it. */
final class Host {

  final PeerId id;
  private final World world;
  private final VirtualTime time;
  private final Set<RepoPath> seen = new HashSet<>();
  private Configuration configuration;
  private VirtualTime.Life life;
  private Optional<Hesokuri> engine = Optional.empty();

  Host(World world, VirtualTime time, String name, Source source) {
    this.world = world;
    this.time = time;
    this.id = new PeerId(name);
    this.configuration = new Configuration(id, ImmutableList.of(source));
    this.life = time.newLife();
  }

  /** Starts the daemon, unless it runs. */
  void start() {
    if (engine.isPresent() && !life.isDead()) {
      return;
    }
    life = time.newLife();
    Hesokuri daemon =
        Hesokuri.builder()
            .backend(new FakeBackend(world, id))
            .memory(memory())
            .scheduling(life)
            .times(EngineTimes.DEFAULT)
            .build();
    engine = Optional.of(daemon);
    daemon.reconfigure(configuration, ImmutableList.of());
  }

  private RepositoryMemory memory() {
    return new RepositoryMemory() {
      @Override
      public boolean wasSeenAt(RepoPath path) {
        return seen.contains(path);
      }

      @Override
      public void seenAt(RepoPath path) {
        seen.add(path);
      }
    };
  }

  /** Kills the daemon; its disk stays. */
  void kill() {
    life.kill();
    world.disksOf(id).values().forEach(disk -> disk.watchers.clear());
  }

  boolean isAlive() {
    return engine.isPresent() && !life.isDead();
  }

  /** Loses the disk and everything that was on it, the daemon's memory too. */
  void wipe() {
    kill();
    world.disksOf(id).clear();
    seen.clear();
  }

  void reconfigure(Source... sources) {
    configuration = new Configuration(id, ImmutableList.copyOf(sources));
    engine.orElseThrow().reconfigure(configuration, ImmutableList.of());
  }

  Hesokuri engine() {
    return engine.orElseThrow();
  }

  Disk disk(RepoPath path) {
    return world.disk(id, path);
  }

  boolean hasDisk(RepoPath path) {
    return world.disksOf(id).containsKey(path);
  }
}
