package org.hesokuri.daemon.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON in one line, of letters that no terminal takes for anything else. */
public final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final char LAST_OF_ASCII = 0x7f;

  private JsonText() {}

  /** Writes something. */
  @FunctionalInterface
  public interface Part {

    /** Writes it. */
    void write(JsonGenerator json) throws IOException;
  }

  /** An object with the fields that the part writes. */
  public static String object(Part fields) {
    return text(
        json -> {
          json.writeStartObject();
          fields.write(json);
          json.writeEndObject();
        });
  }

  /** An array of objects, each with the fields that its part writes. */
  public static String objects(List<? extends Part> items) {
    return text(
        json -> {
          json.writeStartArray();
          for (Part item : items) {
            json.writeStartObject();
            item.write(json);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Writes a field that is an array of texts. */
  public static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** Reads a text as JSON, within the limits of the library. */
  public static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** The same JSON with everything beyond ASCII, which can only be within its texts, escaped. */
  public static String ascii(String json) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char each = json.charAt(i);
      if (each < LAST_OF_ASCII) {
        escaped.append(each);
      } else {
        escaped.append(String.format("\\u%04x", (int) each));
      }
    }
    return escaped.toString();
  }

  private static String text(Part part) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      part.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
    return ascii(text.toString());
  }
}
