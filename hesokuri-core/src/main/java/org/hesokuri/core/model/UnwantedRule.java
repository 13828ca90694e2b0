package org.hesokuri.core.model;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/**
 * Which branches this machine deletes: each name covers the branch X and every {@code X_hesokr_*}.
 *
 * @param branches what is unwanted of each name
 */
public record UnwantedRule(ImmutableSortedMap<BranchName, Commits> branches) {

  /** Nothing is unwanted. */
  public static final UnwantedRule NONE = new UnwantedRule(ImmutableSortedMap.of());

  /**
   * Whether the branch, as it stands at this tip, is to be deleted.
   *
   * @param branch the branch
   * @param tip the commit that it points to
   * @return whether it is
   */
  public boolean covers(BranchName branch, CommitHash tip) {
    for (Map.Entry<BranchName, Commits> entry : branches.entrySet()) {
      String name = entry.getKey().text();
      boolean named =
          branch.text().equals(name) || branch.text().startsWith(name + CopyName.SEPARATOR);
      if (named && entry.getValue().include(tip)) {
        return true;
      }
    }
    return false;
  }

  /** The tips at which a branch is unwanted. */
  public sealed interface Commits {

    /** Unwanted wherever it points. */
    Commits ANY = new Any();

    /**
     * Whether a branch at this tip is unwanted.
     *
     * @param tip the commit
     * @return whether it is
     */
    boolean include(CommitHash tip);

    /** Every commit. */
    record Any() implements Commits {
      @Override
      public boolean include(CommitHash tip) {
        return true;
      }
    }

    /**
     * Only the listed commits.
     *
     * @param hashes the tips at which the branch is deleted
     */
    record OneOf(ImmutableSet<CommitHash> hashes) implements Commits {
      @Override
      public boolean include(CommitHash tip) {
        return hashes.contains(tip);
      }
    }
  }
}
