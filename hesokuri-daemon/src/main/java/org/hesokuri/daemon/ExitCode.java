package org.hesokuri.daemon;

/** What the program's end tells whoever started it. */
enum ExitCode {
  /** It was told to stop, by SIGTERM or SIGINT, and did. */
  STOPPED(0),
  /** It could not start: the port is taken, the state folder cannot be written, or a bug. */
  FAILED(1),
  /** The command line or the environment is wrong. */
  USAGE(2),
  /** The daemon cannot be asked, because none runs or it does not answer. */
  SILENT(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
