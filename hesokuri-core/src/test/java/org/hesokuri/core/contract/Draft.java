package org.hesokuri.core.contract;

import java.util.List;
import java.util.Map;
import org.hesokuri.core.model.CommitHash;

/**
 * A commit that is to be made.
 *
 * @param name how later drafts and the test call it
 * @param tree its files, each with its content
 * @param parents names of earlier drafts, or hashes in full
 */
public record Draft(String name, Map<String, String> tree, List<String> parents) {

  /** A commit on top of commits that are there already. */
  public static Draft onTopOf(Map<String, String> tree, List<CommitHash> parents) {
    return new Draft("new", tree, parents.stream().map(CommitHash::hex).toList());
  }
}
