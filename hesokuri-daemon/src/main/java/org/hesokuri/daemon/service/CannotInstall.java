package org.hesokuri.daemon.service;

/** The service cannot be installed or removed, for a reason that its user can mend. */
public final class CannotInstall extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A reason.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  CannotInstall(String message) {
    super(message);
  }

  /** A reason with what brought it about. */
  CannotInstall(String message, Throwable cause) {
    super(message, cause);
  }
}
