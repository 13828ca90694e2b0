package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.CommitHash;

/** Reads folds of displaced tips. */
final class FoldReader {

  private final Repository repository;
  // What was read of each fold at the last look: a look costs one ref for each week.
  private volatile Map<FoldWeek, KeptFold> last = Map.of();

  FoldReader(Repository repository) {
    this.repository = repository;
  }

  /** The folds that are there. What is no fold, whatever its name, is left alone. */
  ImmutableSet<KeptFold> all() throws IOException {
    Map<FoldWeek, KeptFold> known = last;
    Map<FoldWeek, KeptFold> found = new ConcurrentHashMap<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(FoldWeek.PREFIX)) {
      Optional<FoldWeek> week = FoldWeek.ofRef(ref.getName());
      if (week.isPresent() && !ref.isSymbolic() && ref.getObjectId() != null) {
        CommitHash commit = new CommitHash(ref.getObjectId().name());
        Optional.ofNullable(known.get(week.get()))
            .filter(before -> before.commit().equals(commit))
            .ifPresent(fold -> found.put(week.get(), fold));
        if (!found.containsKey(week.get())) {
          read(week.get(), commit)
              .ifPresent(
                  fold -> found.put(week.get(), new KeptFold(week.get(), commit, fold.all())));
        }
      }
    }
    last = found;
    return ImmutableSet.copyOf(found.values());
  }

  /** The tips of a fold, each once. */
  ImmutableList<FoldedTip> tips(FoldWeek week, CommitHash commit) throws IOException {
    Map<KeptTip, FoldedTip> tips = new LinkedHashMap<>();
    Optional<CommitHash> next = Optional.of(commit);
    while (next.isPresent()) {
      Optional<FoldCommit> fold = read(week, next.get());
      fold.ifPresent(one -> one.tips().forEach(tip -> tips.putIfAbsent(tip.tip(), tip)));
      next = fold.flatMap(FoldCommit::previous);
    }
    return ImmutableList.copyOf(tips.values());
  }

  private Optional<FoldCommit> read(FoldWeek week, CommitHash hash) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(hash.hex()));
      List<CommitHash> parents =
          Arrays.stream(commit.getParents()).map(parent -> new CommitHash(parent.name())).toList();
      return FoldCommit.read(week, parents, commit.getFullMessage());
    } catch (MissingObjectException | IncorrectObjectTypeException notOurs) {
      return Optional.empty();
    }
  }
}
