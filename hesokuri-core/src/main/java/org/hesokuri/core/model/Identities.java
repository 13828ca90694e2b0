package org.hesokuri.core.model;

import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;

/**
 * All identities that a configuration names, which decide what is a copy and what a local branch.
 *
 * @param peers the identities, this machine's own among them
 */
public record Identities(ImmutableSortedSet<PeerId> peers) {

  /**
   * Makes the set of the given identities.
   *
   * @param peers the identities
   * @return the set
   */
  public static Identities of(Collection<PeerId> peers) {
    return new Identities(ImmutableSortedSet.copyOf(peers));
  }

  /**
   * Says what a branch is: the name is split at the last {@code _hesokr_} whose right side is one
   * of these identities; where there is none, the whole name is a local branch.
   *
   * @param name the branch
   * @return what it is
   */
  public BranchRole classify(BranchName name) {
    String text = name.text();
    // From 1: a copy has a branch on its left. lastIndexOf of a negative index ends the search.
    for (int at = text.lastIndexOf(CopyName.SEPARATOR);
        at > 0;
        at = text.lastIndexOf(CopyName.SEPARATOR, at - 1)) {
      for (PeerId peer : peers) {
        // Compared in place: every branch of every look comes through here.
        int end = at + CopyName.SEPARATOR.length();
        if (peer.name().length() == text.length() - end && text.endsWith(peer.name())) {
          String left = text.substring(0, at);
          if (RefFormat.problemWith(left).isEmpty()) {
            return new BranchRole.Copy(new CopyName(new BranchName(left), peer));
          }
        }
      }
    }
    return new BranchRole.Local(name);
  }
}
