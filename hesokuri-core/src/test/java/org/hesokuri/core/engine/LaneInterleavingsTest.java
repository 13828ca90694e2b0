package org.hesokuri.core.engine;

import static org.hesokuri.core.engine.Interleavings.must;

import org.hesokuri.core.engine.Interleavings.Threads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
final class LaneInterleavingsTest {

  /** What moved, and what of it a round has found. */
  private static final class Rounds implements Runnable {

    private final boolean[] moved = new boolean[2];
    private final boolean[] found = new boolean[2];
    private boolean underWay;

    @Override
    public void run() {
      must(!underWay, "rounds of one lane never overlap");
      underWay = true;
      for (int i = 0; i < moved.length; i++) {
        found[i] = found[i] || moved[i];
      }
      underWay = false;
    }
  }

  private static Lane lane(Threads threads, Rounds rounds) {
    return new Lane((work, urgency) -> threads.later(work), rounds);
  }

  @Test
  void runsOneRoundAtATimeAndOneThatBeginsAfterEachPoke() {
    Interleavings.explore(
        threads -> {
          Rounds rounds = new Rounds();
          Lane lane = lane(threads, rounds);
          threads.run(
              () -> {
                rounds.moved[0] = true;
                lane.pokeInTurn();
              },
              () -> {
                rounds.moved[1] = true;
                lane.poke();
              });
          must(rounds.found[0] && rounds.found[1], "a round begins after each poke");
        });
  }

  @Test
  void staysClosed() {
    Interleavings.explore(
        threads -> {
          Rounds rounds = new Rounds();
          Lane lane = lane(threads, rounds);
          threads.run(lane::poke, lane::close);
          must(lane.isClosed(), "a closed lane stays closed");
        });
  }
}
