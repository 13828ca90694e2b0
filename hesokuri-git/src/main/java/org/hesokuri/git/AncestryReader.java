package org.hesokuri.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.ZipException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
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
    RevWalk walk = new RevWalk(repository);
    try {
      for (CommitPair pair : pairs) {
        try {
          answers.put(pair, relation(walk, pair));
        } catch (MissingObjectException
            | IncorrectObjectTypeException
            | CorruptObjectException
            | EOFException
            | ZipException notUsable) {
          answers.put(pair, Relation.UNKNOWN);
          // It stopped half way; what it remembers is no ground for other answers.
          walk.close();
          walk = new RevWalk(repository);
        }
      }
    } finally {
      walk.close();
    }
    return new Ancestry(answers.buildOrThrow());
  }

  private static Relation relation(RevWalk walk, CommitPair pair) throws IOException {
    if (pair.left().equals(pair.right())) {
      return Relation.SAME;
    }
    RevCommit left = commit(walk, pair.left());
    RevCommit right = commit(walk, pair.right());
    walk.reset();
    walk.setRetainBody(false);
    walk.setRevFilter(RevFilter.MERGE_BASE);
    walk.markStart(left);
    walk.markStart(right);
    // One walk answers both ways: a commit that the other contains is their only merge base.
    RevCommit base = walk.next();
    if (right.equals(base)) {
      return Relation.AHEAD;
    }
    return left.equals(base) ? Relation.BEHIND : Relation.DIVERGED;
  }

  /** Parsed without following tags: a branch that points to a tag object is no commit. */
  private static RevCommit commit(RevWalk walk, CommitHash hash) throws IOException {
    if (walk.parseAny(ObjectId.fromString(hash.hex())) instanceof RevCommit commit) {
      return commit;
    }
    throw new IncorrectObjectTypeException(ObjectId.fromString(hash.hex()), "commit");
  }
}
