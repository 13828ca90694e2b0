package org.hesokuri.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
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
import org.hesokuri.core.plan.PushPlan;
import org.hesokuri.core.plan.PushPlanner;
import org.hesokuri.core.plan.Situation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a push is planned in, without any git: one changed branch among many in step. */
public class PlannerAlone implements Scenario {

  private static final int ROUNDS = 20;

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
    var options =
        new OptionsBuilder()
            .include(PlannerAlone.class.getName())
            .forks(1)
            .verbosity(VerboseMode.SILENT)
            .warmupIterations(5)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(ROUNDS)
            .measurementTime(TimeValue.milliseconds(500))
            .build();
    for (RunResult result : new Runner(options).run()) {
      var statistics = result.getPrimaryResult().getStatistics();
      report.add(
          Figure.alone(
              name(),
              "plan of one change among " + result.getParams().getParam("branches") + " branches",
              "ms",
              new Samples(
                  ImmutableList.of(
                      statistics.getMin(), statistics.getPercentile(50), statistics.getMax()))));
    }
  }

  /** A source whose branches a peer holds, but for the last commit of one. */
  @State(Scope.Benchmark)
  public static class InStep {

    /** How many branches the source has. */
    @Param({"1", "10000"})
    public int branches;

    private final PeerId self = new PeerId("ant");
    private final PeerId peer = new PeerId("bee");
    private RepoSnapshot snapshot = RepoSnapshot.EMPTY;
    private Advertisement held = Advertisement.NOTHING;
    private final Source source =
        Source.at(ImmutableSortedMap.of(self, new RepoPath("/a"), peer, new RepoPath("/b")));
    private Ancestry ancestry = Ancestry.NONE;

    /** For JMH. */
    public InStep() {}

    /** Makes the source. */
    @Setup
    public void make() {
      CommitHash tip = new CommitHash("a".repeat(40));
      CommitHash next = new CommitHash("b".repeat(40));
      ImmutableSortedMap.Builder<BranchName, CommitHash> here = ImmutableSortedMap.naturalOrder();
      ImmutableMap.Builder<BranchName, CommitHash> there = ImmutableMap.builder();
      for (int i = 0; i < branches; i++) {
        here.put(new BranchName("b" + i), i == 0 ? next : tip);
        there.put(new BranchName("b" + i + "_hesokr_ant"), tip);
      }
      snapshot =
          new RepoSnapshot(
              here.buildOrThrow(), ImmutableList.of(), ImmutableSet.of(), ImmutableSortedMap.of());
      held = new Advertisement(there.buildOrThrow(), ImmutableSet.of());
      ancestry = new Ancestry(ImmutableMap.of(new CommitPair(tip, next), Relation.BEHIND));
    }
  }

  /** From a look at the repository to the plan of the push. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public PushPlan plan(InStep state) {
    Situation situation =
        new Situation(
            state.self,
            Identities.of(List.of(state.self, state.peer)),
            state.source,
            state.snapshot);
    PushPlanner planner =
        new PushPlanner(situation, ImmutableSet.of(), state.peer, state.held, ImmutableMap.of());
    planner.questions();
    return planner.plan(state.ancestry);
  }
}
