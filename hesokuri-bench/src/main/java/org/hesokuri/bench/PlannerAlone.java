package org.hesokuri.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.plan.PlannedPush;
import org.hesokuri.core.plan.PushPlanner;
import org.hesokuri.core.plan.Replanning;
import org.hesokuri.core.plan.Situation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a push is planned in, without any git: one changed branch among many in step. */
public class PlannerAlone implements Scenario {

  /** For the list of benchmarks. */
  public PlannerAlone() {}

  @Override
  public String name() {
    return "planner";
  }

  @Override
  public String about() {
    return "planning one changed branch among 1 and 10,000, no git (JMH)";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    UnderJmh.millis(PlannerAlone.class)
        .forEach(
            (branches, samples) ->
                report.add(
                    Figure.alone(
                        name(),
                        "plan of one change among " + branches + " branches",
                        "ms",
                        samples)));
  }

  /** A source whose branches a peer held until a moment ago, when one moved. */
  @State(Scope.Benchmark)
  public static class OneMoved {

    /** How many branches the source has. */
    @Param({"1", "10000"})
    public int branches;

    private final PeerId self = new PeerId("ant");
    private final PeerId peer = new PeerId("bee");
    private final Identities identities = Identities.of(List.of(self, peer));
    private final Source source =
        Source.at(ImmutableSortedMap.of(self, new RepoPath("/a"), peer, new RepoPath("/b")));
    private final CommitHash tip = new CommitHash("a".repeat(40));
    private final CommitHash next = new CommitHash("b".repeat(40));
    private final Ancestry ancestry =
        new Ancestry(ImmutableMap.of(new CommitPair(tip, next), Relation.BEHIND));
    private RepoSnapshot moved = RepoSnapshot.EMPTY;
    private Advertisement held = Advertisement.NOTHING;
    private Situation before = new Situation(self, identities, source, RepoSnapshot.EMPTY);
    private Optional<PlannedPush> planned = Optional.empty();

    /** For JMH. */
    public OneMoved() {}

    /** Makes the source. */
    @Setup
    public void make() {
      ImmutableMap.Builder<BranchName, CommitHash> there = ImmutableMap.builder();
      for (int i = 0; i < branches; i++) {
        there.put(new BranchName("b" + i + "_hesokr_ant"), tip);
      }
      held = new Advertisement(there.buildOrThrow(), ImmutableSet.of());
      before = new Situation(self, identities, source, snapshot(tip));
      moved = snapshot(next);
      planned = Optional.of(plan(before, Optional.empty()));
    }

    private RepoSnapshot snapshot(CommitHash first) {
      ImmutableSortedMap.Builder<BranchName, CommitHash> here = ImmutableSortedMap.naturalOrder();
      for (int i = 0; i < branches; i++) {
        here.put(new BranchName("b" + i), i == 0 ? first : tip);
      }
      return new RepoSnapshot(
          here.buildOrThrow(), ImmutableList.of(), ImmutableSet.of(), ImmutableSortedMap.of());
    }

    private PlannedPush plan(Situation situation, Optional<PlannedPush> last) {
      Replanning planning =
          new Replanning(
              new PushPlanner(situation, ImmutableSet.of(), peer, held, ImmutableMap.of()), last);
      planning.questions();
      return planning.plan(ancestry);
    }
  }

  /** From a look at the repository to the plan of the push. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public PlannedPush plan(OneMoved state) {
    Situation now = state.before.next(state.self, state.identities, state.source, state.moved);
    return state.plan(now, state.planned);
  }
}
