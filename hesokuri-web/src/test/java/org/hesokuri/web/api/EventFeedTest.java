package org.hesokuri.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.StagedEngine.DESK;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StagedEngine.hash;
import static org.hesokuri.web.testing.StatusSamples.CODE;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.testing.Await;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those who listen hear, whatever they do themselves. */
final class EventFeedTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final StagedEngine engine = new StagedEngine();
  private EventFeed feed = feed(new EventFeed.Times(SHORT, SHORT, LONG, LONG));

  private EventFeed feed(EventFeed.Times times) {
    return new EventFeed(engine, times);
  }

  private void withTimes(EventFeed.Times times) {
    feed.close();
    feed = feed(times);
  }

  @AfterEach
  void end() {
    feed.close();
  }

  /** Somebody who listens, and reads at once if not told otherwise. */
  private static final class Ear implements EventFeed.Way {
    private final StringBuilder heard = new StringBuilder();
    private final List<EventFeed.Done> unread = new ArrayList<>();
    private boolean reads = true;
    private boolean cut;

    @Override
    public synchronized void send(ByteBuffer bytes, EventFeed.Done done) {
      heard.append(StandardCharsets.US_ASCII.decode(bytes));
      if (reads) {
        done.sent(true);
      } else {
        unread.add(done);
      }
    }

    @Override
    public synchronized void cut() {
      cut = true;
    }

    synchronized String heard() {
      return heard.toString();
    }

    synchronized boolean isCut() {
      return cut;
    }

    synchronized int unread() {
      return unread.size();
    }

    synchronized void reads(boolean from) {
      reads = from;
      List<EventFeed.Done> read = List.copyOf(unread);
      unread.clear();
      read.forEach(done -> done.sent(true));
    }

    /** The lines of a kind, without its name. */
    List<String> all(String field) {
      return heard()
          .lines()
          .filter(line -> line.startsWith(field + ": "))
          .map(line -> line.substring(field.length() + 2))
          .toList();
    }

    List<String> kinds() {
      return all("event").stream().filter(kind -> !kind.equals("status")).toList();
    }
  }

  private Ear listen(String... after) {
    Ear ear = new Ear();
    assertThat(feed.add(ear, Arrays.stream(after).findFirst())).isTrue();
    await(() -> ear.heard().startsWith("retry: ") || ear.unread() > 0);
    return ear;
  }

  private static void await(Await.Question condition) {
    Await.until("what was awaited", condition);
  }

  private static List<SyncEvent> everyKind() {
    BranchName main = new BranchName("ma\u00efn" + StatusSamples.BIDI);
    BranchName copy = new BranchName("main_hesokr_nas");
    Duration pause = Duration.ofSeconds(5);
    return List.of(
        new SyncEvent.SourceStarted(CODE, true),
        new SyncEvent.SourceStopped(CODE, "it is gone"),
        new SyncEvent.SourceDropped(CODE),
        new SyncEvent.Pushed(CODE, NAS, copy, Optional.empty(), hash(1), true),
        new SyncEvent.PushRefused(CODE, NAS, copy, hash(1), "it is protected\nthere"),
        new SyncEvent.SourceRefused(CODE, NAS, "no repository is there", pause),
        new SyncEvent.SourceAccepted(CODE, NAS),
        new SyncEvent.Advanced(
            CODE, main, Optional.of(hash(1)), hash(2), Optional.of("/w"), ImmutableSet.of("x")),
        new SyncEvent.AdvanceBlocked(CODE, main, hash(1), "a file is in the way"),
        new SyncEvent.Diverged(CODE, main, copy),
        new SyncEvent.CopyRemoved(CODE, copy, hash(1)),
        new SyncEvent.UnwantedRemoved(CODE, main, hash(1)),
        new SyncEvent.RemovalBlocked(CODE, main, "it is checked out"),
        new SyncEvent.TipKept(CODE, new KeptTip(main, hash(1))),
        new SyncEvent.KeepingBlocked(CODE, new KeptTip(main, hash(1)), "its disk is full"),
        new SyncEvent.KeptDropped(CODE, new KeptTip(main, hash(1))),
        new SyncEvent.FoldDropped(CODE, new KeptFold(new FoldWeek(2026, 48), hash(1), 37)),
        new SyncEvent.PeerMet(NAS),
        new SyncEvent.PeerLost(NAS, PeerFailure.Kind.TIMED_OUT, "it is silent", Duration.ZERO),
        new SyncEvent.ConfigurationApplied(2, 3, ImmutableList.of("odd")),
        new SyncEvent.ConfigurationRejected("/home/u/.hesocfg", ImmutableList.of("no")));
  }

  @Test
  void tellsEveryKindOfEventAsItIsDescribed() throws Exception {
    Set<Class<?>> told = everyKind().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(told).containsExactlyInAnyOrder(SyncEvent.class.getPermittedSubclasses());
    Ear ear = listen();
    everyKind().forEach(engine::tell);
    await(() -> ear.kinds().size() == told.size());
    Description description = Description.read();
    List<String> data = ear.all("data").stream().filter(json -> !json.equals("{}")).toList();
    assertThat(data).hasSize(told.size());
    data.forEach(json -> description.describes("Event", json));
    assertThat(description.document().at("/components/schemas/EventKind/enum").values())
        .extracting(kind -> kind.asString())
        .containsExactlyInAnyOrderElementsOf(ear.kinds());
    assertThat(ear.heard()).matches(Pattern.compile("[\\n -~]+"));
  }

  @Test
  void tellsFromNowOnUnlessAskedForMore() {
    engine.tell(new SyncEvent.PeerMet(NAS));
    Ear ear = listen();
    engine.tell(new SyncEvent.PeerMet(DESK));
    await(() -> ear.kinds().size() == 1);
    assertThat(ear.all("id")).singleElement().asString().endsWith("-2");
  }

  @Test
  void goesOnAfterTheLastOneThatWasHeard() {
    Ear first = listen();
    for (int i = 0; i < 5; i++) {
      engine.tell(new SyncEvent.PeerMet(NAS));
    }
    await(() -> first.all("id").size() == 5);
    Ear again = listen(first.all("id").get(1));
    await(() -> again.all("id").size() == 3);
    assertThat(again.all("id")).isEqualTo(first.all("id").subList(2, 5));
    assertThat(again.kinds()).containsOnly("peerMet");
  }

  @Test
  void saysThatOlderOnesAreForgotten() throws Exception {
    for (int i = 0; i < 1_200; i++) {
      engine.tell(new SyncEvent.PeerMet(NAS));
    }
    Ear ear = listen(feed.place(5));
    await(() -> ear.kinds().size() == 1_001);
    assertThat(ear.kinds().get(0)).isEqualTo("gap");
    assertThat(ear.all("data").get(0)).isEqualTo("{\"goesOnAt\":201}");
    Description.read().describes("Gap", ear.all("data").get(0));
    assertThat(ear.all("id").get(0)).endsWith("-201");
    assertThat(ear.all("id")).hasSize(1_000).doesNotHaveDuplicates();
  }

  @Test
  void takesNoNumberOfAnEarlierLifeForOneOfThis() {
    engine.tell(new SyncEvent.PeerMet(NAS));
    engine.tell(new SyncEvent.PeerMet(DESK));
    Ear ear = listen("00000000-2");
    await(() -> ear.kinds().size() == 3);
    assertThat(ear.kinds()).containsExactly("gap", "peerMet", "peerMet");
  }

  @Test
  void forgetsRatherThanFillsTheMemory() {
    Ear ear = listen();
    ear.reads(false);
    String why = "x".repeat(50_000);
    for (int i = 0; i < 100; i++) {
      engine.tell(new SyncEvent.SourceStopped(CODE, why));
    }
    ear.reads(true);
    await(() -> ear.heard().contains("-100\n"));
    assertThat(ear.kinds()).contains("gap");
    assertThat(ear.kinds().size() * why.length()).isLessThan(2 * EventRing.MOST_BYTES);
  }

  @Test
  void saysAtOnceAndThenSeldomThatSomethingChanged() {
    withTimes(new EventFeed.Times(Duration.ofMillis(200), LONG, LONG, LONG));
    Ear ear = listen();
    assertThat(statuses(ear)).isEqualTo(1);
    long begun = System.nanoTime();
    for (int i = 0; i < 300; i++) {
      engine.tell(new SyncEvent.PeerMet(NAS));
    }
    await(() -> ear.kinds().size() == 300 && statuses(ear) > 1);
    long periods = Duration.ofNanos(System.nanoTime() - begun).dividedBy(Duration.ofMillis(200));
    assertThat(statuses(ear)).isLessThanOrEqualTo(2 + (int) periods + 1);
  }

  @Test
  void saysThatSomethingChangedOfWhichThereIsNoEvent() {
    Ear ear = listen();
    engine.is(StatusSamples.eventful());
    await(() -> statuses(ear) == 2);
    assertThat(ear.kinds()).isEmpty();
    engine.is(StatusSamples.empty());
    await(() -> statuses(ear) == 3);
  }

  private static int statuses(Ear ear) {
    return ear.all("event").stream().filter("status"::equals).toList().size();
  }

  @Test
  void givesASignOfLifeWhenNothingHappens() {
    withTimes(new EventFeed.Times(SHORT, SHORT, SHORT, LONG));
    Ear ear = listen();
    await(() -> ear.heard().endsWith("\n:\n\n:\n\n:\n\n"));
  }

  @Test
  void cutsOffWhoDoesNotReadAndGoesOnTellingOthers() {
    withTimes(new EventFeed.Times(SHORT, SHORT, LONG, Duration.ofMillis(300)));
    Ear slow = listen();
    slow.reads(false);
    Ear other = listen();
    engine.tell(new SyncEvent.PeerMet(NAS));
    await(() -> other.kinds().size() == 1);
    await(slow::isCut);
    assertThat(feed.count()).isEqualTo(1);
    assertThat(slow.unread()).isEqualTo(1);
    engine.tell(new SyncEvent.PeerMet(NAS));
    await(() -> other.kinds().size() == 2);
    assertThat(other.isCut()).isFalse();
  }

  @Test
  void tellsOnlySoMany() {
    for (int i = 0; i < EventFeed.MOST_LISTENERS; i++) {
      listen();
    }
    assertThat(feed.add(new Ear(), Optional.empty())).isFalse();
  }

  @Test
  void doesNothingWhileNobodyListens() {
    Ear ear = listen();
    ear.reads(false);
    engine.tell(new SyncEvent.PeerMet(NAS));
    await(() -> ear.unread() == 1);
    synchronized (ear) {
      ear.unread.remove(0).sent(false);
    }
    await(() -> feed.count() == 0 && !isAtWork());
    engine.tell(new SyncEvent.PeerMet(NAS));
    assertThat(isAtWork()).isFalse();
  }

  private static boolean isAtWork() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("hesokuri-web-events"));
  }

  @Test
  void hearsNothingOnceItIsClosed() {
    assertThat(engine.listeners()).isEqualTo(1);
    feed.close();
    assertThat(engine.listeners()).isZero();
  }
}
