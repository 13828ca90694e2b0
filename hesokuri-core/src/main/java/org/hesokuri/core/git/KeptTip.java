package org.hesokuri.core.git;

import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * A displaced tip that is kept: the ref {@code refs/hesokuri/kept/<branch>/<hash>}.
 *
 * @param branch the branch (or copy) that pointed to it
 * @param tip the commit
 */
public record KeptTip(BranchName branch, CommitHash tip) {

  /** Where kept tips live in a repository. */
  public static final String PREFIX = "refs/hesokuri/kept/";

  /** {@return the full name of the ref, which always points to {@link #tip}} */
  public String ref() {
    return PREFIX + branch.text() + "/" + tip.hex();
  }

  /**
   * Reads a full ref name; empty if it is not one of a kept tip.
   *
   * @param ref the full name
   * @return the kept tip
   */
  public static Optional<KeptTip> ofRef(String ref) {
    int slash = ref.lastIndexOf('/');
    if (!ref.startsWith(PREFIX) || slash < PREFIX.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KeptTip(
              new BranchName(ref.substring(PREFIX.length(), slash)),
              new CommitHash(ref.substring(slash + 1))));
    } catch (IllegalArgumentException notOurs) {
      // Somebody else's ref below our prefix: none of our business, and so left alone.
      return Optional.empty();
    }
  }
}
