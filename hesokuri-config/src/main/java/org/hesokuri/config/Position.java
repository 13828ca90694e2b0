package org.hesokuri.config;

import java.util.Comparator;

/**
 * A place in the configuration file, as editors count it.
 *
 * @param line the line, from 1
 * @param column the character in that line, from 1; a tab counts as one, a character outside the
 *     basic plane too
 */
public record Position(int line, int column) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  /** The first character of a file. */
  static final Position START = new Position(1, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is less than 1
   */
  public Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("lines and columns count from 1");
    }
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** As an error begins: {@code line 3, column 7}. */
  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
