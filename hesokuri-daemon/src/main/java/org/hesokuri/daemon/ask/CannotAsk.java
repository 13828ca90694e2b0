package org.hesokuri.daemon.ask;

/** A daemon that runs cannot be asked, for a reason that its user can mend. */
public final class CannotAsk extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A reason.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  CannotAsk(String message) {
    super(message);
  }

  /** A reason with what brought it about. */
  CannotAsk(String message, Throwable cause) {
    super(message, cause);
  }
}
