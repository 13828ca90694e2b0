package org.hesokuri.core.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Chance that a seed decides. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    // Mixed, because neighbouring seeds shall not begin alike.
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ 0x5DEECE66DL);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  long next() {
    return random.nextLong();
  }
}
