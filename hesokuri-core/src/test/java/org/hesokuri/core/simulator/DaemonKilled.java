package org.hesokuri.core.simulator;

/** Thrown out of the port when the daemon that called is dead: what SIGKILL is to a process. */
final class DaemonKilled extends Error {

  private static final long serialVersionUID = 1L;

  DaemonKilled() {
    super("the daemon was killed", null, false, false);
  }
}
