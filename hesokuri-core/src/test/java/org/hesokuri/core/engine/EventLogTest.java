package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.junit.jupiter.api.Test;

final class EventLogTest {

  private static final SyncEvent EVENT = new SyncEvent.PeerMet(new PeerId("beta"));

  private final EventLog log = new EventLog(new ManualScheduling());

  @Test
  void numbersEventsAndForgetsTheOldest() {
    for (int i = 0; i < EventLog.CAPACITY + 5; i++) {
      log.tell(EVENT);
    }
    assertThat(log.recent()).hasSize(EventLog.CAPACITY);
    assertThat(log.recent().get(0).id()).isEqualTo(6);
  }

  @Test
  void tellsListenersUntilTheyLeave() {
    List<Long> heard = new ArrayList<>();
    Hesokuri.Subscription subscription = log.listen(event -> heard.add(event.id()));
    log.tell(EVENT);
    subscription.close();
    log.tell(EVENT);
    assertThat(heard).containsExactly(1L);
  }

  @Test
  void survivesAListenerThatFails() {
    List<RecordedEvent> heard = new ArrayList<>();
    log.listen(
        event -> {
          throw new IllegalStateException("made on purpose by this test");
        });
    log.listen(heard::add);
    log.tell(EVENT);
    assertThat(heard).hasSize(1);
  }
}
