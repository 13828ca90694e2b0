package org.hesokuri.core.git;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import org.hesokuri.core.model.CommitHash;

/**
 * What people want to know of a commit.
 *
 * @param hash its hash
 * @param parents the commits it was made from, first parent first
 * @param subject the first paragraph of its message in one line, as its author wrote it: it may
 *     hold anything but line ends, and may be empty
 * @param author who wrote it, in the same way
 * @param committedAt when it was committed, by the clock of the machine on which that happened
 */
public record CommitSummary(
    CommitHash hash,
    ImmutableList<CommitHash> parents,
    String subject,
    String author,
    Instant committedAt) {

  /**
   * Checks the texts.
   *
   * @param hash the commit
   * @param parents its parents, in their order
   * @param subject the first line of its message
   * @param author who wrote it
   * @param committedAt when it was committed
   * @throws IllegalArgumentException if one of them has more than one line
   */
  public CommitSummary {
    if (subject.lines().count() > 1 || author.lines().count() > 1) {
      throw new IllegalArgumentException("a subject and an author have one line each");
    }
  }
}
