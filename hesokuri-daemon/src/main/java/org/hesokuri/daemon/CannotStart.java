package org.hesokuri.daemon;

/** The daemon cannot start, for a reason that its user can mend. */
final class CannotStart extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private CannotStart(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * Something around the daemon is in the way.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  static CannotStart because(String message, Throwable cause) {
    return new CannotStart(ExitCode.FAILED, message, cause);
  }

  /**
   * The environment asks for something impossible.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  static CannotStart badEnvironment(String message, Throwable cause) {
    return new CannotStart(ExitCode.USAGE, message, cause);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
