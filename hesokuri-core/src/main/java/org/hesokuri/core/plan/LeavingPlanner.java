package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * The rule by which tips are kept that branches here have left, by whatever their user did: a
 * reset, an amend, a deletion. Others were shown them, or gave them and have let go of them since.
 *
 * <p>What is inside of a branch is not kept: whoever moves that one away keeps what it leads to.
 * Nearly all that branches leave is inside of themselves, and a copy inside of its branch, which
 * one question tells; the rest, such as a merged branch that was deleted, is looked for in all.
 */
public final class LeavingPlanner {

  private final Situation now;
  private final ImmutableSet<KeptTip> left;

  private LeavingPlanner(Situation now, Stream<KeptTip> left) {
    this.now = now;
    this.left = left.collect(ImmutableSet.toImmutableSet());
  }

  /** The tips that branches have left between two looks, by moving or by going. */
  public static ImmutableSet<KeptTip> leftBetween(Situation before, Situation now) {
    Map<BranchName, CommitHash> old = before.snapshot().branches();
    ImmutableSet.Builder<KeptTip> left = ImmutableSet.builder();
    for (BranchName branch :
        now.movedSince(before).orElseGet(() -> Movement.between(old, now.snapshot().branches()))) {
      Optional.ofNullable(old.get(branch)).ifPresent(tip -> left.add(new KeptTip(branch, tip)));
    }
    return left.build();
  }

  /**
   * Looks whether tips that were left have to be kept. Those that are kept, or at which a branch
   * stands, have not.
   *
   * @param left in any order, but of two of which one is inside of the other both are kept unless
   *     the outer one comes first
   */
  public static LeavingPlanner of(Situation now, Collection<KeptTip> left) {
    RepoSnapshot here = now.snapshot();
    Set<CommitHash> tips = left.isEmpty() ? Set.of() : new HashSet<>(here.branches().values());
    return new LeavingPlanner(
        now, left.stream().filter(tip -> !here.kept().contains(tip) && !tips.contains(tip.tip())));
  }

  /** The pairs of commits whose relation {@link #outsideOfTheirBranch} needs to know. */
  public ImmutableSet<CommitPair> questions() {
    ImmutableSet.Builder<CommitPair> pairs = ImmutableSet.builder();
    for (KeptTip tip : left) {
      nearest(tip).forEach(at -> pairs.add(new CommitPair(tip.tip(), at)));
    }
    return pairs.build();
  }

  /** Where the branch stands now, and for a copy the branch that it is of. */
  private Stream<CommitHash> nearest(KeptTip tip) {
    BranchName of = now.roleOf(tip.branch()).fold(local -> tip.branch(), c -> c.name().branch());
    return Stream.of(tip.branch(), of)
        .flatMap(name -> Optional.ofNullable(now.snapshot().branches().get(name)).stream());
  }

  /**
   * What is left when that is left out which is inside of its own branch: it has to be kept unless
   * it is inside of another branch, or of a tip before it that is kept.
   *
   * @param answers the answers to {@link #questions}
   */
  public ImmutableSet<KeptTip> outsideOfTheirBranch(Ancestry answers) {
    return new LeavingPlanner(
            now,
            left.stream()
                .filter(
                    tip -> nearest(tip).noneMatch(at -> answers.of(tip.tip(), at).isContained())))
        .left;
  }
}
