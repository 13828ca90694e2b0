package org.hesokuri.bench;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * What was measured again and again.
 *
 * @param sorted the values, the lowest first; at least one
 */
record Samples(ImmutableList<Double> sorted) {

  private static final double MILLION = 1_000_000;

  Samples {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Samples of(Collection<Double> values) {
    return new Samples(values.stream().sorted().collect(ImmutableList.toImmutableList()));
  }

  static Samples one(double value) {
    return new Samples(ImmutableList.of(value));
  }

  /** Of nanoseconds, in milliseconds. */
  static Samples millis(Collection<Long> nanos) {
    Stream<Double> millis = nanos.stream().map(each -> each / MILLION);
    return new Samples(millis.sorted().collect(ImmutableList.toImmutableList()));
  }

  int count() {
    return sorted.size();
  }

  double lowest() {
    return sorted.get(0);
  }

  double highest() {
    return sorted.get(count() - 1);
  }

  double median() {
    int middle = count() / 2;
    return count() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The value that the given part of all do not exceed.
   *
   * @param part from 0 to 1
   */
  double quantile(double part) {
    return sorted.get(Math.max(0, (int) Math.ceil(part * count()) - 1));
  }
}
