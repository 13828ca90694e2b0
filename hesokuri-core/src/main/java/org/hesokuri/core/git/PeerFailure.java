package org.hesokuri.core.git;

/** A peer cannot be met, or what was met is not what it should be. */
public final class PeerFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so whom it concerns. */
  public enum Kind {
    /** The name does not resolve, nothing listens, or no route leads there. */
    UNREACHABLE(true),
    /** The peer was met but did not answer in time. */
    TIMED_OUT(true),
    /** No known_hosts file vouches for the peer's key. */
    HOST_KEY_UNKNOWN(true),
    /** A known_hosts file says that the peer's key is another one. */
    HOST_KEY_CHANGED(true),
    /** The peer accepts none of this user's keys. */
    LOGIN_REFUSED(true),
    /** The peer was met, but what it holds at the path is no repository, or it has no git. */
    NO_REPOSITORY(false),
    /** Anything else that went wrong on the way. */
    BROKEN(false);

    private final boolean concernsWholePeer;

    Kind(boolean concernsWholePeer) {
      this.concernsWholePeer = concernsWholePeer;
    }

    /** {@return whether other sources would meet the same failure on this peer} */
    public boolean concernsWholePeer() {
      return concernsWholePeer;
    }
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
  public PeerFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * A failure that no other exception stands behind.
   *
   * @param kind what kind of failure it is
   * @param message a sentence for the user
   */
  public PeerFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** {@return the kind of the failure} */
  public Kind kind() {
    return kind;
  }
}
