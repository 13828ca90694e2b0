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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch service and one thread for all repositories, and for whoever else in the process
 * watches a folder: the system allows few of the former, and nothing here takes long. Of a
 * repository it watches only folders in which refs, HEAD and the index live, never objects or whole
 * working trees.
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

  /** Each watched folder, and who wants to know; nobody is no folder. Guarded by this. */
  private final Map<WatchKey, Set<Interest>> folders = new HashMap<>();

  /** Somebody wants to know what happens in a folder. */
  private interface Interest {

    /** Takes in an event and notes which repository it says has moved. */
    void happened(WatchEvent<?> event, Set<WatchedRepository> moved);

    /** The folder is gone. */
    void ended(Set<WatchedRepository> moved);
  }

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
    try {
      register(path, new OfRepository(repository, path));
    } catch (NoSuchFileException gone) {
      LOG.debug("{} went before it could be watched", path);
    }
  }

  private synchronized void register(Path path, Interest interest) throws IOException {
    WatchKey key =
        path.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
    folders.computeIfAbsent(key, k -> new HashSet<>()).add(interest);
  }

  /**
   * Watches a folder for somebody who has nothing to do with repositories, beside them.
   *
   * @param happened is told the name of each entry that something happened to, and nothing if
   *     events were lost or the folder is gone; it must not block, and what it throws is logged
   * @return what ends it
   * @throws IOException if the folder is not there or cannot be watched
   */
  Runnable watch(Path folder, Consumer<Optional<Path>> happened) throws IOException {
    Interest interest = new OfSomebodyElse(happened);
    register(folder, interest);
    return () -> removeIf(interest::equals);
  }

  /** Ends the interest of a repository in all folders that are not among those to stay. */
  void retain(WatchedRepository repository, ImmutableSet<Path> stay) {
    removeIf(
        interest ->
            interest instanceof OfRepository of
                && of.repository.equals(repository)
                && !stay.contains(of.folder));
  }

  /** A folder in which nobody is interested any more is no longer watched. */
  private synchronized void removeIf(Predicate<Interest> condition) {
    folders
        .entrySet()
        .removeIf(
            entry -> {
              entry.getValue().removeIf(condition);
              if (entry.getValue().isEmpty()) {
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
        .flatMap(Set::stream)
        .filter(OfRepository.class::isInstance)
        .map(OfRepository.class::cast)
        .filter(of -> of.repository.equals(repository))
        .map(OfRepository::folder)
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
    Set<Interest> interested;
    synchronized (this) {
      interested = Set.copyOf(folders.getOrDefault(key, Set.of()));
    }
    List<WatchEvent<?>> events = key.pollEvents();
    interested.forEach(interest -> events.forEach(event -> interest.happened(event, moved)));
    if (!interested.isEmpty() && !key.reset()) {
      synchronized (this) {
        folders.remove(key);
      }
      interested.forEach(interest -> interest.ended(moved));
    }
  }

  /**
   * The interest of a repository.
   *
   * @param folder by the path by which the repository knows it: links lead to one folder by many
   */
  private record OfRepository(WatchedRepository repository, Path folder) implements Interest {

    @Override
    public void happened(WatchEvent<?> event, Set<WatchedRepository> moved) {
      if (concerns(event)) {
        moved.add(repository);
      }
    }

    private boolean concerns(WatchEvent<?> event) {
      if (!(event.context() instanceof Path name)) {
        // Events were lost: whatever appeared meanwhile is found by looking.
        repository.watchAgain();
        return true;
      }
      Path entry = folder.resolve(name);
      boolean created = event.kind() == StandardWatchEventKinds.ENTRY_CREATE;
      if (created
          && repository.isDeep(entry)
          && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        repository.watchBelow(entry);
        return true;
      }
      boolean deleted = event.kind() == StandardWatchEventKinds.ENTRY_DELETE;
      repository.noteRefLock(entry, deleted);
      return repository.concerns(folder, name.toString(), deleted);
    }

    @Override
    public void ended(Set<WatchedRepository> moved) {
      moved.add(repository);
    }
  }

  /** An interest that is one of its own, though it be in the same folder as another. */
  private static final class OfSomebodyElse implements Interest {

    private final Consumer<Optional<Path>> listener;

    OfSomebodyElse(Consumer<Optional<Path>> listener) {
      this.listener = listener;
    }

    @Override
    public void happened(WatchEvent<?> event, Set<WatchedRepository> moved) {
      tell(event.context() instanceof Path name ? Optional.of(name) : Optional.empty());
    }

    @Override
    public void ended(Set<WatchedRepository> moved) {
      tell(Optional.empty());
    }

    private void tell(Optional<Path> entry) {
      try {
        listener.accept(entry);
      } catch (RuntimeException bug) {
        LOG.error("what was told of a watched folder failed, please report it", bug);
      }
    }
  }
}
