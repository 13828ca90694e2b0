package org.hesokuri.daemon.repository;

/** A command cannot do what it is asked for, for a reason that its user can mend. */
public final class CannotDo extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A reason.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  public CannotDo(String message) {
    super(message);
  }

  /** A reason with what brought it about. */
  public CannotDo(String message, Throwable cause) {
    super(message, cause);
  }
}
