package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;
import org.junit.jupiter.api.Test;

/** Over generated repositories: a plan forgets no branch and drops no commit. */
final class GeneratedPlansTest {

  private static final int REPOSITORIES = 3_000;
  private static final List<String> COMMITS = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final List<String> BRANCHES =
      List.of("main", "x", "x_hesokr", "main_hesokr_stranger");
  private static final List<String> SUFFIXES =
      List.of("", "_hesokr_me", "_hesokr_beta", "_hesokr_gamma");

  private final Map<String, List<String>> parents = new HashMap<>();

  private Sketch generate(Random random) {
    Sketch sketch = new Sketch();
    parents.clear();
    for (int i = 0; i < COMMITS.size(); i++) {
      List<String> of = new ArrayList<>();
      for (int n = random.nextInt(3); i > 0 && n > 0; n--) {
        of.add(COMMITS.get(random.nextInt(i)));
      }
      parents.put(COMMITS.get(i), of);
      sketch.history(COMMITS.get(i));
      for (String parent : of) {
        sketch.history(parent + " " + COMMITS.get(i));
      }
    }
    for (String branch : BRANCHES) {
      for (String suffix : SUFFIXES) {
        if (random.nextInt(3) > 0) {
          sketch.branch(branch + suffix, COMMITS.get(random.nextInt(COMMITS.size())));
        }
      }
    }
    if (random.nextBoolean()) {
      sketch.everythingIsLiveEdit();
    }
    if (random.nextInt(3) == 0) {
      sketch.unwanted(BRANCHES.get(random.nextInt(BRANCHES.size())));
    }
    if (random.nextBoolean()) {
      sketch.worktree("/w", BRANCHES.get(random.nextInt(2)) + SUFFIXES.get(random.nextInt(4)));
    }
    if (random.nextInt(4) == 0) {
      sketch.lacks(COMMITS.get(random.nextInt(COMMITS.size())));
    }
    return sketch;
  }

  @Test
  void aPlanSpeaksOfEveryBranchOnceAndLosesNoCommit() {
    int steps = 0;
    for (long seed = 0; seed < REPOSITORIES; seed++) {
      Sketch sketch = generate(new Random(seed));
      Situation situation = sketch.situation();
      AdvancePlan plan = sketch.advance();
      Stream<BranchName> spokenOf =
          Stream.concat(
              plan.steps().stream().map(Step::branch),
              plan.left().stream().map(AdvancePlan.Left::branch));
      List<BranchName> created =
          plan.steps().stream()
              .map(Step::branch)
              .filter(b -> !situation.snapshot().branches().containsKey(b))
              .toList();
      assertThat(spokenOf.filter(b -> !created.contains(b)).toList())
          .as("seed %s", seed)
          .containsExactlyInAnyOrderElementsOf(situation.snapshot().branches().keySet());
      assertNothingIsLost(seed, sketch, situation, plan);
      steps += plan.steps().size();
    }
    assertThat(steps).as("generated plans that do something").isGreaterThan(REPOSITORIES);
  }

  private static void assertNothingIsLost(
      long seed, Sketch sketch, Situation situation, AdvancePlan plan) {
    Map<BranchName, String> before = new HashMap<>();
    situation.snapshot().branches().forEach((b, tip) -> before.put(b, tip.hex()));
    Map<BranchName, String> after = new HashMap<>(before);
    List<String> kept = new ArrayList<>();
    for (Step step : plan.steps()) {
      step.<Runnable>fold(
              move -> () -> after.put(move.branch(), move.to().hex()),
              forward -> () -> after.put(forward.branch(), forward.to().hex()),
              delete ->
                  () -> {
                    after.remove(delete.branch());
                    if (delete.containedIn().isEmpty()) {
                      kept.add(delete.from().hex());
                    }
                  },
              keep -> () -> after.clear(),
              drop -> () -> after.clear())
          .run();
    }
    kept.addAll(after.values());
    before.forEach(
        (branch, tip) ->
            assertThat(kept)
                .as("seed %s: the tip of %s, or a commit that contains it", seed, branch)
                .anyMatch(k -> sketch.contains(k, tip)));
  }

  @Test
  void aPushKeepsWhatItDisplacesAndSettlesWhenAccepted() {
    int pushes = 0;
    for (long seed = 0; seed < REPOSITORIES; seed++) {
      Random random = new Random(seed);
      Sketch sketch = generate(random);
      Map<String, String> there = new HashMap<>();
      for (String branch : BRANCHES.subList(0, 2)) {
        for (String suffix : SUFFIXES) {
          if (random.nextBoolean()) {
            there.put(branch + suffix, COMMITS.get(random.nextInt(COMMITS.size())));
          }
        }
      }
      PushPlan plan = sketch.pushToBeta(flat(there));
      assertThat(plan.verdicts().keySet())
          .isEqualTo(sketch.situation().snapshot().branches().keySet());
      for (Push push : plan.pushes()) {
        String expected = there.get(push.target().text());
        assertThat(push.expected())
            .isEqualTo(java.util.Optional.ofNullable(expected).map(Sketch::hash));
        if (expected != null && !push.displaces()) {
          assertThat(sketch.contains(push.tip().hex(), Sketch.hash(expected).hex()))
              .as("seed %s: %s", seed, push)
              .isTrue();
        }
        there.put(push.target().text(), sketch.commitAt(push.tip()));
        pushes++;
      }
      assertThat(sketch.pushToBeta(flat(there)).pushes()).as("seed %s, again", seed).isEmpty();
    }
    assertThat(pushes).as("generated pushes").isGreaterThan(REPOSITORIES);
  }

  private static String[] flat(Map<String, String> map) {
    return map.entrySet().stream()
        .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
        .toArray(String[]::new);
  }
}
