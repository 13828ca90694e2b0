package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.model.BranchName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Only what has changed is judged anew; {@link GeneratedReplanningTest} says that this is enough.
 */
final class ReplanningTest {

  private final Map<String, String> held = new HashMap<>();

  private static Sketch history() {
    return new Sketch().history("1 2 3 4", "2 x y", "3 z");
  }

  private PushPlanner planner(Sketch sketch) {
    return sketch.plannerForBeta(
        ImmutableMap.of(),
        held.entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .toArray(String[]::new));
  }

  @Test
  void judgesAgainWhatRestsOnACommitThatWasNotHere() {
    Sketch sketch = history().branch("main_hesokr_gamma", "2").lacks("3");
    held.put("main_hesokr_gamma", "3");
    PlannedPush before = sketch.plan(planner(sketch), Optional.empty());
    assertThat(before.unsure()).containsExactly(new BranchName("main_hesokr_gamma"));

    sketch.lacksNothing();

    assertThat(sketch.plan(planner(sketch), Optional.of(before)).plan().verdicts().values())
        .containsExactly(new PushPlan.Withheld("the peer holds a newer commit of it"));
  }

  @Test
  void asksNothingWhereNothingHasChanged() {
    Sketch sketch = history().branch("main", "3").branch("x", "y");
    held.put("main_hesokr_me", "1");
    PlannedPush before = sketch.plan(planner(sketch), Optional.empty());

    Replanning again = new Replanning(planner(sketch), Optional.of(before));

    assertThat(again.questions()).isEmpty();
    assertThat(again.plan(sketch.answer(ImmutableSet.of())).plan()).isSameAs(before.plan());
  }

  @Test
  void judgesOnlyTheBranchThatHasMoved() {
    Sketch sketch = history().branch("main", "2").branch("x", "2");
    held.put("main_hesokr_me", "1");
    held.put("x_hesokr_me", "1");
    PlannedPush before = sketch.plan(planner(sketch), Optional.empty());

    sketch.branch("x", "3");
    Replanning next = new Replanning(planner(sketch), Optional.of(before));

    assertThat(next.questions()).hasSize(1);
    assertThat(next.plan(sketch.answer(next.questions())).plan().pushes()).hasSize(2);
  }

  /** The branch there that changes, and the branch here that is given with an eye on it. */
  @ParameterizedTest
  @CsvSource({
    "main_hesokr_me, main",
    "main, main",
    "main_hesokr_gamma, main_hesokr_gamma",
    "y, y_hesokr_gamma"
  })
  void judgesAgainWhatIsGivenForABranchThatMovedThere(String there, String here) {
    Sketch sketch = history().branch(here, "3").branch("x", "y");
    held.put(there, "1");
    PlannedPush before = sketch.plan(planner(sketch), Optional.empty());

    held.put(there, "3");
    Replanning next = new Replanning(planner(sketch), Optional.of(before));

    assertThat(verdict(before, here)).isInstanceOf(PushPlan.Send.class);
    assertThat(verdict(next.plan(sketch.answer(next.questions())), here))
        .isInstanceOfAny(PushPlan.Held.class, PushPlan.Inside.class);
  }

  @Test
  void judgesEveryBranchThatHasComeToThePeer() {
    Sketch sketch = history().branch("main", "3").branch("x", "y");
    PlannedPush before = sketch.plan(planner(sketch), Optional.empty());

    held.put("main_hesokr_me", "3");
    held.put("x_hesokr_me", "y");
    Replanning next = new Replanning(planner(sketch), Optional.of(before));

    assertThat(next.plan(sketch.answer(next.questions())).plan().pushes()).isEmpty();
  }

  private static PushPlan.Verdict verdict(PlannedPush planned, String branch) {
    return planned.plan().verdicts().get(new BranchName(branch));
  }
}
