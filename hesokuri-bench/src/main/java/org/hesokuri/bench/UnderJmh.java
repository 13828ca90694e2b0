package org.hesokuri.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times the one method of a class by JMH, in a Java of its own, for each combination of its sizes.
 */
final class UnderJmh {

  private static final int WARM = 5;
  private static final int ROUNDS = 20;
  private static final TimeValue ROUND = TimeValue.milliseconds(500);

  private UnderJmh() {}

  /**
   * Measures.
   *
   * @return for the values of the parameters, in their order and joined by a comma, the mean of
   *     each round in milliseconds
   */
  static Map<String, Samples> millis(Class<?> benchmark, String... javaOptions)
      throws RunnerException {
    Map<String, Samples> all = new LinkedHashMap<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include("^" + benchmark.getName() + "\\.")
                    .forks(1)
                    .jvmArgsAppend(javaOptions)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .warmupIterations(WARM)
                    .warmupTime(ROUND)
                    .measurementIterations(ROUNDS)
                    .measurementTime(ROUND)
                    .build())
            .run()) {
      String sizes =
          result.getParams().getParamsKeys().stream()
              .map(result.getParams()::getParam)
              .collect(Collectors.joining(","));
      all.put(
          sizes,
          Samples.of(
              result.getAggregatedResult().getIterationResults().stream()
                  .map(each -> each.getPrimaryResult().getScore())
                  .toList()));
    }
    return all;
  }
}
