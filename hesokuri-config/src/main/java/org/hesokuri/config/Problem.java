package org.hesokuri.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that the user has to mend in the configuration, or should look at.
 *
 * @param where the place in the file; empty if it is about the file as a whole
 * @param message what is wrong there, with the offending value, and what would be right; fit for a
 *     log line, since nothing hostile in the value is left as it was
 */
public record Problem(Optional<Position> where, String message) {

  static Problem at(Position position, String message) {
    return new Problem(Optional.of(position), message);
  }

  static Problem ofFile(String message) {
    return new Problem(Optional.empty(), message);
  }

  /** As shown to the user, with the file; what is about the file as a whole names it itself. */
  public String in(Path file) {
    return where.map(position -> file + ": " + this).orElse(message);
  }

  /** As shown to the user: {@code line 3, column 7: ...}. */
  @Override
  public String toString() {
    return where.map(position -> position + ": " + message).orElse(message);
  }
}
