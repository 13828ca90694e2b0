package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;

/** A working tree: HEAD, index and files, and what the user is in the middle of. */
public final class SimulatedWorktree {

  private final String path;
  private Optional<BranchName> head;
  private Optional<Commit> detachedAt = Optional.empty();
  private Optional<BranchName> rebased = Optional.empty();
  private Optional<String> busy = Optional.empty();
  private boolean indexLocked;
  private Map<String, String> stashedFiles = new TreeMap<>();
  private Map<String, String> stashedIndex = new TreeMap<>();

  /** The staged tree. */
  final Map<String, String> index = new TreeMap<>();

  /** What lies on the disk. */
  final Map<String, String> files = new TreeMap<>();

  /** Paths that an ignore rule covers. */
  final TreeSet<String> ignored = new TreeSet<>();

  SimulatedWorktree(String path, BranchName head) {
    this.path = path;
    this.head = Optional.of(head);
  }

  /** Its absolute path. */
  public String path() {
    return path;
  }

  /** The branch that HEAD names, born or not; empty if HEAD is detached. */
  public Optional<BranchName> head() {
    return head;
  }

  Optional<Commit> detachedAt() {
    return detachedAt;
  }

  Optional<String> busy() {
    return indexLocked ? Optional.of("a git command (index.lock is held)") : busy;
  }

  /** What the user is in the middle of, whether or not a command runs at this moment. */
  Optional<String> work() {
    return busy;
  }

  boolean isIndexLocked() {
    return indexLocked;
  }

  /** Another git command takes or gives back {@code index.lock}. */
  public void lockIndex(boolean held) {
    indexLocked = held;
  }

  Worktree asSeen() {
    return new Worktree(
        path, head, rebased.map(ImmutableSet::of).orElse(ImmutableSet.of()), busy());
  }

  boolean holds(BranchName branch) {
    return head.filter(branch::equals).isPresent() || rebased.filter(branch::equals).isPresent();
  }

  void attach(BranchName branch, Map<String, String> tree) {
    head = Optional.of(branch);
    detachedAt = Optional.empty();
    fill(tree);
  }

  void detach(Commit at) {
    head = Optional.empty();
    detachedAt = Optional.of(at);
    fill(at.tree());
  }

  /** As {@code reset --hard}: tracked files become those of the tree, others stay. */
  void fill(Map<String, String> tree) {
    files.keySet().removeAll(index.keySet());
    index.clear();
    index.putAll(tree);
    files.putAll(tree);
  }

  /** As {@code add -A}: an ignored file is taken only if it was tracked before. */
  void commitAll() {
    index.keySet().retainAll(files.keySet());
    files.forEach(
        (name, content) -> {
          if (!ignored.contains(name) || index.containsKey(name)) {
            index.put(name, content);
          }
        });
  }

  /** Puts aside all that is not as committed; an older stash is lost with the user's consent. */
  void stashAll() {
    stashedFiles = new TreeMap<>(files);
    stashedIndex = new TreeMap<>(index);
  }

  /** Brings back what was put aside, over what is there, as far as it differs. */
  boolean popAll() {
    boolean some = !stashedFiles.isEmpty();
    files.putAll(stashedFiles);
    index.putAll(stashedIndex);
    stashedFiles = new TreeMap<>();
    stashedIndex = new TreeMap<>();
    return some;
  }

  void begin(String work, Optional<BranchName> willReturnTo) {
    busy = Optional.of(work);
    rebased = willReturnTo;
  }

  void finish() {
    busy = Optional.empty();
    rebased = Optional.empty();
  }

  Optional<BranchName> rebased() {
    return rebased;
  }

  /** Whether git would find nothing here that is not as in the tree of HEAD, nor untracked. */
  boolean isClean(Map<String, String> headTree) {
    return uncommitted(headTree).isEmpty()
        && files.keySet().stream().allMatch(p -> index.containsKey(p) || ignored.contains(p));
  }

  /** The tracked paths that are not as in the tree of HEAD. */
  List<String> uncommitted(Map<String, String> headTree) {
    List<String> paths = new ArrayList<>();
    if (!index.equals(headTree)) {
      headTree.keySet().stream()
          .filter(p -> !headTree.get(p).equals(index.get(p)))
          .forEach(paths::add);
      index.keySet().stream().filter(p -> !headTree.containsKey(p)).forEach(paths::add);
    }
    index.keySet().stream().filter(p -> !index.get(p).equals(files.get(p))).forEach(paths::add);
    return paths;
  }

  /** The first path that the new tree would write over something that the old tree did not have. */
  Optional<String> inTheWay(Map<String, String> from, Map<String, String> to) {
    for (String wanted : to.keySet()) {
      if (from.containsKey(wanted)) {
        continue;
      }
      for (String there : files.keySet()) {
        boolean collides =
            there.equals(wanted)
                || there.startsWith(wanted + "/")
                || wanted.startsWith(there + "/");
        if (collides && !from.containsKey(there)) {
          return Optional.of(there);
        }
      }
    }
    return Optional.empty();
  }
}
