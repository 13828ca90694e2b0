package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;

/**
 * What was read of a source's commits.
 *
 * @param described commits by their hash
 * @param onlyIn the newest commits that the left one of a pair contains and the right one does not
 */
record Commits(
    ImmutableMap<CommitHash, CommitSummary> described,
    ImmutableMap<CommitPair, ImmutableList<CommitSummary>> onlyIn) {

  static final Commits NONE = new Commits(ImmutableMap.of(), ImmutableMap.of());

  Optional<CommitSummary> of(CommitHash hash) {
    return Optional.ofNullable(described.get(hash));
  }

  ImmutableList<CommitSummary> onlyIn(CommitPair pair) {
    return onlyIn.getOrDefault(pair, ImmutableList.of());
  }
}
