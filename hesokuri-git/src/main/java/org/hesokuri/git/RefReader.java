package org.hesokuri.git;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** Reads branches and kept tips. */
final class RefReader {

  private RefReader() {}

  /** Branches that can be used, and those that cannot, with why. */
  record Branches(
      ImmutableSortedMap<BranchName, CommitHash> usable,
      ImmutableSortedMap<String, String> unreadable) {}

  static Branches branches(RefDatabase refs) throws IOException {
    ImmutableSortedMap.Builder<BranchName, CommitHash> usable = ImmutableSortedMap.naturalOrder();
    ImmutableSortedMap.Builder<String, String> unreadable = ImmutableSortedMap.naturalOrder();
    for (Ref ref : refs.getRefsByPrefix(BranchName.PREFIX)) {
      String name = ref.getName().substring(BranchName.PREFIX.length());
      Optional<BranchName> branch = nameOf(ref.getName());
      if (branch.isEmpty()) {
        unreadable.put(name, "its name is not one that git accepts");
      } else if (ref.isSymbolic()) {
        unreadable.put(name, "it is another name for " + ref.getTarget().getName());
      } else if (ref.getObjectId() == null || ref.getObjectId().equals(ObjectId.zeroId())) {
        unreadable.put(name, "it points to nothing");
      } else {
        usable.put(branch.get(), new CommitHash(ref.getObjectId().name()));
      }
    }
    return new Branches(usable.buildOrThrow(), unreadable.buildOrThrow());
  }

  static ImmutableSet<KeptTip> kept(RefDatabase refs) throws IOException {
    ImmutableSet.Builder<KeptTip> kept = ImmutableSet.builder();
    for (Ref ref : refs.getRefsByPrefix(KeptTip.PREFIX)) {
      KeptTip.ofRef(ref.getName())
          .filter(tip -> ref.getObjectId() != null && ref.getObjectId().name().equals(tip.tip().hex()))
          .ifPresent(kept::add);
    }
    return kept.build();
  }

  private static Optional<BranchName> nameOf(String ref) {
    try {
      return Optional.of(BranchName.ofRef(ref));
    } catch (IllegalArgumentException notAccepted) {
      return Optional.empty();
    }
  }
}
