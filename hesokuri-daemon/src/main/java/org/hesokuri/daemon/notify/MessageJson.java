package org.hesokuri.daemon.notify;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.hesokuri.core.status.UnsafeSince;
import org.hesokuri.daemon.json.JsonText;

/** A message as the user's command and webhook get it: one JSON object in ASCII. */
final class MessageJson {

  /** More are counted, not named. */
  static final int MOST_NAMED = 100;

  private MessageJson() {}

  static byte[] of(Message message) {
    return JsonText.object(json -> write(json, message)).getBytes(StandardCharsets.US_ASCII);
  }

  private static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStringField("text", text(message));
    json.writeStringField("kind", message.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("state", message.begun() ? "begun" : "over");
    json.writeStringField("at", message.at().truncatedTo(ChronoUnit.MILLIS).toString());
    json.writeNumberField("count", message.concerns().size());
    json.writeArrayFieldStart("items");
    for (Concern concern : message.concerns().stream().limit(MOST_NAMED).toList()) {
      write(json, concern);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Concern concern) throws IOException {
    json.writeStartObject();
    if (concern.key().place().isPresent()) {
      UnsafeSince.Place place = concern.key().place().get();
      json.writeStringField("path", place.source().text());
      json.writeStringField("branch", place.branch().text());
    }
    json.writeStringField("sentence", concern.sentence());
    json.writeStringField("since", concern.since().truncatedTo(ChronoUnit.MILLIS).toString());
    json.writeEndObject();
  }

  /** One line that stands for all of it, under the name that most chat services show. */
  private static String text(Message message) {
    int more = message.concerns().size() - 1;
    return "Hesokuri: "
        + (message.begun() ? "" : "no longer so: ")
        + message.concerns().get(0).sentence()
        + (more == 0 ? "" : " (and " + more + " more)");
  }
}
