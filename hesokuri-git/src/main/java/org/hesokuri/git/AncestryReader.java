package org.hesokuri.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.CommitHash;

/** Finds out how commits are related, from what the repository holds. */
final class AncestryReader {

  private AncestryReader() {}

  static Ancestry read(Repository repository, ImmutableSet<CommitPair> pairs) throws IOException {
    if (pairs.isEmpty()) {
      return Ancestry.NONE;
    }
    ImmutableMap.Builder<CommitPair, Relation> answers = ImmutableMap.builder();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      for (CommitPair pair : pairs) {
        answers.put(pair, relation(walk, pair));
      }
    }
    return new Ancestry(answers.buildOrThrow());
  }

  private static Relation relation(RevWalk walk, CommitPair pair) throws IOException {
    if (pair.left().equals(pair.right())) {
      return Relation.SAME;
    }
    try {
      RevCommit left = commit(walk, pair.left());
      RevCommit right = commit(walk, pair.right());
      if (walk.isMergedInto(right, left)) {
        return Relation.AHEAD;
      }
      return walk.isMergedInto(left, right) ? Relation.BEHIND : Relation.DIVERGED;
    } catch (MissingObjectException | IncorrectObjectTypeException notHere) {
      return Relation.UNKNOWN;
    }
  }

  /** Parsed without following tags: a branch that points to a tag object is no commit. */
  private static RevCommit commit(RevWalk walk, CommitHash hash) throws IOException {
    if (walk.parseAny(ObjectId.fromString(hash.hex())) instanceof RevCommit commit) {
      return commit;
    }
    throw new IncorrectObjectTypeException(ObjectId.fromString(hash.hex()), "commit");
  }
}
