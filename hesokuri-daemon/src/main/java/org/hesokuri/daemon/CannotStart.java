package org.hesokuri.daemon;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The daemon cannot start, for a reason that its user can mend. */
final class CannotStart extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final ImmutableList<String> lines;

  private CannotStart(ExitCode exitCode, List<String> lines, Throwable cause) {
    super(String.join("; ", lines), cause);
    this.exitCode = exitCode;
    this.lines = ImmutableList.copyOf(lines);
  }

  /**
   * Something around the daemon is in the way.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  static CannotStart because(String message, Throwable cause) {
    return because(List.of(message), cause);
  }

  /**
   * Several things are in the way.
   *
   * @param lines a sentence for each
   */
  static CannotStart because(List<String> lines, Throwable cause) {
    return new CannotStart(ExitCode.FAILED, lines, cause);
  }

  /**
   * The environment asks for something impossible.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  static CannotStart badEnvironment(String message, Throwable cause) {
    return new CannotStart(ExitCode.USAGE, List.of(message), cause);
  }

  ImmutableList<String> lines() {
    return lines;
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
