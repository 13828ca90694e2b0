package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What users and misfortune do in one schedule, in order. Each deed draws from chance of its own,
 * so that it stays what it is when others are left out.
 *
 * @param seed decides everything else
 * @param turns how many turns the world takes before everything is healed
 * @param deeds what happens, by turn
 */
record Script(long seed, int turns, ImmutableList<Deed> deeds) {

  /** What kind of deed it is, and how often it is drawn. */
  enum Kind {
    USER(30),
    KILL(2),
    STOP(1),
    LINK(4),
    CUT(4),
    CONFIGURE(2),
    UNMOUNT(1),
    MOUNT(2),
    EMPTY(1),
    REPLACE_DISK(1),
    CLOCK(1),
    SLEEP(4),
    HURRY(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  /**
   * One deed.
   *
   * @param turn when it happens
   * @param kind what kind it is
   * @param salt decides the rest
   */
  record Deed(int turn, Kind kind, long salt) {}

  private static final List<Kind> DRAWN = drawn();

  private static List<Kind> drawn() {
    List<Kind> drawn = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < kind.weight; i++) {
        drawn.add(kind);
      }
    }
    return drawn;
  }

  /** The script that a seed stands for. */
  static Script of(long seed) {
    Dice dice = new Dice(seed);
    int turns = 40 + dice.below(160);
    int count = 3 + dice.below(40);
    List<Deed> deeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deeds.add(new Deed(dice.below(turns), dice.pick(DRAWN), dice.next()));
    }
    deeds.sort(Comparator.comparingInt(Deed::turn));
    return new Script(seed, turns, ImmutableList.copyOf(deeds));
  }

  Script with(List<Deed> others) {
    return new Script(seed, turns, ImmutableList.copyOf(others));
  }
}
