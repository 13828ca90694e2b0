package org.hesokuri.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration file, read again whenever it changes.
 *
 * <p>Sees a change in place, a save by rename, a link that leads elsewhere, a file or its folders
 * that appear later, and a deletion, which is told as an invalid reading. Mostly at once, by the
 * events of the file system; what sends no event is seen within ten seconds. What is told:
 *
 * <ul>
 *   <li>the first reading, and after it each that comes from other content than the one told last;
 *   <li>a valid reading at once;
 *   <li>an invalid one only after the content stayed the same for 300 ms, or kept changing for 5 s:
 *       an editor that writes in pieces, or deletes and writes anew, is no error.
 * </ul>
 *
 * <p>Whoever listens decides what an invalid reading means; here a later valid one simply follows.
 */
public final class WatchedConfiguration implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WatchedConfiguration.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** Looks that read the file although it shows no change: some clocks tick slower than writers. */
  private static final int MORE_LOOKS = 2;

  private final Path file;
  private final Consumer<Reading> listener;
  private final Pace pace;
  private final FolderWatch watch;
  private final Thread thread;
  private volatile boolean closed;

  // The rest belongs to the thread.
  private Optional<FileContent.Trace> told = Optional.empty();
  private Optional<Unsettled> unsettled = Optional.empty();
  private Optional<Stamp> stamp = Optional.empty();
  private int moreLooks;

  private WatchedConfiguration(
      Path file, FolderEvents events, Consumer<Reading> listener, Pace pace) {
    this.file = file.toAbsolutePath();
    this.listener = listener;
    this.pace = pace;
    this.watch = new FolderWatch(events);
    this.thread = new Thread(this::run, "hesokuri-configuration");
    this.thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param file the file, which need not exist, nor its folders
   * @param events hasten what is told; without them it comes late
   * @param listener is told each reading, one after the other, on a thread of this object's own;
   *     what it throws is logged, and the next reading is told all the same
   */
  public static WatchedConfiguration start(
      Path file, FolderEvents events, Consumer<Reading> listener) {
    return start(file, events, listener, Pace.USUAL);
  }

  static WatchedConfiguration start(
      Path file, FolderEvents events, Consumer<Reading> listener, Pace pace) {
    WatchedConfiguration watched = new WatchedConfiguration(file, events, listener, pace);
    watched.thread.start();
    return watched;
  }

  /**
   * Ends the watch. Nothing is told after it returns, unless the listener is still busy after five
   * seconds, or is what called this. May be called twice, and from any thread.
   */
  @Override
  public void close() {
    closed = true;
    watch.end();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean stirred = true;
    try {
      while (!closed) {
        lookSafely(stirred);
        stirred = watch.await(untilNextLook());
        if (stirred) {
          gather();
        }
      }
    } catch (InterruptedException e) {
      log.warn("the watch of the configuration was interrupted; changes are no longer seen");
    } finally {
      watch.letGo();
    }
  }

  private void lookSafely(boolean stirred) {
    try {
      watch.aim(file);
      look(stirred);
    } catch (RuntimeException e) {
      // What lends its events may be closed already; anything else must not end the watch for good.
      if (!closed) {
        log.error("a look at the configuration {} failed; the next one follows", file, e);
      }
    }
  }

  /** One save is many events: a look is worth more after the last of them. */
  private void gather() throws InterruptedException {
    long end = System.nanoTime() + pace.gather().toNanos();
    for (long left = pace.gather().toNanos(); left > 0 && !closed; ) {
      watch.await(Duration.ofNanos(left));
      left = end - System.nanoTime();
    }
  }

  private Duration untilNextLook() {
    return unsettled.isPresent() ? pace.settle() : pace.poll();
  }

  private void look(boolean stirred) {
    Optional<Stamp> now = Optional.of(Stamp.of(file));
    if (stirred || !now.equals(stamp)) {
      moreLooks = MORE_LOOKS;
    } else if (moreLooks > 0) {
      moreLooks--;
    } else if (unsettled.isEmpty() && told.filter(FileContent.Trace::isFailure).isEmpty()) {
      // A failure is always looked at again: permissions change without a trace in the stamp.
      return;
    }
    stamp = now;
    consider(FileContent.read(file));
  }

  private void consider(FileContent content) {
    FileContent.Trace trace = content.trace();
    if (told.filter(trace::equals).isPresent()) {
      unsettled = Optional.empty();
      return;
    }
    long now = System.nanoTime();
    Unsettled seen =
        unsettled
            .map(before -> before.then(content, trace, now))
            .orElseGet(() -> new Unsettled(trace, content.reading(), now, now));
    boolean valid = seen.reading() instanceof Reading.Valid;
    if (valid || seen.isSettled(now, pace)) {
      told = Optional.of(trace);
      unsettled = Optional.empty();
      tell(seen.reading());
    } else {
      unsettled = Optional.of(seen);
    }
  }

  private void tell(Reading reading) {
    if (closed) {
      return;
    }
    try {
      listener.accept(reading);
    } catch (RuntimeException e) {
      log.error("a new reading of the configuration {} was not taken in", file, e);
    }
  }

  /**
   * How long things take.
   *
   * @param poll from one look to the next when nothing happens
   * @param gather from the first event to the look
   * @param settle how long an invalid content must stay as it is
   * @param patience how long a content may go on changing
   */
  record Pace(Duration poll, Duration gather, Duration settle, Duration patience) {

    static final Pace USUAL =
        new Pace(
            Duration.ofSeconds(10),
            Duration.ofMillis(30),
            Duration.ofMillis(300),
            Duration.ofSeconds(5));
  }

  /**
   * Content that differs from what was told and may be half of something.
   *
   * @param since when it was first seen, in nanoseconds
   * @param begin when the first content that was not told was seen, in nanoseconds
   */
  private record Unsettled(FileContent.Trace trace, Reading reading, long since, long begin) {

    Unsettled then(FileContent next, FileContent.Trace of, long now) {
      return of.equals(trace) ? this : new Unsettled(of, next.reading(), now, begin);
    }

    boolean isSettled(long now, Pace pace) {
      return now - since >= pace.settle().toNanos() || now - begin >= pace.patience().toNanos();
    }
  }
}
