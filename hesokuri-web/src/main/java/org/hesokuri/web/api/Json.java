package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes JSON, field by field, so that nothing gets out that nobody decided to tell. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes one value. */
  @FunctionalInterface
  interface Value {
    void write(JsonGenerator json) throws IOException;
  }

  /** The bytes of one object, in UTF-8. */
  static byte[] object(Value fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** A moment in UTC, such as {@code 2026-11-23T12:00:00.123Z}. */
  static void instant(JsonGenerator json, String name, Instant at) throws IOException {
    json.writeStringField(name, at.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /** A field that is left out when there is nothing to say. */
  static void instant(JsonGenerator json, String name, Optional<Instant> at) throws IOException {
    if (at.isPresent()) {
      instant(json, name, at.get());
    }
  }

  /** A field that is left out when there is nothing to say. */
  static void text(JsonGenerator json, String name, Optional<?> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get().toString());
    }
  }

  static void texts(JsonGenerator json, String name, Iterable<?> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object value : values) {
      json.writeString(value.toString());
    }
    json.writeEndArray();
  }
}
