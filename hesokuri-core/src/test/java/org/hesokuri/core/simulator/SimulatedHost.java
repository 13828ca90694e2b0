package org.hesokuri.core.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.engine.RepositoryMemory;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** A machine with a disk; whether a daemon runs on it is none of its affairs. */
public final class SimulatedHost {

  /** What git calls the first branch here. */
  static final BranchName MAIN = new BranchName("main");

  private final PeerId id;
  private final VirtualTime time;
  private final TreeMap<RepoPath, SimulatedRepository> disk = new TreeMap<>();
  private final Set<RepoPath> unmounted = new HashSet<>();
  private final Set<RepoPath> remembered = new HashSet<>();
  // All that a branch at a path ever pointed to, in the memory of people.
  private final Map<RepoPath, Map<BranchName, BitSet>> everAt = new HashMap<>();
  private boolean asleep;
  private Duration wallClockIsOffBy = Duration.ZERO;

  SimulatedHost(PeerId id, VirtualTime time) {
    this.id = id;
    this.time = time;
  }

  /** What the wall clock here shows. */
  Instant now() {
    return VirtualScheduling.wallClock(time.nanos(), wallClockIsOffBy);
  }

  /** The wall clock here jumps. */
  void jumpClock(Duration by) {
    wallClockIsOffBy = wallClockIsOffBy.plus(by);
  }

  /** Its identity. */
  public PeerId id() {
    return id;
  }

  /** Whether a login to it may run commands; that of the second host of a schedule may not. */
  boolean runsCommands() {
    return !id.name().equals("bee");
  }

  /** What can be found at the path now. */
  public Optional<SimulatedRepository> repository(RepoPath path) {
    return unmounted.contains(path) ? Optional.empty() : Optional.ofNullable(disk.get(path));
  }

  /** All repositories that can be found now. */
  Collection<SimulatedRepository> repositories() {
    return disk.values().stream().filter(r -> !unmounted.contains(r.path())).toList();
  }

  /** Somebody runs {@code git init}. */
  public SimulatedRepository init(RepoPath path, boolean bare) {
    return init(path, bare, MAIN);
  }

  /** Makes a repository that has a branch checked out which has no commit yet. */
  SimulatedRepository init(RepoPath path, boolean bare, BranchName first) {
    SimulatedRepository made =
        new SimulatedRepository(
            path, bare, first, everAt.computeIfAbsent(path, p -> new HashMap<>()), this::now);
    if (disk.put(path, made) != null) {
      throw new AssertionError("there is a repository already at " + path + " of " + id);
    }
    return made;
  }

  /** Whether a branch at the path ever pointed to the commit, on whatever disk. */
  boolean wasEverAt(RepoPath path, BranchName branch, Commit commit) {
    return Optional.ofNullable(everAt.get(path))
        .map(branches -> branches.get(branch))
        .filter(commits -> commits.get(commit.number()))
        .isPresent();
  }

  boolean isAsleep() {
    return asleep;
  }

  void isAsleep(boolean now) {
    asleep = now;
  }

  boolean isUnmounted(RepoPath path) {
    return unmounted.contains(path);
  }

  /** The disk below the path is taken away; what is on it stays. */
  public void unmount(RepoPath path) {
    unmounted.add(path);
  }

  /** The disk below the path comes back. */
  public void mount(RepoPath path) {
    unmounted.remove(path);
  }

  /** Somebody empties the folder. */
  public void empty(RepoPath path) {
    disk.remove(path);
  }

  /** The disk is replaced by a new one: repositories and memory are gone. */
  public void replaceDisk() {
    disk.clear();
    unmounted.clear();
    remembered.clear();
  }

  boolean remembers(RepoPath path) {
    return remembered.contains(path);
  }

  /** What the daemons of this machine remember over restarts. */
  public RepositoryMemory memory() {
    return new RepositoryMemory() {
      @Override
      public boolean wasSeenAt(RepoPath path) {
        return remembered.contains(path);
      }

      @Override
      public void seenAt(RepoPath path) {
        remembered.add(path);
      }
    };
  }

  @Override
  public String toString() {
    return id.name();
  }
}
