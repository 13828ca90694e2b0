package org.hesokuri.core.git;

import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * One branch to be set on a peer.
 *
 * @param target the branch there
 * @param tip the commit that it shall point to
 * @param expected what it must point to before; empty if it must not exist
 * @param displaces whether {@code tip} does not (or is not known to) contain {@code expected},
 *     which is therefore kept there first; never with an empty {@code expected}
 */
public record Push(
    BranchName target, CommitHash tip, Optional<CommitHash> expected, boolean displaces) {

  /**
   * Checks the push.
   *
   * @param target the branch on the peer
   * @param tip the commit that it gets
   * @param expected what it must point to before; empty if it must not be there
   * @param displaces whether what it points to is not contained in the tip
   * @throws IllegalArgumentException if it displaces nothing but says so
   */
  public Push {
    if (displaces && expected.isEmpty()) {
      throw new IllegalArgumentException("nothing is there to be displaced");
    }
  }
}
