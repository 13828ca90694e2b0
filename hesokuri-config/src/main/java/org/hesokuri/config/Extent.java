package org.hesokuri.config;

import com.google.common.collect.ImmutableList;

/**
 * Which characters of a text a value consists of.
 *
 * @param start the offset of its first character
 * @param end the offset after its last one
 * @param items what a collection holds, keys and values of a map in turn; none in a scalar
 */
record Extent(int start, int end, ImmutableList<Extent> items) {

  /**
   * Finds the values of a text.
   *
   * @param text one that {@link FormReader} has read without a problem
   */
  static Extent of(String text) {
    return new ExtentReader(text).value();
  }

  /** The characters. */
  String in(String text) {
    return text.substring(start, end);
  }

  /** Where its first item would be: after the bracket, of which a set has two characters. */
  int inner(String text) {
    return start + (text.charAt(start) == '#' ? 2 : 1);
  }

  /** The place after its last item, or the one where its first would be. */
  int afterItems(String text) {
    return items.isEmpty() ? inner(text) : items.get(items.size() - 1).end();
  }
}
