package org.hesokuri.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when something may have happened to one file, which need not exist.
 *
 * <p>It is a hurry-up, not a promise: a mount, a moved parent folder or a network disk sends no
 * event, and a system may have no watches left. Whoever waits here looks after each wait, whatever
 * its answer. One thread aims, waits and lets go; any thread may end the wait.
 */
final class FolderWatch {

  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);
  private static final int MAX_LINKS = 40;

  private final FolderEvents events;

  /** Has a permit if something happened that nobody has waited for yet. */
  private final Semaphore stirred = new Semaphore(0);

  private volatile boolean ended;

  // The rest belongs to the thread that waits.
  private final Map<Path, Watched> folders = new HashMap<>();
  private boolean failureTold;

  FolderWatch(FolderEvents events) {
    this.events = events;
  }

  /**
   * Watches the nearest folders there are on the way to the file, and to what links on that way
   * lead to. Call it before each look at the file: a change after the look ends the next wait.
   */
  void aim(Path file) {
    Map<Path, Set<Path>> aimed = folders(file);
    aimed.forEach(this::watch);
    letGo(folder -> !aimed.containsKey(folder));
  }

  private void letGo(Predicate<Path> condition) {
    folders
        .entrySet()
        .removeIf(
            watched -> {
              boolean goes = condition.test(watched.getKey());
              if (goes) {
                watched.getValue().end.run();
              }
              return goes;
            });
  }

  /** Watches nothing any more. */
  void letGo() {
    letGo(folder -> true);
  }

  private static Map<Path, Set<Path>> folders(Path file) {
    Map<Path, Set<Path>> folders = new LinkedHashMap<>();
    Optional<Path> next = Optional.of(file.toAbsolutePath());
    for (int links = 0; next.isPresent() && links < MAX_LINKS; links++) {
      Path at = next.get();
      Path name = at;
      Path folder = at.getParent();
      while (folder != null && !Files.isDirectory(folder)) {
        name = folder;
        folder = folder.getParent();
      }
      if (folder != null) {
        folders.computeIfAbsent(folder, any -> new HashSet<>()).add(name.getFileName());
      }
      next = target(at);
    }
    return folders;
  }

  private static Optional<Path> target(Path link) {
    try {
      return Files.isSymbolicLink(link)
          ? Optional.of(link.resolveSibling(Files.readSymbolicLink(link)))
          : Optional.empty();
    } catch (IOException e) {
      // Gone or changed since the line above; the folder it is in is watched.
      return Optional.empty();
    }
  }

  /**
   * One that is watched already is not asked for again: the disk of a source may hang, and then
   * whoever asks hangs, too.
   */
  private void watch(Path folder, Set<Path> names) {
    Optional<Watched> before = Optional.ofNullable(folders.get(folder));
    try {
      // Before it is watched: if it is another one by then, the next look finds that out.
      Optional<Object> key =
          Optional.ofNullable(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
      if (before.filter(watched -> watched.stillIs(key)).isPresent()) {
        before.get().entries.names = names;
        return;
      }
      Entries entries = new Entries(names);
      folders.put(folder, new Watched(key, entries, events.watch(folder, entries)));
    } catch (NoSuchFileException e) {
      // Gone since it was seen; the next look finds its parent.
      folders.remove(folder);
    } catch (IOException e) {
      folders.remove(folder);
      tell(folder, e);
    }
    before.ifPresent(watched -> watched.end.run());
  }

  private void tell(Path folder, IOException e) {
    if (!failureTold) {
      failureTold = true;
      log.warn(
          "changes in {} are seen late, since it cannot be watched: {}", folder, e.getMessage());
    }
  }

  /**
   * Waits until something happens on the way to the file, at most for the limit.
   *
   * @return whether something happened; false too once the wait is ended, at once
   */
  boolean await(Duration limit) throws InterruptedException {
    return !ended && stirred.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS) && !ended;
  }

  private void stir() {
    if (stirred.availablePermits() == 0) {
      stirred.release();
    }
  }

  /** Ends the wait, and each later one. */
  void end() {
    ended = true;
    stirred.release();
  }

  /**
   * A folder that is watched.
   *
   * @param key tells it from another one of the same name, where the system has such keys
   */
  private record Watched(Optional<Object> key, Entries entries, Runnable end) {

    boolean stillIs(Optional<Object> now) {
      return !entries.lost && now.isPresent() && now.equals(key);
    }
  }

  /** Which entries of a folder are on the way to the file. */
  private final class Entries implements Consumer<Optional<Path>> {

    private volatile Set<Path> names;

    /** Whether the folder may have gone, and another one have its name and its key. */
    private volatile boolean lost;

    Entries(Set<Path> names) {
      this.names = names;
    }

    @Override
    public void accept(Optional<Path> entry) {
      if (entry.isEmpty()) {
        lost = true;
      }
      if (entry.isEmpty() || names.contains(entry.get())) {
        stir();
      }
    }
  }
}
