package org.hesokuri.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The engine without any git: from the notice that a repository moved to the push. */
public class EngineAlone implements Scenario {

  /** For 1,000 sources of 10,000 branches: ten million branches, and what is known of each. */
  private static final String HEAP = "-Xmx8g";

  /** For the list of benchmarks. */
  public EngineAlone() {}

  @Override
  public String name() {
    return "engine";
  }

  @Override
  public String about() {
    return "one change among 1,000 sources times 10,000 branches, no git (JMH; 8 GB of memory)";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    Map<String, Samples> all = UnderJmh.millis(EngineAlone.class, HEAP);
    Samples alone = Objects.requireNonNull(all.get("1,1"));
    all.forEach(
        (sizes, samples) -> {
          String[] size = sizes.split(",");
          report.add(
              Figure.beside(
                  name(),
                  "one change among " + size[1] + " sources of " + size[0] + " branches",
                  "ms",
                  samples,
                  "among 1 of 1",
                  alone));
        });
  }

  /** An engine whose sources are in step with a peer. */
  @State(Scope.Benchmark)
  public static class InStep {

    /** How many sources there are. */
    @Param({"1", "1000"})
    public int sources;

    /** How many branches each of them has. */
    @Param({"1", "10000"})
    public int branches;

    private static final PeerId SELF = new PeerId("ant");
    private static final PeerId PEER = new PeerId("bee");

    private InMemoryGit git = new InMemoryGit(SELF, 0, 0);
    private Hesokuri engine = Hesokuri.builder().backend(git).build();
    private InMemoryGit.Repository next = git.at(path(0));
    private int round;

    /** For JMH. */
    public InStep() {}

    private static RepoPath path(int number) {
      return new RepoPath("/src/" + number);
    }

    /** Starts the engine. */
    @Setup
    public void start() throws InterruptedException {
      engine.close();
      git = new InMemoryGit(SELF, sources, branches);
      engine = Hesokuri.builder().backend(git).build();
      engine.reconfigure(
          new Configuration(
              SELF,
              IntStream.range(0, sources)
                  .mapToObj(i -> Source.at(ImmutableSortedMap.of(SELF, path(i), PEER, path(i))))
                  .collect(ImmutableList.toImmutableList())),
          ImmutableList.of());
      git.awaitInStep();
    }

    /** Commits to a source: to another one each time. */
    @Setup(Level.Invocation)
    public void commit() {
      next = git.at(path(round++ % sources));
      next.commit();
    }

    /** Stops the engine. */
    @TearDown
    public void stop() {
      engine.close();
    }
  }

  /** From the notice to the push. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public void arrival(InStep state) throws InterruptedException {
    state.next.arrive();
  }
}
