package org.hesokuri.core.contract.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hesokuri.core.contract.BackendFixture;
import org.hesokuri.core.git.GitFailure;

/**
 * One random trace on two backends. The first is the model, which is asked what can be done next;
 * after every operation both must have given the same result and look the same.
 */
public final class TwinTrace {

  private static final int NEVER_LOOKED_SINCE = 3;

  private static final List<String> RESULTS =
      List.of(
          "done",
          "refused for a moment",
          "refused",
          "lost the race",
          "accepted",
          "unknown",
          "GONE",
          "NO_REPOSITORY");

  private final long seed;
  private final int length;
  private final List<String> story = new ArrayList<>();
  private final Map<String, Integer> results = new HashMap<>();

  /**
   * A trace.
   *
   * @param seed decides everything
   * @param length the number of operations
   */
  public TwinTrace(long seed, int length) {
    this.seed = seed;
    this.length = length;
  }

  /**
   * Runs it to the end.
   *
   * @return how often each result was given, so that somebody can see that all were
   * @throws AssertionError if the two differ, with the seed and all that was done
   */
  public Map<String, Integer> run(BackendFixture model, BackendFixture twin) {
    boolean bare = seed % 3 == 0;
    try (Replica left = new Replica(model, bare);
        Replica right = new Replica(twin, bare)) {
      run(left, right, bare);
      return results;
    } catch (GitFailure | RuntimeException | AssertionError failure) {
      throw new AssertionError(
          "trace " + seed + ": " + failure + "\n" + String.join("\n", story), failure);
    }
  }

  private void run(Replica left, Replica right, boolean bare) throws GitFailure {
    Choices choices = new Choices(seed, left);
    UserOperations user = new UserOperations(choices);
    PortOperations port = new PortOperations(choices);
    PeerOperations peer = new PeerOperations(choices, bare);
    perform(user.start(), left, right);
    int sinceLook = 0;
    for (int i = 0; i < length; i++) {
      int which = choices.below(10);
      sinceLook++;
      if (which < 3) {
        perform(user.next(), left, right);
      } else if (which < 6) {
        perform(peer.next(), left, right);
        assertThat(right.viewThere()).as("what the peer holds").isEqualTo(left.viewThere());
      } else {
        if (sinceLook > NEVER_LOOKED_SINCE || choices.oneIn(2)) {
          perform(port.look(), left, right);
          sinceLook = 0;
        }
        var planned = port.next();
        if (planned.isPresent()) {
          perform(planned.get(), left, right);
        }
      }
    }
  }

  private void perform(Operation operation, Replica left, Replica right) throws GitFailure {
    story.add(operation.told());
    String expected = operation.resultOn(left);
    story.add("    " + expected);
    String actual = operation.resultOn(right);
    assertThat(actual).as("the result of: " + operation.told()).isEqualTo(expected);
    assertThat(right.viewHere()).as("this machine").isEqualTo(left.viewHere());
    String verb = operation.told().split(" ", 2)[0];
    results.merge(verb, 1, Integer::sum);
    for (String result : RESULTS) {
      if (expected.contains(result)) {
        results.merge(verb + ": " + result, 1, Integer::sum);
      }
    }
  }
}
