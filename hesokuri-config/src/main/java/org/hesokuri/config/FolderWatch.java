package org.hesokuri.config;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when something may have happened to one file, which need not exist.
 *
 * <p>It is a hurry-up, not a promise: a mount, a moved parent folder or a network disk sends no
 * event, and a system may have no watches left. Whoever waits here looks after each wait, whatever
 * its answer. One thread waits; any thread may close.
 */
final class FolderWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);
  private static final int MAX_LINKS = 40;

  private final Optional<WatchService> service;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Map<WatchKey, Set<Path>> namesByKey = Map.of();
  private boolean failureTold;

  FolderWatch() {
    this.service = openService();
  }

  private static Optional<WatchService> openService() {
    try {
      return Optional.of(FileSystems.getDefault().newWatchService());
    } catch (IOException e) {
      log.warn(
          "changes of the configuration are seen late, since no folder can be watched: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Watches the nearest folders there are on the way to the file, and to what links on that way
   * lead to. Call it before each look at the file: a change after the look ends the next wait.
   */
  void aim(Path file) {
    if (service.isEmpty()) {
      return;
    }
    Map<WatchKey, Set<Path>> aimed = new HashMap<>();
    folders(file)
        .forEach(
            (folder, names) ->
                // Always anew: a folder of the same name may be another one by now.
                register(service.get(), folder)
                    .ifPresent(key -> aimed.merge(key, names, FolderWatch::both)));
    namesByKey.keySet().stream().filter(key -> !aimed.containsKey(key)).forEach(WatchKey::cancel);
    namesByKey = aimed;
  }

  private static Set<Path> both(Set<Path> some, Set<Path> others) {
    Set<Path> all = new HashSet<>(some);
    all.addAll(others);
    return all;
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

  private Optional<WatchKey> register(WatchService watches, Path folder) {
    try {
      return Optional.of(folder.register(watches, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
    } catch (NoSuchFileException e) {
      // Gone since it was seen; the next look finds its parent.
      return Optional.empty();
    } catch (IOException e) {
      if (!failureTold) {
        failureTold = true;
        log.warn(
            "changes in {} are seen late, since it cannot be watched: {}", folder, e.getMessage());
      }
      return Optional.empty();
    }
  }

  /**
   * Waits until something happens on the way to the file, at most for the limit.
   *
   * @return whether something happened; false too if this is closed, at once
   */
  boolean await(Duration limit) throws InterruptedException {
    if (service.isEmpty()) {
      closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
      return false;
    }
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
        WatchKey key = service.get().poll(left, TimeUnit.NANOSECONDS);
        if (key != null && concerns(key)) {
          return true;
        }
      }
      return false;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  private boolean concerns(WatchKey key) {
    Set<Path> names = namesByKey.getOrDefault(key, Set.of());
    boolean concerns = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      concerns |= event.kind() == OVERFLOW || names.contains(event.context());
    }
    boolean folderIsThere = key.reset();
    return concerns || (!folderIsThere && namesByKey.containsKey(key));
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (service.isPresent()) {
        service.get().close();
      }
    } catch (IOException e) {
      log.warn("the watch of the configuration did not close well: {}", e.getMessage());
    }
  }
}
