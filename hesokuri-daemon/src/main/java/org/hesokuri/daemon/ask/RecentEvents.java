package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.stream.Stream;
import org.hesokuri.daemon.reason.IoReason;

/** What {@code hesokuri log} says. */
public final class RecentEvents {

  private static final String DATA = "data:";
  private static final int TO_THE_SECOND = "2026-11-23T12:00:00".length();

  private RecentEvents() {}

  /**
   * The newest events that the daemon remembers, oldest first, a sentence each.
   *
   * @param most how many at most
   * @throws CannotAsk if the daemon cannot be asked
   */
  public static ImmutableList<String> from(RunningDaemon daemon, int most) throws CannotAsk {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (String event : json(daemon, most)) {
      lines.add(sentence(event));
    }
    return lines.build();
  }

  /**
   * The newest events that the daemon remembers, oldest first, as the JSON in which it tells them.
   *
   * @param most how many at most
   * @throws CannotAsk if the daemon cannot be asked
   */
  public static ImmutableList<String> json(RunningDaemon daemon, int most) throws CannotAsk {
    String newest = daemon.get("/api/v1/state").text("lastEvent");
    int dash = newest.lastIndexOf('-');
    if (newest.substring(dash + 1).equals("0")) {
      return ImmutableList.of();
    }
    ArrayDeque<String> events = new ArrayDeque<>();
    // The stream goes on with what happens; it is read up to what was the newest event before.
    try (Stream<String> stream = daemon.events(newest.substring(0, dash + 1) + "0")) {
      boolean last = false;
      for (Iterator<String> each = stream.iterator(); each.hasNext(); ) {
        String line = each.next();
        last |= line.equals("id: " + newest) || line.equals("id:" + newest);
        if (line.startsWith(DATA)) {
          String event = line.substring(DATA.length()).strip();
          if (tree(event).find("sentence").isPresent()) {
            events.add(event);
          }
          if (events.size() > most) {
            events.removeFirst();
          }
        }
        if (last && line.isEmpty()) {
          break;
        }
      }
    }
    return ImmutableList.copyOf(events);
  }

  private static JsonTree tree(String event) throws CannotAsk {
    try {
      return JsonTree.parse(event);
    } catch (IOException e) {
      throw new CannotAsk("the daemon's answer broke off: " + IoReason.of(e), e);
    }
  }

  private static String sentence(String event) throws CannotAsk {
    JsonTree tree = tree(event);
    return tree.text("at").substring(0, TO_THE_SECOND).replace('T', ' ')
        + " UTC  "
        + tree.text("sentence");
  }
}
