package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.model.CommitHash;

/** All commits of a world. Which repository holds which of them is the repository's affair. */
final class CommitGraph {

  private final List<Commit> commits = new ArrayList<>();
  private final Map<CommitHash, Commit> byHash = new HashMap<>();

  Commit make(List<Commit> parents, Map<String, String> tree) {
    // From 1, so that no hash is like that of another world's absent commit.
    Commit commit =
        new Commit(
            commits.size() + 1, ImmutableList.copyOf(parents), ImmutableSortedMap.copyOf(tree));
    commits.add(commit);
    byHash.put(commit.hash(), commit);
    return commit;
  }

  /** The commit and all that it contains, newest first. */
  Stream<Commit> containedIn(Commit commit) {
    return Lists.reverse(commits.subList(0, commit.number())).stream().filter(commit::contains);
  }

  Optional<Commit> find(CommitHash hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  /**
   * The commit of the hash.
   *
   * @throws AssertionError if nobody ever made it: then the engine invented it
   */
  Commit get(CommitHash hash) {
    return find(hash).orElseThrow(() -> new AssertionError("nobody ever made " + hash));
  }

  int size() {
    return commits.size();
  }
}
