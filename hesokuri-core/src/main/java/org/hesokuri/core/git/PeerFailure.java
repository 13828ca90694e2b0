package org.hesokuri.core.git;

import java.util.Optional;

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

  /** Whose key it is that changed. */
  private final transient Optional<String> changedKeyOf;

  /**
   * A failure.
   *
   * @param kind its kind
   * @param message a sentence for the user: what, where, why, what next
   * @param cause what it was made from
   */
  public PeerFailure(Kind kind, String message, Throwable cause) {
    this(kind, message, Optional.empty(), cause);
  }

  private PeerFailure(Kind kind, String message, Optional<String> changedKeyOf, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.changedKeyOf = changedKeyOf;
  }

  /**
   * Makes the failure of a host whose key is not the known one.
   *
   * @param message a sentence for the user: what, where, why, what next
   * @param host the host as known_hosts spells it: {@code beta} or {@code [beta]:2222}
   * @param cause what it was made from
   * @return the failure, of kind {@link Kind#HOST_KEY_CHANGED}
   */
  public static PeerFailure ofChangedKey(String message, String host, Throwable cause) {
    return new PeerFailure(Kind.HOST_KEY_CHANGED, message, Optional.of(host), cause);
  }

  /** {@return the same failure, for one more who waited for what failed} */
  public PeerFailure shared() {
    return new PeerFailure(kind, String.valueOf(getMessage()), changedKeyOf, this);
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
    this.changedKeyOf = Optional.empty();
  }

  /** {@return the kind of the failure} */
  public Kind kind() {
    return kind;
  }

  /**
   * {@return the host whose key is not the known one, as known_hosts spells it: the peer, or one on
   * the way to it; empty for every other kind of failure}
   */
  public Optional<String> changedKeyOf() {
    return changedKeyOf;
  }
}
