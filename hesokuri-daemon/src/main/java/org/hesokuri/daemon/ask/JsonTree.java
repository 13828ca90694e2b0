package org.hesokuri.daemon.ask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.daemon.json.JsonText;

/** A JSON value that was read. What is asked for and not there is told as a broken answer. */
final class JsonTree {

  private final Object value;

  private JsonTree(Object value) {
    this.value = value;
  }

  /**
   * Reads one value.
   *
   * @throws IOException if the text is not JSON
   */
  static JsonTree parse(String text) throws IOException {
    try (JsonParser parser = JsonText.parser(text)) {
      parser.nextToken();
      return new JsonTree(read(parser));
    }
  }

  private static Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, JsonTree> fields = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, new JsonTree(read(parser)));
      }
      return fields;
    }
    if (token == JsonToken.START_ARRAY) {
      List<JsonTree> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(new JsonTree(read(parser)));
      }
      return items;
    }
    if (token == null || !token.isScalarValue()) {
      throw new IOException("the answer ends in the middle");
    }
    return parser.getText();
  }

  /** The field of that name. */
  JsonTree at(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalStateException("the daemon's answer has no " + name));
  }

  /** The field of that name, if there is one. */
  Optional<JsonTree> find(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /** All fields, in their order. */
  Map<String, JsonTree> fields() {
    if (value instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // Made by read, which knows no other maps.
      Map<String, JsonTree> fields = (Map<String, JsonTree>) value;
      return fields;
    }
    throw new IllegalStateException("the daemon's answer has no fields where it should");
  }

  /** The items of an array. */
  List<JsonTree> items() {
    if (value instanceof List<?>) {
      @SuppressWarnings("unchecked") // Made by read, which knows no other lists.
      List<JsonTree> items = (List<JsonTree>) value;
      return items;
    }
    throw new IllegalStateException("the daemon's answer has no list where it should");
  }

  /** The text of the field of that name; numbers and truth values as they are written. */
  String text(String name) {
    return String.valueOf(at(name).value);
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  boolean isTrue(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** The value itself, as a text. */
  String text() {
    return String.valueOf(value);
  }
}
