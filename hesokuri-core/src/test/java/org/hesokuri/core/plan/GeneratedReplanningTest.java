package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.hesokuri.core.model.BranchName;
import org.junit.jupiter.api.Test;

/**
 * A plan that judges only what has changed is the plan that judges everything, in thousands of
 * generated histories. Apart from {@link ReplanningTest}, as these are too many to be run for each
 * mutation of a rule.
 */
final class GeneratedReplanningTest {

  private static final int HISTORIES = 2_000;
  private static final int CHANGES = 8;
  private static final List<String> COMMITS = List.of("1", "2", "3", "4", "x", "y", "z");
  private static final List<String> BRANCHES =
      List.of(
          "main",
          "x",
          "main_hesokr_beta",
          "main_hesokr_gamma",
          "x_hesokr_gamma",
          "main_hesokr_me",
          "y_hesokr_gamma",
          "y");
  private static final List<String> THERE =
      List.of(
          "main", "x", "y", "main_hesokr_me", "x_hesokr_me", "main_hesokr_gamma", "y_hesokr_me");

  private final Map<String, String> held = new HashMap<>();
  private ImmutableMap<BranchName, PushPlanner.Pause> paused = ImmutableMap.of();

  private static Sketch history() {
    return new Sketch().history("1 2 3 4", "2 x y", "3 z");
  }

  private static <T> T oneOf(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private void change(Sketch sketch, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> sketch.noBranch(oneOf(BRANCHES, random));
      case 1 -> held.remove(oneOf(THERE, random));
      case 2, 3 -> held.put(oneOf(THERE, random), oneOf(COMMITS, random));
      case 4 -> sketch.keptAtBeta(oneOf(THERE, random), oneOf(COMMITS, random));
      case 5 ->
          paused =
              random.nextBoolean()
                  ? ImmutableMap.of()
                  : ImmutableMap.of(
                      new BranchName(oneOf(THERE, random)),
                      new PushPlanner.Pause(Sketch.hash(oneOf(COMMITS, random)), "not now"));
      case 6 -> sketch.lacksNothing();
      default -> sketch.branch(oneOf(BRANCHES, random), oneOf(COMMITS, random));
    }
  }

  private PushPlanner planner(Sketch sketch) {
    return sketch.plannerForBeta(
        paused,
        held.entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .toArray(String[]::new));
  }

  @Test
  void isThePlanThatJudgesEverything() {
    int judged = 0;
    int all = 0;
    int rest = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      Sketch sketch = history();
      held.clear();
      paused = ImmutableMap.of();
      BRANCHES.forEach(branch -> sketch.branch(branch, oneOf(COMMITS, random)));
      sketch.lacks(oneOf(COMMITS, random));
      Optional<PlannedPush> before = Optional.empty();
      for (int i = 0; i < CHANGES; i++) {
        PushPlanner now = planner(sketch);
        PlannedPush next = sketch.plan(now, before);
        assertThat(next.plan())
            .as("seed %s, change %s", seed, i)
            .isEqualTo(sketch.plan(now, Optional.empty()).plan());
        judged += new Replanning(now, before).questions().size();
        all += new Replanning(now, Optional.empty()).questions().size();
        rest += next.unsure().size();
        before = Optional.of(next);
        change(sketch, random);
      }
    }
    assertThat(judged).as("questions, of %s", all).isPositive().isLessThan(all / 2);
    assertThat(rest).as("verdicts that rest on commits that are not here").isPositive();
  }
}
