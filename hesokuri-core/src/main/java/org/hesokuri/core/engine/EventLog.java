package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers events, remembers the newest and tells listeners, in order and one at a time. */
final class EventLog {

  static final int CAPACITY = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  private final Scheduling scheduling;
  private final ArrayDeque<RecordedEvent> recent = new ArrayDeque<>();
  private final List<Consumer<RecordedEvent>> listeners = new ArrayList<>();
  private long lastId;

  EventLog(Scheduling scheduling) {
    this.scheduling = scheduling;
  }

  // Listeners are called under the lock: that is what keeps their order.
  synchronized void tell(SyncEvent event) {
    lastId++;
    RecordedEvent recorded = new RecordedEvent(lastId, scheduling.now(), event);
    if (recent.size() == CAPACITY) {
      recent.removeFirst();
    }
    recent.addLast(recorded);
    for (Consumer<RecordedEvent> listener : List.copyOf(listeners)) {
      try {
        listener.accept(recorded);
      } catch (RuntimeException bug) {
        LOG.error("a listener failed at event {}", recorded.id(), bug);
      }
    }
  }

  synchronized ImmutableList<RecordedEvent> recent() {
    return ImmutableList.copyOf(recent);
  }

  synchronized Hesokuri.Subscription listen(Consumer<RecordedEvent> listener) {
    listeners.add(listener);
    return () -> forget(listener);
  }

  private synchronized void forget(Consumer<RecordedEvent> listener) {
    listeners.remove(listener);
  }
}
