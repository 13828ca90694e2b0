package org.hesokuri.git.ssh;

import java.util.Optional;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.CommitHash;

/**
 * One ref to be set on a peer.
 *
 * @param ref its full name
 * @param expected what it must point to before; empty if it must not exist
 * @param tip what it shall point to
 */
record RefCommand(String ref, Optional<CommitHash> expected, CommitHash tip) {

  /** The command for a branch. */
  static RefCommand of(Push push) {
    return new RefCommand(push.target().ref(), push.expected(), push.tip());
  }

  /** The command that keeps a displaced tip. */
  static RefCommand of(KeptTip kept) {
    return new RefCommand(kept.ref(), Optional.empty(), kept.tip());
  }
}
