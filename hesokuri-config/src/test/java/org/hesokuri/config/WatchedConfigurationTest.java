package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hesokuri.config.WatchedConfiguration.Pace;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real folders; every wait is for something told, with a deadline that only a fault meets. */
class WatchedConfigurationTest {

  private static final Duration DEADLINE = Await.PATIENCE;
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(50);

  /** Sees only what the file system tells. */
  private static final Pace BY_EVENT = new Pace(NEVER, SOON, SOON, NEVER);

  /** The same, and takes no content for settled: what is written in place may be seen empty. */
  private static final Pace BY_EVENT_UNSETTLED = new Pace(NEVER, SOON, NEVER, NEVER);

  /** Takes no content for settled, so that an invalid one is never told. */
  private static final Pace UNSETTLED = new Pace(SOON, SOON, NEVER, NEVER);

  /** Looks so often that no event is needed. */
  private static final Pace BY_POLL = new Pace(SOON, SOON, SOON, NEVER);

  @TempDir Path folder;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final List<WatchedConfiguration> watches = new ArrayList<>();

  private EventsOfTheSystem events;

  @BeforeEach
  void begin() throws IOException {
    events = new EventsOfTheSystem();
  }

  @AfterEach
  void end() {
    closeWatches();
    events.close();
  }

  private void closeWatches() {
    watches.forEach(WatchedConfiguration::close);
  }

  private WatchedConfiguration watch(Path file, Pace pace) {
    return watch(file, pace, reading -> {});
  }

  private WatchedConfiguration watch(Path file, Pace pace, Consumer<Reading> then) {
    return watch(file, events, pace, then);
  }

  private WatchedConfiguration watch(
      Path file, FolderEvents by, Pace pace, Consumer<Reading> then) {
    WatchedConfiguration watched =
        WatchedConfiguration.start(
            file,
            by,
            reading -> {
              told.add(shown(reading));
              then.accept(reading);
            },
            pace);
    watches.add(watched);
    return watched;
  }

  private static String shown(Reading reading) {
    return reading.fold(
        valid -> valid.file().identities().peers().toString(),
        invalid -> invalid.problems().get(0).toString());
  }

  private String next() throws InterruptedException {
    String reading = told.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertThat(reading).as("something told within %s", DEADLINE).isNotNull();
    return reading;
  }

  private static String naming(String identity) {
    return "[{\"" + identity + "\" \"/x\"}]";
  }

  private static void replace(Path file, String text) throws IOException {
    Path beside = Files.writeString(file.resolveSibling("saved-aside"), text);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void link(Path link, Path target) throws IOException {
    Path beside = Files.createSymbolicLink(link.resolveSibling("linked-aside"), target);
    Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void tellsAFileThatIsSavedInPlaceAndByRename() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    watch(file, BY_EVENT_UNSETTLED);
    assertThat(next()).isEqualTo("[a]");

    Files.writeString(file, naming("b"));
    assertThat(next()).isEqualTo("[b]");

    replace(file, naming("c"));
    assertThat(next()).isEqualTo("[c]");

    Files.writeString(file, naming("d"));
    assertThat(next()).isEqualTo("[d]");
  }

  @Test
  void tellsAFileThatAppearsLaterWithItsFolders() throws Exception {
    Path file = folder.resolve("some/day/heso");
    watch(file, BY_EVENT);
    assertThat(next()).contains("is not there; hesokuri init writes a first one");

    Files.createDirectories(file.getParent());
    replace(file, naming("a"));
    assertThat(next()).isEqualTo("[a]");
  }

  @Test
  void tellsADeletionAndTheReturn() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    watch(file, BY_EVENT);
    assertThat(next()).isEqualTo("[a]");

    Files.delete(file);
    assertThat(next())
        .isEqualTo(
            "the configuration \""
                + file
                + "\" is not there; hesokuri init writes a first one, or name another file in"
                + " $HESOCFG");

    replace(file, naming("a"));
    assertThat(next()).isEqualTo("[a]");
  }

  @Test
  void tellsALinkThatLeadsElsewhereAndAChangeOfWhatItLeadsTo() throws Exception {
    Path one =
        Files.writeString(
            Files.createDirectory(folder.resolve("one")).resolve("heso"), naming("a"));
    Path two =
        Files.writeString(
            Files.createDirectory(folder.resolve("two")).resolve("heso"), naming("b"));
    Path home = Files.createDirectory(folder.resolve("home"));
    Path file = Files.createSymbolicLink(home.resolve(".hesocfg"), Path.of("../one/heso"));
    watch(file, BY_EVENT);
    assertThat(next()).isEqualTo("[a]");

    replace(one, naming("c"));
    assertThat(next()).isEqualTo("[c]");

    link(file, two);
    assertThat(next()).isEqualTo("[b]");

    replace(two, naming("d"));
    assertThat(next()).isEqualTo("[d]");

    Files.delete(two);
    assertThat(next()).contains("is a link to something that is not there");
  }

  @Test
  void tellsWhatSendsNoEvent() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    Files.writeString(one.resolve("heso"), naming("a"));
    Files.writeString(two.resolve("heso"), naming("b"));
    Path current = Files.createSymbolicLink(folder.resolve("current"), one);
    watch(current.resolve("heso"), BY_POLL);
    assertThat(next()).isEqualTo("[a]");

    link(current, two);
    assertThat(next()).isEqualTo("[b]");

    Files.move(two, folder.resolve("away"));
    assertThat(next()).contains("is not there");

    Path three = Files.createDirectory(folder.resolve("three"));
    Files.writeString(three.resolve("heso"), naming("c"));
    Files.move(three, two);
    assertThat(next()).isEqualTo("[c]");
  }

  @Test
  void seesChangesByLookingWhereNothingCanBeWatched() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    FolderEvents none =
        (any, happened) -> {
          throw new IOException("User limit of inotify watches reached");
        };
    watch(file, none, BY_POLL, reading -> {});
    assertThat(next()).isEqualTo("[a]");

    replace(file, naming("b"));
    assertThat(next()).isEqualTo("[b]");
  }

  @Test
  void looksAgainWhenEventsWereLost() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    BlockingQueue<Consumer<Optional<Path>>> listeners = new LinkedBlockingQueue<>();
    FolderEvents silent =
        (any, happened) -> {
          listeners.add(happened);
          return () -> {};
        };
    watch(file, silent, BY_EVENT, reading -> {});
    assertThat(next()).isEqualTo("[a]");

    replace(file, naming("b"));
    listeners.remove().accept(Optional.empty());
    assertThat(next()).isEqualTo("[b]");

    // It may have been another folder by then: only the watch that it asked for now is sure.
    replace(file, naming("c"));
    listeners.remove().accept(Optional.of(file.getFileName()));
    assertThat(next()).isEqualTo("[c]");
  }

  @Test
  void seesAFolderThatWentAndCameBackUnderItsName() throws Exception {
    Path some = Files.createDirectory(folder.resolve("some"));
    Path file = Files.writeString(some.resolve("heso"), naming("a"));
    watch(file, BY_EVENT);
    assertThat(next()).isEqualTo("[a]");

    for (String again : List.of("b", "c", "d")) {
      Files.delete(file);
      Files.delete(some);
      assertThat(next()).contains("is not there");
      Files.createDirectory(some);
      replace(file, naming(again));
      assertThat(next()).isEqualTo("[" + again + "]");
    }
  }

  /** Asking blocks while the disk of a source hangs, and with it would the look at the file. */
  @Test
  void doesNotAskAgainForAFolderThatItWatches() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    WatchedConfiguration watched = watch(file, BY_POLL);
    assertThat(next()).isEqualTo("[a]");
    for (String again : List.of("b", "c", "d")) {
      replace(file, naming(again));
      assertThat(next()).isEqualTo("[" + again + "]");
    }
    assertThat(events.asked()).isEqualTo(1);
    assertThat(events.watched()).isEqualTo(1);

    watched.close();
    assertThat(events.watched()).isZero();
  }

  @Test
  void doesNotTellTheSameContentAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    watch(file, UNSETTLED);
    assertThat(next()).isEqualTo("[a]");

    Files.writeString(file, naming("a"));
    assertNothingIsTold();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertNothingIsTold();
    replace(file, naming("a"));
    assertNothingIsTold();
    replace(file, naming("b"));
    assertThat(next()).isEqualTo("[b]");
  }

  @Test
  void waitsForTheRestOfAFileThatIsWrittenInPieces() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    watch(file, UNSETTLED);
    assertThat(next()).isEqualTo("[a]");

    Files.writeString(file, "[{\"b\" ");
    assertNothingIsTold();
    Files.delete(file);
    assertNothingIsTold();
    Files.writeString(file, naming("b"));
    assertThat(next()).isEqualTo("[b]");
  }

  /** Gives what must not be told the time to be told: too short a time can hide it, not make it. */
  private void assertNothingIsTold() throws InterruptedException {
    assertThat(told.poll(4 * SOON.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void tellsAnInvalidFileOnceItHasSettledAndAValidOneAfterIt() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), "[");
    watch(file, BY_EVENT);
    assertThat(next()).isEqualTo("line 1, column 1: [ is never closed; add the missing ]");

    replace(file, "[]]");
    assertThat(next()).startsWith("line 1, column 3: ");

    replace(file, naming("a"));
    assertThat(next()).isEqualTo("[a]");
  }

  @Test
  void losesPatienceWithAnInvalidFileThatKeepsChanging() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), "[");
    watch(file, new Pace(SOON, SOON, NEVER, Duration.ofMillis(200)));

    AtomicInteger size = new AtomicInteger();
    Await.until(
        "something is told",
        () -> {
          replace(file, "[" + " ".repeat(size.incrementAndGet() % 1000));
          return !told.isEmpty();
        });
    assertThat(told.poll()).contains("is never closed");
  }

  @Test
  void goesOnAfterAListenerThatThrows() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    watch(
        file,
        BY_EVENT,
        reading -> {
          throw new IllegalStateException("this listener always throws");
        });
    assertThat(next()).isEqualTo("[a]");

    replace(file, naming("b"));
    assertThat(next()).isEqualTo("[b]");
  }

  @Test
  void tellsNothingOnceClosed() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    WatchedConfiguration watched =
        watch(
            file,
            BY_POLL,
            reading -> {
              thread.set(Thread.currentThread());
              awaitQuietly(release);
            });
    assertThat(next()).isEqualTo("[a]");
    Files.writeString(file, naming("b"));

    release.countDown();
    watched.close();
    watched.close();

    assertThat(thread.get().isAlive()).isFalse();
    int toldByThen = told.size();
    Files.writeString(file, naming("c"));
    assertThat(told).hasSize(toldByThen).doesNotContain("[c]");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void mayBeClosedByItsListener() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), naming("a"));
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    watch(
        file,
        BY_EVENT,
        reading -> {
          watches.forEach(WatchedConfiguration::close);
          threads.add(Thread.currentThread());
        });

    Thread thread = threads.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertThat(thread).isNotNull();
    closeWatches();
    thread.join(DEADLINE.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }
}
