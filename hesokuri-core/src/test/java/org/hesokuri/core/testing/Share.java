package org.hesokuri.core.testing;

import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Which of the numbered trials of a long test this run executes: of every {@code parts} trials in a
 * row, the one at {@code part}.
 *
 * <p>{@code -Dshare=3/8} is the fourth eighth, {@code -Dshare=all} is everything. Without it a run
 * executes the first eighth, so that the ordinary test command is short; the eight eighths together
 * execute each trial exactly once. Who asks a test for a number of trials, as by {@code
 * -Dkills=1000}, and for no share, gets all of them.
 *
 * <p>So that a trial is the same in each run, it depends on its number and the seed of the test
 * alone, never on the trials before it.
 *
 * @param part counted from zero
 * @param parts at least one
 */
public record Share(int part, int parts) {

  private static final String PROPERTY = "share";
  private static final Share ALL = new Share(0, 1);
  private static final Share USUAL = new Share(0, 8);
  private static final Pattern FRACTION = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  /** Refuses a part that there is not. */
  public Share {
    if (part < 0 || part >= parts) {
      throw new IllegalArgumentException("there is no part " + part + " of " + parts);
    }
  }

  /** Reads {@code all} or a fraction such as {@code 3/8}. */
  public static Share parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    Matcher fraction = FRACTION.matcher(text);
    if (!fraction.matches()) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + " is neither \"all\" nor like \"3/8\": " + text);
    }
    return new Share(Integer.parseInt(fraction.group(1)), Integer.parseInt(fraction.group(2)));
  }

  /** The share of this run. */
  public static Share ofThisRun() {
    return given().orElse(USUAL);
  }

  /** The numbers of this run's trials, of so many that are counted from zero. */
  public static LongStream of(long total) {
    return ofThisRun().from(total);
  }

  /**
   * The same for a test that can be asked for another number of trials.
   *
   * @param property the one that holds that number
   * @param usual how many there are, all shares taken together, where nobody asks
   */
  public static LongStream of(String property, long usual) {
    return ofThisRun(property).from(Long.getLong(property, usual));
  }

  /**
   * The share of this run, for a test that can be asked for a number of what its trials do.
   *
   * @param property the one that holds that number
   */
  public static Share ofThisRun(String property) {
    return given().orElse(System.getProperty(property) == null ? USUAL : ALL);
  }

  /** What a trial decides by chance: the same for the same seed and number. */
  public static Random random(long seed, long trial) {
    // Random's own seeds give nearly the same first numbers when they are neighbours.
    return new Random(
        new SplittableRandom(new SplittableRandom(seed).nextLong() + trial).nextLong());
  }

  private static Optional<Share> given() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Share::parse);
  }

  /** Whether it contains the trial. */
  public boolean has(long trial) {
    return trial % parts == part;
  }

  /** The numbers of the trials that it contains, of so many that are counted from zero. */
  public LongStream from(long total) {
    return LongStream.range(0, total).filter(this::has);
  }

  /** Whether it is everything, so that what is rare must have happened. */
  public boolean isAll() {
    return parts == 1;
  }
}
