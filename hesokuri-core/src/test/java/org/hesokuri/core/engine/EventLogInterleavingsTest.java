package org.hesokuri.core.engine;

import static org.hesokuri.core.engine.Interleavings.must;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
final class EventLogInterleavingsTest {

  private static final SyncEvent EVENT = new SyncEvent.PeerMet(new PeerId("beta"));

  /** Hears one event at a time, or says so. */
  private static final class Ear implements Consumer<RecordedEvent> {

    private final List<Long> heard = new ArrayList<>();
    private boolean listening;

    @Override
    public void accept(RecordedEvent event) {
      must(!listening, "listeners are told one event at a time");
      listening = true;
      heard.add(event.id());
      listening = false;
    }
  }

  private static List<Long> ids(List<RecordedEvent> events) {
    List<Long> ids = new ArrayList<>();
    for (RecordedEvent event : events) {
      ids.add(event.id());
    }
    return ids;
  }

  @Test
  void numbersEventsWithoutGapAndTellsThemInOrder() {
    Interleavings.explore(
        threads -> {
          EventLog log = new EventLog(new AnyMoment(threads));
          Ear ear = new Ear();
          log.listen(ear);
          threads.run(() -> log.tell(EVENT), () -> log.tell(EVENT));
          must(ear.heard.equals(List.of(1L, 2L)), "each event is told once, in order");
          must(ids(log.recent()).equals(List.of(1L, 2L)), "what is remembered is what was told");
        });
  }

  @Test
  void losesNothingBetweenWhatItRemembersAndWhatItTells() {
    Interleavings.explore(
        threads -> {
          EventLog log = new EventLog(new AnyMoment(threads));
          Ear ear = new Ear();
          List<RecordedEvent> known = new ArrayList<>();
          log.tell(EVENT);
          threads.run(
              () -> log.tell(EVENT),
              () -> {
                log.listen(ear);
                known.addAll(log.recent());
              });
          List<Long> all = List.of(1L, 2L);
          must(ids(known).equals(all.subList(0, known.size())), "what is remembered has no gap");
          must(ear.heard.isEmpty() || ear.heard.equals(List.of(2L)), "nothing is told from before");
          must(
              known.size() + ear.heard.size() >= 2,
              "who listens, and then asks what is remembered, knows all");
        });
  }

  @Test
  void tellsNothingToWhoHasLeft() {
    Interleavings.explore(
        threads -> {
          EventLog log = new EventLog(new AnyMoment(threads));
          AtomicBoolean left = new AtomicBoolean();
          AtomicBoolean toldLate = new AtomicBoolean();
          Hesokuri.Subscription subscription =
              log.listen(event -> toldLate.compareAndSet(false, left.get()));
          threads.run(
              () -> log.tell(EVENT),
              () -> {
                subscription.close();
                left.set(true);
              });
          must(!toldLate.get(), "who has left is told nothing");
        });
  }
}
