package org.hesokuri.web.activity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.web.json.Json;

/** Something that happened as one line of a file: an object of JSON, in ASCII. */
public final class HappeningLine {

  /** No longer line is taken for one; what would be longer is cut. */
  public static final int MOST_CHARACTERS = 16 * 1024;

  private static final int MOST_SENTENCE = 2_000;

  private HappeningLine() {}

  /** The line, without its end. */
  public static String write(Happening happening) {
    return new String(Json.object(json -> write(json, happening)), StandardCharsets.US_ASCII);
  }

  private static void write(JsonGenerator json, Happening happening) throws IOException {
    json.writeStringField("at", happening.at().toString());
    json.writeStringField("kind", happening.kind().word());
    json.writeBooleanField("trouble", happening.trouble());
    json.writeStringField("sentence", cut(happening.sentence()));
    Json.text(json, "source", happening.source());
    Json.text(json, "peer", happening.peer());
  }

  private static String cut(String sentence) {
    return sentence.length() <= MOST_SENTENCE
        ? sentence
        : sentence.substring(0, sentence.offsetByCodePoints(0, MOST_SENTENCE / 2)) + " ...";
  }

  /** What a line says; empty if it is damaged. */
  public static Optional<Happening> read(String line) {
    if (line.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      Map<String, String> fields = fields(line);
      return Optional.of(
          new Happening(
              Instant.parse(field(fields, "at")),
              Kind.of(field(fields, "kind")).orElseThrow(() -> new IOException("no such kind")),
              Boolean.parseBoolean(field(fields, "trouble")),
              // Whoever can write the file must not write on the screens of those who read it.
              Quoted.line(field(fields, "sentence")),
              Optional.ofNullable(fields.get("source")),
              Optional.ofNullable(fields.get("peer"))));
    } catch (IOException | DateTimeException damaged) {
      return Optional.empty();
    }
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(() -> new IOException("there is no " + name));
  }

  private static Map<String, String> fields(String line) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = Json.parser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (!json.nextToken().isScalarValue()) {
          throw new IOException("nothing is nested");
        }
        fields.put(name, json.getText());
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IOException("more than an object");
      }
    }
    return fields;
  }
}
