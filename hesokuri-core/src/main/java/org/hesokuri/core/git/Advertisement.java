package org.hesokuri.core.git;

import com.google.common.collect.ImmutableMap;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * What a peer says that it holds of one source.
 *
 * @param branches each branch there and its tip
 */
public record Advertisement(ImmutableMap<BranchName, CommitHash> branches) {

  /** A peer that holds nothing yet. */
  public static final Advertisement NOTHING = new Advertisement(ImmutableMap.of());
}
