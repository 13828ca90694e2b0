package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Problems as they are found, for one thread.
 *
 * <p>Bounded: a file that is wrong in a hundred thousand places must not become a log of a hundred
 * thousand lines.
 */
final class Problems {

  /** More than a person mends at a time. */
  static final int MAX_TOLD = 100;

  private static final Comparator<Problem> BY_POSITION =
      Comparator.comparing(problem -> problem.where().orElse(Position.START));

  private final List<Problem> found = new ArrayList<>();
  private int untold;

  /** Adds a problem; from the hundred and first on, they are only counted, in no time. */
  void add(Position where, Supplier<String> message) {
    if (found.size() < MAX_TOLD) {
      found.add(Problem.at(where, message.get()));
    } else {
      untold++;
    }
  }

  /** Adds the problem that ended the reading; it is told in any case. */
  void addLast(Position where, String message) {
    found.add(Problem.at(where, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of the file. */
  ImmutableList<Problem> inOrder() {
    ImmutableList.Builder<Problem> all = ImmutableList.builder();
    found.stream().sorted(BY_POSITION).forEach(all::add);
    if (untold > 0) {
      all.add(Problem.ofFile("... and " + untold + " more; mend these first"));
    }
    return all.build();
  }
}
