package org.hesokuri.web.api;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.web.json.Json;

/**
 * The newest events as they are sent, each encoded once however many listen. Bounded in number by
 * the engine and in bytes here; the oldest are forgotten first. Not for more than one thread.
 */
final class EventRing {

  /** What is remembered at most. */
  static final int MOST_BYTES = 1 << 20;

  /** About how much is sent at once. */
  private static final int BATCH_BYTES = 16 * 1024;

  private final String life;
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private int bytes;
  private long newest;

  private record Frame(long number, byte[] text) {}

  EventRing(String life) {
    this.life = life;
  }

  /** The number of the newest event; 0 if there was none. */
  long newest() {
    return newest;
  }

  /**
   * Takes over what is new.
   *
   * @param recent the newest events, oldest first
   * @return whether anything was
   */
  boolean takeOver(ImmutableList<RecordedEvent> recent) {
    if (recent.isEmpty() || Iterables.getLast(recent).id() <= newest) {
      return false;
    }
    for (RecordedEvent event : recent) {
      if (event.id() > newest) {
        add(event);
      }
    }
    return true;
  }

  private void add(RecordedEvent event) {
    String head =
        "id: " + new EventPlace(life, event.id()) + "\nevent: " + EventJson.kind(event.event());
    byte[] text = frame(head, EventJson.of(event));
    frames.addLast(new Frame(event.id(), text));
    bytes += text.length;
    newest = event.id();
    while (bytes > MOST_BYTES && frames.size() > 1) {
      bytes -= frames.removeFirst().text().length;
    }
  }

  private static byte[] frame(String head, byte[] json) {
    return (head + "\ndata: " + new String(json, StandardCharsets.US_ASCII) + "\n\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Writes a first part of what comes after an event, with a word about it where older ones are
   * forgotten.
   *
   * @return the number of the last event of that part
   */
  long copyAfter(long number, ByteArrayOutputStream to) {
    if (number >= newest || frames.isEmpty()) {
      return number;
    }
    long next = frames.getFirst().number();
    if (next > number + 1) {
      to.writeBytes(
          frame("event: gap", Json.object(json -> json.writeNumberField("goesOnAt", next))));
    }
    long last = number;
    for (Frame frame : frames) {
      if (frame.number() > number) {
        if (to.size() >= BATCH_BYTES) {
          break;
        }
        to.writeBytes(frame.text());
        last = frame.number();
      }
    }
    return last;
  }
}
