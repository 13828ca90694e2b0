package org.hesokuri.core.model;

import java.util.Arrays;
import java.util.Optional;

/** The rules of {@code git check-ref-format} for a name below {@code refs/heads/}. */
final class RefFormat {

  private static final String LOCK = ".lock";
  private static final int DELETE = 0x7f;
  private static final boolean[] FORBIDDEN = forbidden();

  private RefFormat() {}

  /**
   * What makes {@code name} impossible as a branch name, as the end of a sentence that begins with
   * the name; empty if Git accepts it.
   */
  static Optional<String> problemWith(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.equals("@")) {
      return Optional.of("is a lone @");
    }
    if (name.startsWith("-")) {
      return Optional.of("starts with a hyphen");
    }
    if (name.endsWith(".")) {
      return Optional.of("ends with a dot");
    }
    if (name.contains("..")) {
      return Optional.of("contains two dots in a row");
    }
    if (name.contains("@{")) {
      return Optional.of("contains @{");
    }
    // By loops, not streams: every branch name of every look comes through here.
    for (int at = 0; at < name.length(); ) {
      int c = name.codePointAt(at);
      if (isForbidden(c)) {
        return Optional.of("contains " + describe(c));
      }
      at += Character.charCount(c);
    }
    return problemWithComponents(name);
  }

  private static Optional<String> problemWithComponents(String name) {
    for (int from = 0; from <= name.length(); ) {
      int slash = name.indexOf('/', from);
      int end = slash < 0 ? name.length() : slash;
      if (end == from) {
        return Optional.of("has a slash at its start, at its end or next to another slash");
      }
      if (name.charAt(from) == '.') {
        return Optional.of("has a part that starts with a dot");
      }
      if (name.startsWith(LOCK, end - LOCK.length())) {
        return Optional.of("has a part that ends with .lock");
      }
      from = end + 1;
    }
    return Optional.empty();
  }

  private static boolean isForbidden(int c) {
    if (c < FORBIDDEN.length) {
      return FORBIDDEN[c];
    }
    // Unpaired surrogates have no UTF-8 form, so no ref on any disk or wire can carry them.
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static boolean[] forbidden() {
    boolean[] forbidden = new boolean[DELETE + 1];
    Arrays.fill(forbidden, 0, ' ' + 1, true);
    "~^:?*[\\".chars().forEach(c -> forbidden[c] = true);
    forbidden[DELETE] = true;
    return forbidden;
  }

  private static String describe(int c) {
    if (c == ' ') {
      return "a blank";
    }
    if (c <= 0x20 || c == 0x7f || c >= Character.MIN_SURROGATE) {
      return String.format("the character U+%04X", c);
    }
    return "the character " + Character.toString(c);
  }
}
