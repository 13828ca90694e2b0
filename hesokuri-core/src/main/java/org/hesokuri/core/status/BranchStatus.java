package org.hesokuri.core.status;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;

/**
 * How one branch of a source stands.
 *
 * @param name its name
 * @param role whether it is a local branch or a copy
 * @param tip the commit that it points to
 * @param liveEdit whether copies are merged into it by themselves
 * @param unwanted whether this machine wants to delete it
 * @param checkedOut whether a worktree holds it
 * @param peers what each other peer of the source holds of it
 * @param attention what the user should look at, if anything
 */
public record BranchStatus(
    BranchName name,
    BranchRole role,
    CommitHash tip,
    boolean liveEdit,
    boolean unwanted,
    boolean checkedOut,
    ImmutableSortedMap<PeerId, Holding> peers,
    Optional<Attention> attention) {

  /**
   * Something about a branch that only the user can settle, or that waits for the user.
   *
   * @param kind what it is
   * @param text a sentence: what, why and what next
   * @param since when it was first seen
   */
  public record Attention(Kind kind, String text, Instant since) {

    /** What can need attention. */
    public enum Kind {
      /** This branch and a copy have each gone their own way. */
      DIVERGED,
      /** An advance would be due but is not safe now. */
      BLOCKED,
      /** It is unwanted but checked out. */
      UNWANTED_CHECKED_OUT,
      /** Its name or its tip keeps it from being backed up. */
      NOT_BACKED_UP
    }
  }
}
