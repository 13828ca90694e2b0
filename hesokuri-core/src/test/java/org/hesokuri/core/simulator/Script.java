package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What users and misfortune do in one schedule, in order. Each deed draws from chance of its own,
 * so that it stays what it is when others are left out.
 *
 * @param seed decides everything that is not said here
 * @param shape how the hosts are linked
 * @param peers how many hosts there are
 * @param sources how many sources each of them holds
 * @param turns how many turns the world takes before everything is healed
 * @param trial what is tried in the end, in peace
 * @param deeds what happens, by turn
 */
record Script(
    long seed,
    Shape shape,
    int peers,
    int sources,
    int turns,
    Trials.Kind trial,
    ImmutableList<Deed> deeds) {

  /** How hosts are linked. */
  enum Shape {
    MESH,
    CHAIN,
    STAR
  }

  /**
   * What kind of deed it is, and how often it is drawn. New kinds change no script that is kept.
   */
  enum Kind {
    COMMIT(60),
    AMEND(18),
    RESET(15),
    MERGE(35),
    CHECK_OUT(35),
    EDIT(20),
    STASH(10),
    POP(12),
    BEGIN(14),
    FINISH(10),
    LOCK(6),
    WORKTREE(14),
    REFS(35),
    COLLECT(10),
    KILL(20),
    STOP(10),
    SUSPEND(14),
    LINK(40),
    CUT(40),
    CONFIGURE(20),
    MISCONFIGURE(8),
    UNMOUNT(10),
    MOUNT(20),
    BREAK(10),
    SPOIL(10),
    EMPTY(7),
    REPLACE_DISK(7),
    CLOCK(10),
    SLEEP(40),
    HURRY(10),
    HIDE(14),
    HOOK(14);

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
    Shape shape = dice.pick(List.of(Shape.values()));
    int peers = dice.pick(List.of(2, 2, 2, 3, 3, 3, 4, 5));
    int sources = dice.oneIn(3) ? 2 : 1;
    int turns = 40 + dice.below(160);
    Trials.Kind trial = dice.pick(List.of(Trials.Kind.values()));
    int count = 3 + dice.below(40);
    List<Deed> deeds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deeds.add(new Deed(dice.below(turns), dice.pick(DRAWN), dice.next()));
    }
    deeds.sort(Comparator.comparingInt(Deed::turn));
    return new Script(seed, shape, peers, sources, turns, trial, ImmutableList.copyOf(deeds));
  }

  Script with(List<Deed> others) {
    return new Script(seed, shape, peers, sources, turns, trial, ImmutableList.copyOf(others));
  }

  /** As it is kept in a file. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append('\n');
    text.append("shape ").append(shape).append('\n');
    text.append("peers ").append(peers).append('\n');
    text.append("sources ").append(sources).append('\n');
    text.append("turns ").append(turns).append('\n');
    text.append("trial ").append(trial).append('\n');
    for (Deed deed : deeds) {
      text.append("at ").append(deed.turn).append(' ').append(deed.kind).append(' ');
      text.append(deed.salt).append('\n');
    }
    return text.toString();
  }

  /**
   * Reads what {@link #text} wrote; lines that begin with # say what it once found.
   *
   * @throws IllegalArgumentException if a line is not understood
   */
  static Script parse(String text) {
    long seed = 0;
    Shape shape = Shape.MESH;
    int peers = 2;
    int sources = 1;
    int turns = 0;
    Trials.Kind trial = Trials.Kind.NONE;
    ImmutableList.Builder<Deed> deeds = ImmutableList.builder();
    for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "seed" -> seed = Long.parseLong(words[1]);
        case "shape" -> shape = Shape.valueOf(words[1]);
        case "peers" -> peers = Integer.parseInt(words[1]);
        case "sources" -> sources = Integer.parseInt(words[1]);
        case "turns" -> turns = Integer.parseInt(words[1]);
        case "trial" -> trial = Trials.Kind.valueOf(words[1]);
        case "at" ->
            deeds.add(
                new Deed(
                    Integer.parseInt(words[1]), Kind.valueOf(words[2]), Long.parseLong(words[3])));
        default -> throw new IllegalArgumentException("not a line of a script: " + line);
      }
    }
    return new Script(seed, shape, peers, sources, turns, trial, deeds.build());
  }
}
