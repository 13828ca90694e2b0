package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A collection, tag or discard that has begun and not ended, while it is read. */
final class Frame {

  /** What has begun. */
  enum Kind {
    VECTOR("[", ']'),
    ROUND("(", ')'),
    MEMBERS("#{", '}'),
    ENTRIES("{", '}'),
    TAG("#", ' '),
    DISCARD("#_", ' ');

    final String opening;
    final char closing;

    Kind(String opening, char closing) {
      this.opening = opening;
      this.closing = closing;
    }

    boolean isCollection() {
      return this != TAG && this != DISCARD;
    }
  }

  final Kind kind;
  final Position at;

  /** The name of a tag; otherwise empty. */
  final String tag;

  /** Whether nobody will see what is in here, so that nothing in it needs telling. */
  final boolean discarded;

  /** Whether what is in here will be compared, as or inside a map's key or a set's member. */
  private final boolean compared;

  private final Problems problems;
  private final ImmutableList.Builder<Form> items = ImmutableList.builder();
  private final ImmutableList.Builder<Form.Entry> entries = ImmutableList.builder();

  // Values are compared as text of a form in which equal values are equal. Strings keep a hash
  // table fast even if all of them were made to share one hash, which nested values would not.
  private final List<String> comparable = new ArrayList<>();
  private final Map<String, Position> seen = new HashMap<>();

  private @Nullable Form pendingKey;
  private boolean pendingIsDouble;

  Frame(Kind kind, Position at, String tag, Optional<Frame> parent, Problems problems) {
    this.kind = kind;
    this.at = at;
    this.tag = tag;
    this.problems = problems;
    this.discarded = kind == Kind.DISCARD || parent.filter(frame -> frame.discarded).isPresent();
    this.compared = !discarded && parent.filter(Frame::comparesNext).isPresent();
  }

  private boolean comparesNext() {
    boolean isKey = kind == Kind.ENTRIES && pendingKey == null;
    return compared || isKey || kind == Kind.MEMBERS;
  }

  /** Takes the next value in a collection, and the text by which it is compared. */
  void add(Form form, String comparison) {
    switch (kind) {
      case MEMBERS -> {
        if (!isDouble(form, comparison, "member")) {
          items.add(form);
        }
      }
      case ENTRIES -> addToMap(form, comparison);
      default -> items.add(form);
    }
    if (compared) {
      comparable.add(comparison);
    }
  }

  private void addToMap(Form form, String comparison) {
    Form key = pendingKey;
    if (key == null) {
      pendingKey = form;
      pendingIsDouble = isDouble(form, comparison, "key");
      return;
    }
    pendingKey = null;
    if (!pendingIsDouble) {
      entries.add(new Form.Entry(key, form));
    }
  }

  private boolean isDouble(Form form, String comparison, String role) {
    if (discarded || form instanceof Form.Told) {
      return false;
    }
    Position first = seen.putIfAbsent(comparison, form.at());
    if (first == null) {
      return false;
    }
    problems.add(
        form.at(),
        () ->
            form.described()
                + " is the same "
                + role
                + " again as at "
                + first
                + "; leave one of them");
    return true;
  }

  /** The finished collection. */
  Form close() {
    Form lonely = pendingKey;
    if (lonely != null && !discarded) {
      problems.add(
          lonely.at(), () -> lonely.described() + " is a key without a value; a map holds pairs");
    }
    return switch (kind) {
      case VECTOR -> new Form.Vector(at, items.build());
      case ROUND -> new Form.Round(at, items.build());
      case MEMBERS -> new Form.Members(at, items.build());
      case ENTRIES -> new Form.Entries(at, entries.build());
      case TAG, DISCARD -> new Form.Told(at);
    };
  }

  /** The text by which the finished collection is compared; empty if it will not be. */
  String comparison() {
    if (!compared) {
      return "";
    }
    List<String> parts = comparable;
    if (kind == Kind.ENTRIES) {
      parts = new ArrayList<>();
      for (int i = 0; i + 1 < comparable.size(); i += 2) {
        parts.add(comparable.get(i) + comparable.get(i + 1));
      }
    }
    if (kind == Kind.MEMBERS || kind == Kind.ENTRIES) {
      Collections.sort(parts);
    }
    return kind.opening + String.join("", parts) + kind.closing;
  }
}
