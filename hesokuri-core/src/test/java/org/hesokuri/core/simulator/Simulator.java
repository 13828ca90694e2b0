package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs schedules by their seeds, shrinks what fails, and says what it has met. */
final class Simulator {

  /** What became of one schedule that broke a promise: as little of it as still breaks it. */
  record Failure(Script script, Throwable broken, List<String> trace) {

    private static final int SHOWN_CALLS = 15;

    Promise promise() {
      return Promise.brokenBy(broken);
    }

    /** The text of a file that keeps it. */
    String text() {
      String what = String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
      return "# " + promise() + ": " + promise().sentence() + "\n# " + what + "\n" + script.text();
    }

    String told() {
      StringBuilder told = new StringBuilder();
      told.append("seed ").append(script.seed()).append(" breaks ").append(promise());
      told.append(": ").append(promise().sentence()).append(".\n  ").append(broken);
      told.append("\n  To replay it: mvn -q -B -pl hesokuri-core test-compile exec:java@simulate");
      told.append(" -Dreplay=").append(script.seed());
      told.append("\n  To keep it, write this to hesokuri-core/src/test/resources/");
      told.append(FoundScripts.FOLDER).append("/WHAT_IT_FOUND.txt:\n\n");
      told.append(text());
      told.append("\n  What happens in these ");
      told.append(script.deeds().size()).append(" deeds:\n");
      trace.forEach(line -> told.append("  ").append(line).append('\n'));
      List.of(broken.getStackTrace()).stream()
          .filter(element -> element.getClassName().startsWith("org.hesokuri"))
          .limit(SHOWN_CALLS)
          .forEach(element -> told.append("    at ").append(element).append('\n'));
      return told.toString();
    }
  }

  /** How a run over many seeds went. */
  record Outcome(long schedules, List<Failure> failures, long[] counts, double perMinute) {

    private static final long ENOUGH_FOR_EVERYTHING_RARE = 20_000;

    /** An eighth of what is run in all; of what is seldom it may meet nothing. */
    private static final long ENOUGH_BUT_FOR_WHAT_IS_SELDOM = 3_000;

    /** What is met less than about once in a hundred schedules. */
    private static final Set<Rare> SELDOM =
        EnumSet.of(Rare.KEPT_DROPPED, Rare.KILLED_HALFWAY, Rare.POPPED, Rare.FAR_OLDER);

    /**
     * One line: schedules, failures, schedules per minute, the rare situations, and what is
     * promised where there is no direct link.
     */
    String line() {
      StringBuilder line = new StringBuilder();
      line.append(schedules).append(" schedules, ").append(failures.size()).append(" failures, ");
      line.append(Math.round(perMinute)).append(" per minute;");
      for (Rare rare : Rare.values()) {
        line.append(rare.ordinal() == 0 ? " " : ", ");
        line.append(rare.words()).append(' ').append(counts[rare.ordinal()]);
      }
      long latest = counts[Rare.FAR_LATEST.ordinal()];
      long older = counts[Rare.FAR_OLDER.ordinal()];
      line.append(". Where no direct link was, ").append(latest).append(" branches of ");
      line.append(latest + older).append(" were at their latest commit in the end; ").append(older);
      line.append(" that were amended or reset were held up at a commit that they once were,");
      line.append(" as promised there. One of them in each such schedule was then given a commit");
      line.append(" that contained what was held, which came to everybody.");
      return line.toString();
    }

    /** The situations that were never met, although there were schedules enough for all. */
    List<Rare> missing() {
      return List.of(Rare.values()).stream()
          .filter(rare -> counts[rare.ordinal()] == 0)
          .filter(rare -> schedules >= enoughFor(rare))
          .toList();
    }

    private static long enoughFor(Rare rare) {
      return SELDOM.contains(rare) ? ENOUGH_FOR_EVERYTHING_RARE : ENOUGH_BUT_FOR_WHAT_IS_SELDOM;
    }
  }

  private Simulator() {}

  /** Runs one schedule; what it broke. */
  static Optional<Throwable> attempt(Script script, Tampering tampering, long[] counts) {
    return attempt(new Schedule(script, tampering, false, counts));
  }

  private static Optional<Throwable> attempt(Schedule schedule) {
    Bugs.forget();
    try {
      schedule.run();
    } catch (Exception | Error broken) {
      return Optional.of(broken);
    }
    return Bugs.seen();
  }

  /** Runs a script; empty if it breaks nothing, else with as few deeds as break the same. */
  static Optional<Failure> replay(Script script, Tampering tampering) {
    long[] counts = new long[Rare.values().length];
    return attempt(script, tampering, counts)
        .map(broken -> shrunk(script, tampering, Promise.brokenBy(broken)));
  }

  /** Leaves out deeds, many at first, then single ones, as long as the same promise is broken. */
  private static Failure shrunk(Script whole, Tampering tampering, Promise promise) {
    Script script = whole;
    for (int size = Math.max(1, whole.deeds().size() / 2); size > 0; ) {
      Optional<Script> smaller = smaller(script, size, tampering, promise);
      if (smaller.isPresent()) {
        script = smaller.get();
      } else {
        size /= 2;
      }
    }
    Schedule last = new Schedule(script, tampering, true, new long[Rare.values().length]);
    Throwable broken =
        attempt(last)
            .orElseThrow(
                () -> new IllegalStateException("seed " + whole.seed() + " fails only at times"));
    return new Failure(script, broken, last.trace.lines());
  }

  private static Optional<Script> smaller(
      Script script, int size, Tampering tampering, Promise promise) {
    long[] counts = new long[Rare.values().length];
    for (int from = 0; from < script.deeds().size(); from += size) {
      List<Script.Deed> fewer = new ArrayList<>(script.deeds());
      fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
      Script candidate = script.with(fewer);
      if (attempt(candidate, tampering, counts)
          .filter(broken -> Promise.brokenBy(broken) == promise)
          .isPresent()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
