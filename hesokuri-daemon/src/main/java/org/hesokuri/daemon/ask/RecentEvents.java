package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.model.Quoted;

/** What {@code hesokuri log} says. */
public final class RecentEvents {

  private static final String DATA = "data:";
  private static final int TO_THE_SECOND = "2026-11-23T12:00:00".length();

  private RecentEvents() {}

  /**
   * The newest events that the daemon remembers, oldest first.
   *
   * @param most how many at most
   * @throws CannotAsk if the daemon cannot be asked
   */
  public static ImmutableList<String> from(RunningDaemon daemon, int most) throws CannotAsk {
    String newest = daemon.get("/api/v1/state").text("lastEvent");
    int dash = newest.lastIndexOf('-');
    if (newest.substring(dash + 1).equals("0")) {
      return ImmutableList.of();
    }
    ArrayDeque<String> lines = new ArrayDeque<>();
    // The stream goes on with what happens; it is read up to what was the newest event before.
    try (Stream<String> stream = daemon.events(newest.substring(0, dash + 1) + "0")) {
      boolean last = false;
      for (Iterator<String> each = stream.iterator(); each.hasNext(); ) {
        String line = each.next();
        last |= line.equals("id: " + newest) || line.equals("id:" + newest);
        if (line.startsWith(DATA)) {
          sentence(line.substring(DATA.length())).ifPresent(lines::add);
          if (lines.size() > most) {
            lines.removeFirst();
          }
        }
        if (last && line.isEmpty()) {
          break;
        }
      }
    } catch (IOException e) {
      throw new CannotAsk("the daemon's answer broke off: " + Quoted.plain(e.toString()), e);
    }
    return ImmutableList.copyOf(lines);
  }

  private static Optional<String> sentence(String data) throws IOException {
    JsonTree event = JsonTree.parse(data.strip());
    return event
        .find("sentence")
        .map(
            sentence ->
                event.text("at").substring(0, TO_THE_SECOND).replace('T', ' ')
                    + " UTC  "
                    + sentence.text());
  }
}
