package org.hesokuri.web.activity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/** Something that happened as one line of a file: an object of JSON, in ASCII. */
public final class HappeningLine {

  /** No longer line is taken for one; what would be longer is cut. */
  public static final int MOST_CHARACTERS = 16 * 1024;

  private static final int MOST_SENTENCE = 2_000;
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private HappeningLine() {}

  /** The line, without its end. */
  public static String write(Happening happening) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("at", happening.at().toString());
      json.writeStringField("kind", happening.kind().word());
      json.writeBooleanField("trouble", happening.trouble());
      json.writeStringField("sentence", cut(happening.sentence()));
      write(json, "source", happening.source());
      write(json, "peer", happening.peer());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
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
    try (JsonParser json = FACTORY.createParser(line)) {
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
