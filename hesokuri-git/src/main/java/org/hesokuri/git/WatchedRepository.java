package org.hesokuri.git;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hesokuri.core.git.GitRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of one repository is watched, and which of the events there mean something. */
final class WatchedRepository implements GitRepository.Watch {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedRepository.class);

  private static final String INDEX_LOCK = "index.lock";

  /** Entries of a git folder that change without anything of ours changing. */
  private static final Set<String> NOISE =
      Set.of(
          "COMMIT_EDITMSG",
          "FETCH_HEAD",
          "ORIG_HEAD",
          "description",
          "gc.log",
          "gc.pid",
          "hesokuri",
          "hooks",
          "info",
          "logs",
          "objects");

  private final RepoWatcher watcher;
  private final Path commonDir;
  private final Runnable moved;
  private volatile ImmutableSet<Path> blocking = ImmutableSet.of();
  private volatile long ownLockUntil = System.nanoTime();

  /** The locks of refs that are held, and since when. Belongs to the watcher's thread. */
  private final Map<Path, Long> refLocks = new HashMap<>();

  WatchedRepository(RepoWatcher watcher, Path commonDir, Runnable moved) {
    this.watcher = watcher;
    this.commonDir = commonDir;
    this.moved = moved;
  }

  /** Watches every folder in which something of ours may change; to be repeated after losses. */
  void addFolders() throws IOException {
    watcher.add(commonDir, false, this);
    watcher.add(commonDir.resolve("refs"), false, this);
    if (Files.isDirectory(heads())) {
      watcher.add(heads(), true, this);
    }
    if (Files.isDirectory(worktrees())) {
      watcher.add(worktrees(), false, this);
      for (Path gitDir : WorktreeReader.linkedGitDirs(commonDir)) {
        watcher.add(gitDir, false, this);
      }
    }
  }

  /** Watches again after events were lost. */
  void watchAgain() {
    try {
      addFolders();
      findRefLocks();
    } catch (IOException e) {
      LOG.warn("not everything can be watched ({}); it is looked at now and then", e.getMessage());
    }
  }

  /** Watches a folder that appeared in a place that {@link #isDeep}. */
  void watchBelow(Path folder) {
    try {
      watcher.add(folder, true, this);
    } catch (IOException e) {
      LOG.warn("{} cannot be watched ({}); it is looked at now and then", folder, e.getMessage());
    }
  }

  private Path heads() {
    return commonDir.resolve("refs").resolve("heads");
  }

  private Path worktrees() {
    return commonDir.resolve("worktrees");
  }

  /** Whether a folder that appears at this place is to be watched too. */
  boolean isDeep(Path folder) {
    return folder.startsWith(heads())
        || folder.equals(worktrees())
        || worktrees().equals(folder.getParent());
  }

  /** Notes that somebody took or gave back a lock, if it is that of a branch. */
  void noteRefLock(Path entry, boolean deleted) {
    if (!isLock(entry.toString()) || !entry.startsWith(heads())) {
      return;
    }
    if (deleted) {
      refLocks.remove(entry);
    } else {
      refLocks.putIfAbsent(entry, System.nanoTime());
    }
  }

  /** Looks which locks of branches are held, because events of them may have been lost. */
  void findRefLocks() {
    Set<Path> found =
        watcher.foldersOf(this).stream()
            .filter(folder -> folder.startsWith(heads()))
            .flatMap(WatchedRepository::locksIn)
            .collect(Collectors.toSet());
    refLocks.keySet().retainAll(found);
    found.forEach(lock -> noteRefLock(lock, false));
  }

  /** Asks for names only: looking at the entries would fail for each that goes in between. */
  private static Stream<Path> locksIn(Path folder) {
    String[] names = folder.toFile().list((any, name) -> isLock(name));
    return names == null ? Stream.empty() : Arrays.stream(names).map(folder::resolve);
  }

  /**
   * Whether somebody is in the middle of a change of refs, as far as is known.
   *
   * @param oldest locks that were taken before do not count, and are forgotten
   */
  boolean isChangingRefs(long oldest) {
    refLocks.values().removeIf(since -> since - oldest < 0);
    return !refLocks.isEmpty();
  }

  /** Whether an event may mean that something of ours changed. */
  boolean concerns(Path folder, String name, boolean deleted) {
    if (isBlocking(folder.resolve(name))) {
      return true;
    }
    if (folder.equals(commonDir) || worktrees().equals(folder.getParent())) {
      return !isNoise(name, deleted);
    }
    // Elsewhere a name like that of a file of Git's is the name of a branch: "hesokuri", "logs".
    return folder.startsWith(commonDir) && !isLock(name);
  }

  private boolean isNoise(String name, boolean deleted) {
    if (name.equals(INDEX_LOCK) && deleted) {
      // The end of somebody's command may end a wait; the end of our own attempt does not.
      return System.nanoTime() - ownLockUntil < 0;
    }
    return isLock(name) || name.startsWith(".probe") || NOISE.contains(name);
  }

  /** No branch can have such a name, and what a lock leads to is told by its own name. */
  private static boolean isLock(String name) {
    return name.endsWith(".lock");
  }

  private boolean isBlocking(Path entry) {
    return blocking.stream().anyMatch(path -> path.startsWith(entry) || entry.startsWith(path));
  }

  /** What happens to index.lock from now until a moment after {@link #endOwnLock} is ours. */
  void beginOwnLock() {
    ownLockUntil = System.nanoTime() + 600_000_000_000L;
  }

  void endOwnLock() {
    ownLockUntil = System.nanoTime() + 50_000_000L;
  }

  void tell() {
    moved.run();
  }

  @Override
  public void alsoWatch(ImmutableSet<String> paths) {
    ImmutableSet<Path> wanted = paths.stream().map(Path::of).collect(ImmutableSet.toImmutableSet());
    if (wanted.equals(blocking)) {
      return;
    }
    ImmutableSet<Path> own =
        watcher.foldersOf(this).stream()
            .filter(folder -> folder.startsWith(commonDir))
            .collect(ImmutableSet.toImmutableSet());
    blocking = wanted;
    watcher.retain(this, own);
    for (Path path : wanted) {
      nearestFolder(path)
          .ifPresent(
              folder -> {
                try {
                  watcher.add(folder, false, this);
                } catch (IOException e) {
                  LOG.debug("{} cannot be watched; it is tried again now and then", folder, e);
                }
              });
    }
  }

  private static Optional<Path> nearestFolder(Path path) {
    Path folder = path.getParent();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }

  @Override
  public void close() {
    watcher.remove(this);
  }
}
