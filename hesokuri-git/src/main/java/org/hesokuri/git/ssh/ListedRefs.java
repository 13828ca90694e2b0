package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** What the refs of a peer's repository mean. */
final class ListedRefs {

  private ListedRefs() {}

  /** The branches and kept tips among all refs, by their full names. */
  static Advertisement meaningOf(Map<String, ObjectId> refs) {
    ImmutableMap.Builder<BranchName, CommitHash> branches = ImmutableMap.builder();
    ImmutableSet.Builder<KeptTip> kept = ImmutableSet.builder();
    refs.forEach(
        (ref, id) -> {
          branchOf(ref).ifPresent(branch -> branches.put(branch, new CommitHash(id.name())));
          KeptTip.ofRef(ref).filter(tip -> tip.tip().hex().equals(id.name())).ifPresent(kept::add);
        });
    return new Advertisement(branches.buildOrThrow(), kept.build());
  }

  private static Optional<BranchName> branchOf(String ref) {
    try {
      return ref.startsWith(BranchName.PREFIX)
          ? Optional.of(BranchName.ofRef(ref))
          : Optional.empty();
    } catch (IllegalArgumentException notABranchName) {
      // Git itself cannot make such a branch, so nobody can have commits in it.
      return Optional.empty();
    }
  }
}
