package org.hesokuri.core.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.CommitHash;

/** All commits that were ever made, and what each contains. */
final class History {

  private final Map<CommitHash, Set<CommitHash>> contained = new HashMap<>();
  private int made;

  /** Makes a commit on top of others. */
  CommitHash commit(CommitHash... parents) {
    made++;
    CommitHash hash = new CommitHash(String.format("%08x%032x", made, 1));
    Set<CommitHash> all = new HashSet<>();
    for (CommitHash parent : parents) {
      all.addAll(contained.get(parent));
    }
    all.add(hash);
    contained.put(hash, all);
    return hash;
  }

  /** The commit and everything before it. */
  Set<CommitHash> of(CommitHash commit) {
    return contained.get(commit);
  }

  boolean contains(CommitHash outer, CommitHash inner) {
    return contained.get(outer).contains(inner);
  }

  Relation relation(CommitHash left, CommitHash right) {
    if (left.equals(right)) {
      return Relation.SAME;
    }
    if (contains(left, right)) {
      return Relation.AHEAD;
    }
    return contains(right, left) ? Relation.BEHIND : Relation.DIVERGED;
  }
}
