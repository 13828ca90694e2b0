package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.web.json.Json;

/**
 * A part of a list, in the order of its keys. Asking for what comes after a key goes on at the
 * right place also when the key itself is gone by then.
 *
 * @param items what it holds
 * @param next after which key the next part begins; empty at the end of the list
 */
record Slice<T>(ImmutableList<T> items, Optional<String> next) {

  /** Which part is asked for: at most {@code limit} items after the key. */
  record Bounds(Optional<String> after, int limit) {}

  static <T> Slice<T> of(List<T> all, Function<T, String> key, Bounds bounds) {
    ImmutableList<T> rest =
        all.stream()
            .filter(each -> bounds.after().filter(a -> key.apply(each).compareTo(a) <= 0).isEmpty())
            .sorted(Comparator.comparing(key))
            .limit(bounds.limit() + 1L)
            .collect(ImmutableList.toImmutableList());
    if (rest.size() <= bounds.limit()) {
      return new Slice<>(rest, Optional.empty());
    }
    ImmutableList<T> items = rest.subList(0, bounds.limit());
    return new Slice<>(items, Optional.of(key.apply(items.get(items.size() - 1))));
  }

  /** Writes one item. */
  @FunctionalInterface
  interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  /** Writes the items as an array of objects, and {@code next} beside it if there are more. */
  void write(JsonGenerator json, String name, Item<T> fields) throws IOException {
    json.writeArrayFieldStart(name);
    for (T item : items) {
      json.writeStartObject();
      fields.write(json, item);
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.text(json, "next", next);
  }
}
