package org.hesokuri.daemon.ask;

/** A daemon cannot be asked, or not for this, for a reason that its user can mend. */
public final class CannotAsk extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean unknown;

  /**
   * A reason.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  CannotAsk(String message) {
    this(message, false);
  }

  private CannotAsk(String message, boolean unknown) {
    super(message);
    this.unknown = unknown;
  }

  /**
   * It answers, but does not know what it is asked about.
   *
   * @param message a sentence for the user: what, where, why, what next
   */
  static CannotAsk unknown(String message) {
    return new CannotAsk(message, true);
  }

  /** A reason with what brought it about. */
  CannotAsk(String message, Throwable cause) {
    super(message, cause);
    this.unknown = false;
  }

  /** Whether it does answer, but does not know what it was asked about. */
  public boolean isAboutSomethingUnknown() {
    return unknown;
  }
}
