package org.hesokuri.core.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;

/**
 * All identities that a configuration names, which decide what is a copy and what a local branch.
 *
 * @param peers the identities, this machine's own among them
 */
public record Identities(ImmutableSortedSet<PeerId> peers) {

  /** Makes the set of the given identities. */
  public static Identities of(Collection<PeerId> peers) {
    return new Identities(ImmutableSortedSet.copyOf(peers));
  }

  /**
   * Says what a branch is: the name is split at the last {@code _hesokr_} whose right side is one
   * of these identities; where there is none, the whole name is a local branch.
   */
  public BranchRole classify(BranchName name) {
    String text = name.text();
    // From 1: a copy has a branch on its left. lastIndexOf of a negative index ends the search.
    for (int at = text.lastIndexOf(CopyName.SEPARATOR);
        at > 0;
        at = text.lastIndexOf(CopyName.SEPARATOR, at - 1)) {
      String right = text.substring(at + CopyName.SEPARATOR.length());
      String left = text.substring(0, at);
      if (RefFormat.problemWith(left).isEmpty()) {
        for (PeerId peer : peers) {
          if (peer.name().equals(right)) {
            return new BranchRole.Copy(new CopyName(new BranchName(left), peer));
          }
        }
      }
    }
    return new BranchRole.Local(name);
  }
}
