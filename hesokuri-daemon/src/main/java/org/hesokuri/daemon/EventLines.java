package org.hesokuri.daemon;

import java.util.function.Consumer;
import org.hesokuri.core.status.RecordedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each event as a line of the log. */
final class EventLines implements Consumer<RecordedEvent> {

  private static final Logger log = LoggerFactory.getLogger("org.hesokuri.event");

  @Override
  public void accept(RecordedEvent recorded) {
    if (recorded.event().isTrouble()) {
      log.warn("{}", recorded.event().sentence());
    } else {
      log.info("{}", recorded.event().sentence());
    }
  }
}
