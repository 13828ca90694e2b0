package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.disk.Disk;

/** Writes the commits of a fold, so that they are there after a power cut. */
final class FoldWriter {

  private final Repository repository;

  FoldWriter(Repository repository) {
    this.repository = repository;
  }

  static ObjectId id(CommitHash hash) {
    return ObjectId.fromString(hash.hex());
  }

  /**
   * Writes a chain of commits that hold the tips, to which no ref points yet.
   *
   * @param previous what the fold holds so far
   * @param there how many tips that are
   * @param tips what is added; at least one
   * @return the last commit of the chain
   */
  CommitHash write(FoldWeek week, Optional<CommitHash> previous, int there, List<FoldedTip> tips)
      throws IOException {
    Set<ObjectId> written = new LinkedHashSet<>();
    Optional<CommitHash> last = previous;
    int all = there;
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(inserter.newReader())) {
      ObjectId noFiles = inserter.insert(new TreeFormatter());
      written.add(noFiles);
      for (List<FoldedTip> part : Lists.partition(tips, FoldCommit.MOST_PARENTS - 1)) {
        all += part.size();
        FoldCommit fold = new FoldCommit(week, last, ImmutableList.copyOf(part), all);
        ObjectId made = inserter.insert(commit(fold, noFiles, walk));
        written.add(made);
        last = Optional.of(new CommitHash(made.name()));
      }
      inserter.flush();
    }
    flushNames(written);
    return last.orElseThrow(() -> new IllegalArgumentException("nothing is to be folded"));
  }

  /**
   * A commit as old as the newest of its parents: git walks histories by time, and would else walk
   * each fold before the commits of today.
   */
  private static CommitBuilder commit(FoldCommit fold, ObjectId tree, RevWalk walk)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    int newest = 0;
    for (CommitHash parent : fold.parents()) {
      commit.addParentId(id(parent));
      newest = Math.max(newest, walk.parseCommit(id(parent)).getCommitTime());
    }
    PersonIdent who = new PersonIdent(RefFiles.WHO, Instant.ofEpochSecond(newest), ZoneOffset.UTC);
    commit.setTreeId(tree);
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage(fold.message());
    return commit;
  }

  /** JGit flushes what it writes, but not the folders in which that gets its names. */
  private void flushNames(Set<ObjectId> written) throws IOException {
    Path objects = repository.getCommonDirectory().toPath().resolve("objects");
    Set<Path> folders = new LinkedHashSet<>();
    written.forEach(id -> folders.add(objects.resolve(id.name().substring(0, 2))));
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) { // What was there before may be in a pack.
        Disk.sync(folder);
      }
    }
    Disk.sync(objects);
  }
}
