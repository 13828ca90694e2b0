package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;

/** Reads commits for people. */
final class HistoryReader {

  private HistoryReader() {}

  static ImmutableMap<CommitHash, CommitSummary> describe(
      Repository repository, ImmutableSet<CommitHash> commits) throws IOException {
    ImmutableMap.Builder<CommitHash, CommitSummary> summaries = ImmutableMap.builder();
    try (RevWalk walk = new RevWalk(repository)) {
      for (CommitHash hash : commits) {
        commit(walk, hash).ifPresent(commit -> summaries.put(hash, summary(commit)));
      }
    }
    return summaries.buildOrThrow();
  }

  static ImmutableList<CommitSummary> read(
      Repository repository, CommitHash tip, ImmutableSet<CommitHash> without, int most)
      throws IOException {
    ImmutableList.Builder<CommitSummary> history = ImmutableList.builder();
    try (RevWalk walk = new RevWalk(repository)) {
      // Not by topology: that reads all of a history before it tells its first commit.
      walk.sort(RevSort.COMMIT_TIME_DESC);
      Optional<RevCommit> start = commit(walk, tip);
      if (start.isEmpty()) {
        return ImmutableList.of();
      }
      walk.markStart(start.get());
      for (CommitHash other : without) {
        Optional<RevCommit> end = commit(walk, other);
        if (end.isPresent()) {
          walk.markUninteresting(end.get());
        }
      }
      RevCommit next = walk.next();
      for (int i = 0; i < most && next != null; i++) {
        history.add(summary(next));
        next = i + 1 < most ? walk.next() : null;
      }
    }
    return history.build();
  }

  /** The commit; empty if it is not here, is no commit, or is damaged. */
  private static Optional<RevCommit> commit(RevWalk walk, CommitHash hash) throws IOException {
    try {
      return walk.parseAny(ObjectId.fromString(hash.hex())) instanceof RevCommit commit
          ? Optional.of(commit)
          : Optional.empty();
    } catch (MissingObjectException | CorruptObjectException | EOFException | ZipException e) {
      return Optional.empty();
    }
  }

  private static CommitSummary summary(RevCommit commit) {
    return new CommitSummary(
        new CommitHash(commit.name()),
        Arrays.stream(commit.getParents())
            .map(parent -> new CommitHash(parent.name()))
            .collect(ImmutableList.toImmutableList()),
        oneLine(commit.getShortMessage()),
        oneLine(author(commit)),
        Instant.ofEpochSecond(commit.getCommitTime()));
  }

  private static String author(RevCommit commit) {
    return Optional.ofNullable(commit.getAuthorIdent()).map(PersonIdent::getName).orElse("");
  }

  /** Other line ends than git's own may be left in it. */
  private static String oneLine(String text) {
    return text.lines().collect(Collectors.joining(" "));
  }
}
