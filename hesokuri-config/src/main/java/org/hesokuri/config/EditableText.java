package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import us.bpsm.edn.util.CharClassify;

/** A text with its values, and what has to be inserted where to put more into it. */
final class EditableText {

  private final String text;

  EditableText(String text) {
    this.text = text;
  }

  /** The text with another one inserted. */
  String with(int at, String inserted) {
    return text.substring(0, at) + inserted + text.substring(at);
  }

  /** The line end that this text uses. */
  String lineEnd() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  /** Blanks as wide as what stands before the offset in its line; tabs stay tabs. */
  String indent(int offset) {
    return text.substring(lineStart(offset), offset).replaceAll("[^\\t]", " ");
  }

  private int lineStart(int offset) {
    int start = offset;
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    return start;
  }

  /** The value of a key in a map; empty if the map does not have it. */
  Optional<Extent> valueOf(Extent map, Form key) {
    ImmutableList<Extent> items = map.items();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      if (sameScalar(form(items.get(i)), key)) {
        return Optional.of(items.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private Form form(Extent extent) {
    return FormReader.read(extent.in(text), new Problems())
        .orElseThrow(() -> new IllegalStateException("a part of a valid text is not valid"));
  }

  private static boolean sameScalar(Form one, Form other) {
    if (one instanceof Form.Text text && other instanceof Form.Text with) {
      return text.text().equals(with.text());
    }
    return one instanceof Form.Key key
        && other instanceof Form.Key with
        && key.name().equals(with.name());
  }

  /** The text with an item behind the last one of a collection, in the same line. */
  String appendedInLine(Extent collection, String item) {
    return with(collection.afterItems(text), collection.items().isEmpty() ? item : " " + item);
  }

  /** The text with an item at the end of a collection, in a line of its own unless it is alone. */
  String appended(Extent collection, String item) {
    if (collection.items().isEmpty()) {
      return with(collection.inner(text), item);
    }
    String indent = indent(collection.items().get(0).start());
    int after = collection.afterItems(text);
    int bracket = collection.end() - 1;
    if (isBlank(after, bracket)) {
      return with(after, lineEnd() + indent + item);
    }
    // A comment behind the last item speaks of that one, and stays beside it.
    int line = lineStart(bracket);
    if (line > after && isBlank(line, bracket)) {
      int wide = Math.min(bracket - line, indent.length());
      return with(bracket, indent.substring(wide) + item);
    }
    return with(bracket, lineEnd() + indent + item);
  }

  private boolean isBlank(int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> CharClassify.isWhitespace((char) c));
  }

  /** Where new items of a collection begin, as blanks. */
  String indentOfItems(Extent collection) {
    return indent(
        collection.items().isEmpty() ? collection.inner(text) : collection.items().get(0).start());
  }

  /** A text as EDN writes it. */
  static String string(String value) {
    StringBuilder shown = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                shown.append('\\').append((char) c);
              } else if (c < ' ' || c == 0x7f) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.append('"').toString();
  }
}
