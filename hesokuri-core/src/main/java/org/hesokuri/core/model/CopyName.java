package org.hesokuri.core.model;

/**
 * The name of a copy: what another peer's branch was when it last reached this machine.
 *
 * @param branch the branch on the peer that commits to it
 * @param from that peer
 */
public record CopyName(BranchName branch, PeerId from) {

  /** What stands between the branch and the peer in the name of a copy. */
  public static final String SEPARATOR = "_hesokr_";

  /** {@return the branch that holds this copy in a repository: {@code X_hesokr_Y}} */
  public BranchName asBranch() {
    return new BranchName(branch.text() + SEPARATOR + from.name());
  }

  @Override
  public String toString() {
    return branch.text() + SEPARATOR + from.name();
  }
}
