package org.hesokuri.core.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * What a peer says that it holds of one source.
 *
 * @param branches each branch there and its tip
 * @param kept the displaced tips that are kept there
 */
public record Advertisement(
    ImmutableMap<BranchName, CommitHash> branches, ImmutableSet<KeptTip> kept) {

  /** A peer that holds nothing yet. */
  public static final Advertisement NOTHING =
      new Advertisement(ImmutableMap.of(), ImmutableSet.of());
}
