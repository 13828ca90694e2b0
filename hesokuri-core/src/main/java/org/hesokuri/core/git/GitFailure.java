package org.hesokuri.core.git;

/** A repository of this machine cannot be used as it should. */
public final class GitFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** The repository is no longer where it was: an unmounted disk, an emptied folder. */
    GONE,
    /** It is there but cannot be read or written: rights, a full disk, damage. */
    BROKEN
  }

  /** What kind of failure it is. */
  private final Kind kind;

  /**
   * A failure.
   *
   * @param kind its kind
   * @param message a sentence for the user: what, where, why, what next
   * @param cause what it was made from
   */
  public GitFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * A failure that no other exception stands behind.
   *
   * @param kind what kind of failure it is
   * @param message a sentence for the user
   */
  public GitFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** {@return the kind of the failure} */
  public Kind kind() {
    return kind;
  }
}
