package org.hesokuri.config;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What a daemon lends to its configuration, at its simplest. */
final class EventsOfTheSystem implements FolderEvents, AutoCloseable {

  private final WatchService service;
  private final AtomicInteger asked = new AtomicInteger();

  /** Guarded by this. */
  private final Map<WatchKey, List<Consumer<Optional<Path>>>> listeners = new HashMap<>();

  EventsOfTheSystem() throws IOException {
    service = FileSystems.getDefault().newWatchService();
    Thread thread = new Thread(this::run, "events-of-the-system");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized Runnable watch(Path folder, Consumer<Optional<Path>> happened)
      throws IOException {
    asked.incrementAndGet();
    WatchKey key = folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
    listeners.computeIfAbsent(key, any -> new ArrayList<>()).add(happened);
    return () -> end(key, happened);
  }

  private synchronized void end(WatchKey key, Consumer<Optional<Path>> happened) {
    List<Consumer<Optional<Path>>> rest = listeners.getOrDefault(key, new ArrayList<>());
    rest.remove(happened);
    if (rest.isEmpty()) {
      key.cancel();
      listeners.remove(key);
    }
  }

  /** How often somebody asked for a folder to be watched. */
  int asked() {
    return asked.get();
  }

  /** How many folders are watched. */
  synchronized int watched() {
    return listeners.size();
  }

  private void run() {
    try {
      while (true) {
        pass(service.take());
      }
    } catch (ClosedWatchServiceException | InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(WatchKey key) {
    List<Consumer<Optional<Path>>> interested;
    synchronized (this) {
      interested = List.copyOf(listeners.getOrDefault(key, List.of()));
    }
    for (WatchEvent<?> event : key.pollEvents()) {
      interested.forEach(each -> each.accept(Optional.ofNullable((Path) event.context())));
    }
    if (!key.reset()) {
      interested.forEach(each -> each.accept(Optional.empty()));
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
