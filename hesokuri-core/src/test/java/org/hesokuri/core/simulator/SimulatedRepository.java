package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptLedger;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;

/**
 * What lies on a disk at one path: refs, worktrees and the objects that were made or received.
 *
 * <p>It knows what it owes its user: every commit that could be reached from a branch or a kept tip
 * and that no user took away. {@link #changedByDaemon} fails if a daemon breaks that.
 */
public final class SimulatedRepository {

  private static final int MOST_BYTES = 255 - ".lock".length();

  private final RepoPath path;
  private final boolean bare;
  private final TreeMap<BranchName, Commit> branches = new TreeMap<>();
  // Each with the nanosecond at which it was kept.
  private final LinkedHashMap<KeptTip, Long> kept = new LinkedHashMap<>();
  private final TreeMap<FoldWeek, SimulatedFold> folds = new TreeMap<>();
  private final List<SimulatedWorktree> worktrees = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private final BitSet objects = new BitSet();
  private final BitSet owed = new BitSet();
  // What branches led to when a daemon last looked, and so may have shown to others.
  private final BitSet shown = new BitSet();
  // What users made unreachable of that, and daemons have to keep.
  private final BitSet toBeKept = new BitSet();
  private final Map<BranchName, List<Left>> reflogs = new HashMap<>();
  private final Supplier<Instant> clock;
  // Branches that exist but cannot be read, each with why.
  private ImmutableSortedMap<String, String> spoiled = ImmutableSortedMap.of();
  private boolean damaged;
  private PushHook hook = PushHook.NONE;
  private boolean hidesKept;
  private final Map<BranchName, BitSet> everAt;
  private final Set<BranchName> unwritable = new HashSet<>();
  private boolean broken;
  // What is looked at more often than it changes.
  private Optional<ImmutableSortedMap<BranchName, CommitHash>> tips = Optional.empty();
  private ImmutableMap<BranchName, CommitHash> said = ImmutableMap.of();
  private ImmutableSet<KeptTip> keptTips = ImmutableSet.of();
  private KeptLedger ledger = KeptLedger.EMPTY;

  /** A tip that a branch left, and when. */
  private record Left(Commit tip, Instant at) {}

  /**
   * An empty repository.
   *
   * @param everAt is told of every commit that a branch here ever points to
   * @param clock the wall clock of its machine
   */
  SimulatedRepository(
      RepoPath path,
      boolean bare,
      BranchName initialBranch,
      Map<BranchName, BitSet> everAt,
      Supplier<Instant> clock) {
    this.clock = clock;
    this.path = path;
    this.bare = bare;
    this.everAt = everAt;
    if (!bare) {
      worktrees.add(new SimulatedWorktree(path.text(), initialBranch));
    }
  }

  /** Where it lies. */
  public RepoPath path() {
    return path;
  }

  /** Whether it has no main worktree. */
  public boolean isBare() {
    return bare;
  }

  /** Its branches; only to be read. */
  public Map<BranchName, Commit> branches() {
    return branches;
  }

  /** Its kept tips and the virtual nanosecond at which each was kept; only to be read. */
  public Map<KeptTip, Long> kept() {
    return kept;
  }

  /** Every tip that is kept here, as a ref of its own or in a fold. */
  Stream<KeptTip> everythingKept() {
    return Stream.concat(
        kept.keySet().stream(),
        folds.values().stream().flatMap(fold -> fold.tips().keySet().stream()).map(FoldedTip::tip));
  }

  /** What is folded, by week; only to be read. */
  Map<FoldWeek, SimulatedFold> folds() {
    return folds;
  }

  /** Its worktrees, the main one first. */
  public List<SimulatedWorktree> worktrees() {
    return worktrees;
  }

  List<Runnable> watchers() {
    return watchers;
  }

  KeptLedger ledger() {
    return ledger;
  }

  void ledger(KeptLedger now) {
    ledger = now;
  }

  Optional<Commit> tip(BranchName branch) {
    return Optional.ofNullable(branches.get(branch));
  }

  /** Whether its disk answers with errors. */
  boolean isBroken() {
    return broken;
  }

  void isBroken(boolean now) {
    broken = now;
  }

  /** Whether writing the branch ends in an error. */
  boolean isUnwritable(BranchName branch) {
    return unwritable.contains(branch);
  }

  void makeUnwritable(BranchName branch) {
    unwritable.add(branch);
  }

  void makeAllWritable() {
    unwritable.clear();
  }

  PushHook hook() {
    return hook;
  }

  void hook(PushHook now) {
    hook = now;
  }

  /** Whether it has {@code transfer.hideRefs=refs/hesokuri}. */
  boolean hidesKept() {
    return hidesKept;
  }

  void hideKept(boolean now) {
    hidesKept = now;
  }

  /** From now on the branch exists, but nobody can tell where it points. */
  void spoil(BranchName branch, String why) {
    branches.remove(branch);
    tips = Optional.empty();
    spoiled =
        ImmutableSortedMap.<String, String>naturalOrder()
            .putAll(spoiled)
            .put(branch.text(), why)
            .buildOrThrow();
  }

  /** From now on the file of the branch holds nonsense, for which git refuses every push. */
  void damage(BranchName branch) {
    spoil(branch, "its file is damaged");
    damaged = true;
  }

  boolean isDamaged() {
    return damaged;
  }

  boolean isSpoiled(BranchName branch) {
    return spoiled.containsKey(branch.text());
  }

  /** Whether git cannot make a branch of the name beside those that are there, or at all. */
  boolean cannotMake(BranchName name) {
    return isTooLong(name) || isSpoiled(name) || conflictsWithAFolder(name);
  }

  /** Whether a part of the name and {@code .lock} are more than a file can be called. */
  private static boolean isTooLong(BranchName name) {
    // No character has more than three bytes for each of its chars.
    if (name.text().length() * 3 <= MOST_BYTES) {
      return false;
    }
    for (String part : name.text().split("/", -1)) {
      if (part.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
        return true;
      }
    }
    return false;
  }

  boolean has(Commit commit) {
    return objects.get(commit.number());
  }

  void receive(Commit commit) {
    objects.or(commit.history());
  }

  boolean isCheckedOut(BranchName branch) {
    for (SimulatedWorktree worktree : worktrees) {
      if (worktree.holds(branch)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a branch of the name cannot stand beside those that are there. */
  boolean conflictsWithAFolder(BranchName name) {
    for (BranchName other : branches.keySet()) {
      if (other.text().startsWith(name.text() + "/")
          || name.text().startsWith(other.text() + "/")) {
        return true;
      }
    }
    for (String other : spoiled.keySet()) {
      if (other.startsWith(name.text() + "/") || name.text().startsWith(other + "/")) {
        return true;
      }
    }
    return false;
  }

  void set(BranchName branch, Commit tip) {
    if (cannotMake(branch)) {
      throw new AssertionError(branch + " cannot be, or not beside the other branches");
    }
    receive(tip);
    Commit old = branches.put(branch, tip);
    if (!bare && old != null && old != tip) {
      reflogs.computeIfAbsent(branch, name -> new ArrayList<>()).add(new Left(old, clock.get()));
    }
    tips = Optional.empty();
    everAt.computeIfAbsent(branch, name -> new BitSet()).set(tip.number());
  }

  void remove(BranchName branch) {
    branches.remove(branch);
    reflogs.remove(branch);
    tips = Optional.empty();
  }

  void keep(KeptTip tip, Commit commit, long nanos) {
    receive(commit);
    kept.putIfAbsent(tip, nanos);
  }

  void letGo(KeptTip tip) {
    kept.remove(tip);
  }

  void fold(FoldWeek week, SimulatedFold now) {
    receive(now.commit());
    folds.put(week, now);
  }

  void letGo(FoldWeek week) {
    folds.remove(week);
  }

  /** What reflogs tell of tips that are still here, the newest of a branch first. */
  ImmutableSet<KeptTip> formerTips(Map<BranchName, Optional<CommitHash>> asked, Instant since) {
    ImmutableSet.Builder<KeptTip> left = ImmutableSet.builder();
    asked.forEach(
        (branch, until) -> {
          List<Left> log = reflogs.getOrDefault(branch, List.of());
          boolean known = false;
          for (int i = log.size() - 1; i >= 0 && !known; i--) {
            Left each = log.get(i);
            if (!each.at.isBefore(since) && has(each.tip)) {
              left.add(new KeptTip(branch, each.tip.hash()));
            }
            known = until.equals(Optional.of(each.tip.hash()));
          }
        });
    return left.build();
  }

  /**
   * A daemon opened it that knows nothing but what reflogs tell: nobody can find the rest.
   *
   * @return whether something has to be found
   */
  boolean isOpenedAnew(CommitGraph graph, Instant since) {
    BitSet findable = reachable(graph);
    for (KeptTip tip :
        formerTips(Maps.asMap(branches.keySet(), branch -> Optional.empty()), since)) {
      findable.or(graph.get(tip.tip()).history());
    }
    toBeKept.and(findable);
    return !toBeKept.isEmpty();
  }

  /**
   * Makes sure that what was shown to others is here.
   *
   * @throws AssertionError if a user let go of it and no daemon has kept it (S1)
   */
  void checkKept(CommitGraph graph) {
    BitSet lost = (BitSet) toBeKept.clone();
    lost.andNot(reachable(graph));
    if (!lost.isEmpty()) {
      throw new AssertionError("S1: " + path + " showed the commits " + lost + " and lost them");
    }
    toBeKept.clear();
  }

  /** A daemon looks. */
  RepoSnapshot seen() {
    shown.clear();
    branches.values().forEach(tip -> shown.or(tip.history()));
    return look();
  }

  RepoSnapshot look() {
    ImmutableList.Builder<Worktree> seen = ImmutableList.builder();
    worktrees.forEach(worktree -> seen.add(worktree.asSeen()));
    ImmutableSet<KeptFold> folded =
        folds.entrySet().stream()
            .map(fold -> fold.getValue().asSeen(fold.getKey()))
            .collect(ImmutableSet.toImmutableSet());
    return new RepoSnapshot(tips(), seen.build(), keptTips(), folded, spoiled);
  }

  /** Each branch and its tip. */
  private ImmutableSortedMap<BranchName, CommitHash> tips() {
    if (tips.isEmpty()) {
      TreeMap<BranchName, CommitHash> all = new TreeMap<>();
      branches.forEach((name, tip) -> all.put(name, tip.hash()));
      tips = Optional.of(ImmutableSortedMap.copyOfSorted(all));
      said = ImmutableMap.copyOf(all);
    }
    return tips.get();
  }

  /** What it says to others that it holds. */
  Advertisement advertised() {
    tips();
    return new Advertisement(said, hidesKept ? ImmutableSet.of() : keptTips());
  }

  /** What is the same only while all refs are the same. */
  String mark() {
    return advertised() + " " + folds;
  }

  private ImmutableSet<KeptTip> keptTips() {
    if (keptTips.size() != kept.size() || !keptTips.equals(kept.keySet())) {
      keptTips = ImmutableSet.copyOf(kept.keySet());
    }
    return keptTips;
  }

  private BitSet reachable(CommitGraph graph) {
    BitSet reachable = new BitSet();
    branches.values().forEach(tip -> reachable.or(tip.history()));
    kept.keySet().forEach(tip -> reachable.or(graph.get(tip.tip()).history()));
    folds.values().forEach(fold -> reachable.or(fold.commit().history()));
    return reachable;
  }

  /** Runs what a user does; what becomes unreachable by it is no longer owed. */
  void changedByUser(CommitGraph graph, Runnable change) {
    BitSet lost = settle(graph, change);
    lost.and(shown);
    toBeKept.or(lost);
  }

  /** Gives what became unreachable, and is no longer owed. */
  private BitSet settle(CommitGraph graph, Runnable change) {
    BitSet before = reachable(graph);
    change.run();
    BitSet after = reachable(graph);
    before.andNot(after);
    owed.andNot(before);
    owed.or(after);
    return before;
  }

  /** Lets go of what age takes, of which the caller has made sure. */
  void changedByAge(CommitGraph graph, Runnable change) {
    toBeKept.andNot(settle(graph, change));
  }

  /**
   * Settles after a daemon, here or on a peer, has changed something.
   *
   * @throws AssertionError if a commit became unreachable by it (S1)
   */
  void changedByDaemon(CommitGraph graph, String what) {
    BitSet reachable = reachable(graph);
    owed.andNot(reachable);
    if (!owed.isEmpty()) {
      throw new AssertionError("S1: " + what + " in " + path + " lost the commits " + owed);
    }
    owed.or(reachable);
  }

  /** Drops every object that nothing points to. */
  void collectGarbage(CommitGraph graph) {
    BitSet live = reachable(graph);
    worktrees.forEach(worktree -> worktree.detachedAt().ifPresent(at -> live.or(at.history())));
    objects.and(live);
    toBeKept.and(objects);
  }

  @Override
  public String toString() {
    return path.text();
  }
}
