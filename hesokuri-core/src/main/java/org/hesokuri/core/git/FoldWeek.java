package org.hesokuri.core.git;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calendar week, by ISO 8601 and in UTC, in which tips were displaced: {@code 2026-W48}. It
 * names a fold and decides nothing, so that a wrong clock does no harm.
 *
 * @param year the year to which the week belongs, from 0 to 9999
 * @param week from 1 to 53
 */
public record FoldWeek(int year, int week) implements Comparable<FoldWeek> {

  /** Where folds live in a repository; no kept tip can have such a name. */
  public static final String PREFIX = "refs/hesokuri/folded/";

  private static final int LAST_YEAR = 9999;
  private static final int MOST_WEEKS = 53;
  private static final Pattern TEXT = Pattern.compile("([0-9]{4})-W([0-9]{2})");

  /**
   * Checks the week.
   *
   * @param year the year to which it belongs
   * @param week the number of it in that year
   * @throws IllegalArgumentException if no year has such a week, or a year has no four digits
   */
  public FoldWeek {
    if (year < 0 || year > LAST_YEAR || week < 1 || week > MOST_WEEKS) {
      throw new IllegalArgumentException("there is no week " + week + " of the year " + year);
    }
  }

  /**
   * The week of a moment.
   *
   * @param moment the moment; one that is out of all years with four digits counts as the nearest
   * @return its week
   */
  public static FoldWeek of(Instant moment) {
    LocalDate day = moment.atZone(ZoneOffset.UTC).toLocalDate();
    int year = day.get(IsoFields.WEEK_BASED_YEAR);
    return new FoldWeek(
        Math.min(Math.max(year, 0), LAST_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** {@return the week as people and refs call it} */
  public String text() {
    return String.format(Locale.ROOT, "%04d-W%02d", year, week);
  }

  /** {@return the full name of the ref of this week's fold} */
  public String ref() {
    return PREFIX + text();
  }

  /**
   * Reads a full ref name; empty if it is not one of a fold.
   *
   * @param ref the full name
   * @return the week
   */
  public static Optional<FoldWeek> ofRef(String ref) {
    if (!ref.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Matcher text = TEXT.matcher(ref).region(PREFIX.length(), ref.length());
    if (!text.matches()) {
      return Optional.empty();
    }
    int week = Integer.parseInt(text.group(2));
    return week < 1 || week > MOST_WEEKS
        ? Optional.empty()
        : Optional.of(new FoldWeek(Integer.parseInt(text.group(1)), week));
  }

  @Override
  public int compareTo(FoldWeek other) {
    return text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return text();
  }
}
