package org.hesokuri.git;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch service and one thread for all repositories: the system allows few of the former, and
 * nothing here takes long. Watches only folders in which refs, HEAD and the index live, never
 * objects or whole working trees.
 */
final class RepoWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RepoWatcher.class);

  /** After a call, what follows within this time is told in one more call. */
  private static final long BURST_MILLIS = 3;

  /**
   * So long the end of somebody's change of several refs is waited for. Git locks all of them, then
   * moves one after the other: whoever looks in between gives a peer a part, and the rest half a
   * second later in a second push. A lock that stays longer is one that a crash left.
   */
  private static final Duration USUAL_PATIENCE = Duration.ofMillis(500);

  private final WatchService service;
  private final Thread thread;
  private final long patienceNanos;
  // Guarded by this.
  private final Map<WatchKey, Folder> folders = new HashMap<>();

  /** A watched folder and who wants to know. */
  private record Folder(Path path, Set<WatchedRepository> interested) {}

  RepoWatcher() {
    this(USUAL_PATIENCE);
  }

  /** Waits as long as a test wants for the end of a change of several refs. */
  RepoWatcher(Duration patience) {
    patienceNanos = patience.toNanos();
    try {
      service = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the system does not let files be watched; on Linux raise fs.inotify.max_user_instances",
          e);
    }
    thread = new Thread(this::run, "hesokuri-watcher");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins to watch a folder, and those below it if {@code deep}. */
  void add(Path path, boolean deep, WatchedRepository repository) throws IOException {
    if (!deep) {
      register(path, repository);
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            // Before its entries are listed: what appears later is told by the watch.
            register(folder, repository);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private void register(Path path, WatchedRepository repository) throws IOException {
    synchronized (this) {
      try {
        WatchKey key =
            path.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE,
                StandardWatchEventKinds.ENTRY_MODIFY);
        folders
            .computeIfAbsent(key, k -> new Folder(path, new HashSet<>()))
            .interested
            .add(repository);
      } catch (NoSuchFileException gone) {
        LOG.debug("{} went before it could be watched", path);
      }
    }
  }

  /** Ends the interest of a repository in all folders that are not among those to stay. */
  synchronized void retain(WatchedRepository repository, ImmutableSet<Path> stay) {
    folders
        .entrySet()
        .removeIf(
            entry -> {
              Folder folder = entry.getValue();
              if (!stay.contains(folder.path)) {
                folder.interested.remove(repository);
              }
              if (folder.interested.isEmpty()) {
                entry.getKey().cancel();
                return true;
              }
              return false;
            });
  }

  /** Ends all interest of a repository. */
  void remove(WatchedRepository repository) {
    retain(repository, ImmutableSet.of());
  }

  /** The folders in which a repository is interested. */
  synchronized ImmutableSet<Path> foldersOf(WatchedRepository repository) {
    return folders.values().stream()
        .filter(folder -> folder.interested.contains(repository))
        .map(Folder::path)
        .collect(ImmutableSet.toImmutableSet());
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.warn("the watch on files did not end cleanly: {}", e.getMessage());
    }
  }

  private void run() {
    try {
      Set<WatchedRepository> moved = new HashSet<>();
      while (true) {
        WatchKey first =
            moved.isEmpty() ? service.take() : service.poll(BURST_MILLIS, TimeUnit.MILLISECONDS);
        for (WatchKey key = first; key != null; key = service.poll()) {
          collect(key, moved);
        }
        long oldest = System.nanoTime() - patienceNanos;
        // Only after a call: what comes before one, such as a lock, must not delay it.
        if (moved.removeIf(repository -> !repository.isChangingRefs(oldest) && tell(repository))) {
          TimeUnit.MILLISECONDS.sleep(BURST_MILLIS);
        }
      }
    } catch (ClosedWatchServiceException closed) {
      LOG.debug("the watch on files ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A listener that fails must not end the watch for everybody else. */
  private static boolean tell(WatchedRepository repository) {
    try {
      repository.tell();
    } catch (RuntimeException bug) {
      LOG.error("what was told of a moved repository failed, please report it", bug);
    }
    return true;
  }

  private void collect(WatchKey key, Set<WatchedRepository> moved) {
    Path path;
    Set<WatchedRepository> interested;
    synchronized (this) {
      Folder folder = folders.get(key);
      if (folder == null) {
        key.pollEvents();
        return;
      }
      path = folder.path;
      interested = Set.copyOf(folder.interested);
    }
    for (WatchEvent<?> event : key.pollEvents()) {
      for (WatchedRepository repository : interested) {
        if (concerns(repository, path, event)) {
          moved.add(repository);
        }
      }
    }
    if (!key.reset()) {
      synchronized (this) {
        folders.remove(key);
      }
      moved.addAll(interested);
    }
  }

  private boolean concerns(WatchedRepository repository, Path folder, WatchEvent<?> event) {
    if (!(event.context() instanceof Path name)) {
      // Events were lost: whatever appeared meanwhile is found by looking.
      watchAgain(repository);
      return true;
    }
    Path entry = folder.resolve(name);
    boolean created = event.kind() == StandardWatchEventKinds.ENTRY_CREATE;
    if (created
        && repository.isDeep(entry)
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      try {
        add(entry, true, repository);
      } catch (IOException e) {
        LOG.warn("{} cannot be watched ({}); it is looked at now and then", entry, e.getMessage());
      }
      return true;
    }
    boolean deleted = event.kind() == StandardWatchEventKinds.ENTRY_DELETE;
    repository.noteRefLock(entry, deleted);
    return repository.concerns(folder, name.toString(), deleted);
  }

  private void watchAgain(WatchedRepository repository) {
    try {
      repository.addFolders();
      repository.findRefLocks();
    } catch (IOException e) {
      LOG.warn("not everything can be watched ({}); it is looked at now and then", e.getMessage());
    }
  }
}
