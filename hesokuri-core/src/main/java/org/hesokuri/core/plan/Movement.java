package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableSet;
import java.util.Iterator;
import java.util.Map;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** Which branches have come, moved or gone between two moments. */
final class Movement {

  private Movement() {}

  /** Quick where both list the branches that they share in the same order, as Git does. */
  static ImmutableSet<BranchName> between(
      Map<BranchName, CommitHash> before, Map<BranchName, CommitHash> after) {
    if (before == after) {
      return ImmutableSet.of();
    }
    ImmutableSet.Builder<BranchName> moved = ImmutableSet.builder();
    Iterator<Map.Entry<BranchName, CommitHash>> old = before.entrySet().iterator();
    Iterator<Map.Entry<BranchName, CommitHash>> now = after.entrySet().iterator();
    while (old.hasNext() && now.hasNext()) {
      Map.Entry<BranchName, CommitHash> was = old.next();
      Map.Entry<BranchName, CommitHash> is = now.next();
      if (!was.getKey().equals(is.getKey())) {
        return byName(before, after);
      }
      if (!was.getValue().equals(is.getValue())) {
        moved.add(is.getKey());
      }
    }
    old.forEachRemaining(gone -> moved.add(gone.getKey()));
    now.forEachRemaining(come -> moved.add(come.getKey()));
    return moved.build();
  }

  private static ImmutableSet<BranchName> byName(
      Map<BranchName, CommitHash> before, Map<BranchName, CommitHash> after) {
    ImmutableSet.Builder<BranchName> moved = ImmutableSet.builder();
    after.forEach(
        (branch, tip) -> {
          if (!tip.equals(before.get(branch))) {
            moved.add(branch);
          }
        });
    for (BranchName branch : before.keySet()) {
      if (!after.containsKey(branch)) {
        moved.add(branch);
      }
    }
    return moved.build();
  }
}
