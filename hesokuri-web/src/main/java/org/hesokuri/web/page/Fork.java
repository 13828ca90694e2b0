package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Quoted;

/**
 * Two histories down to where they part, as a drawing with a line of text beside each of its dots.
 *
 * @param lines the commits, the newest first; the last one is in both histories, if it is known
 * @param paths the lines of the drawing, each a path of SVG
 * @param dots the dots of the drawing
 */
record Fork(ImmutableList<Line> lines, ImmutableList<Path> paths, ImmutableList<Dot> dots) {

  /** The height of a line of text and of what is drawn beside it, in pixels of the style sheet. */
  static final int LINE = 36;

  static final int WIDTH = 44;
  private static final int[] LANES = {12, 32};
  private static final int OURS = 0;
  private static final int THEIRS = 1;

  /**
   * What is said of a dot.
   *
   * @param label the branch whose tip it is, or nothing
   * @param side which side it is on, in words
   * @param hash its short hash, or nothing where several commits are left out
   */
  record Line(
      String label, String side, String hash, String subject, String author, Optional<Moment> at) {}

  record Path(int lane, String d) {}

  record Dot(int lane, int x, int y, boolean hollow) {}

  private record Entry(int lane, Line line, Instant at) {}

  static Fork of(Divergence.Sides sides, Commits commits, Instant now) {
    ImmutableList<CommitSummary> ours = commits.onlyIn(sides.pair());
    ImmutableList<CommitSummary> theirs = commits.onlyIn(sides.turned());
    if (ours.isEmpty() || theirs.isEmpty()) {
      return new Fork(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }
    List<Entry> left = entries(OURS, sides.mine().name().text(), ours, now);
    List<Entry> right = entries(THEIRS, sides.copy().name().text(), theirs, now);
    // Each side is in order already; a clock that went back on one must not turn it around.
    ImmutableList<Entry> entries = merged(left, right);
    Optional<Line> base =
        parting(ours, theirs).flatMap(commits::of).map(commit -> line("", "both", commit, now));
    return drawn(entries, base);
  }

  private static List<Entry> entries(
      int lane, String branch, ImmutableList<CommitSummary> commits, Instant now) {
    String side = lane == OURS ? "yours" : "theirs";
    Stream<Entry> shown =
        commits.stream()
            .limit(CommitReader.MOST_OF_A_SIDE)
            .map(
                commit ->
                    new Entry(
                        lane,
                        line(
                            commit.equals(commits.get(0)) ? Quoted.plain(branch) : "",
                            side,
                            commit,
                            now),
                        commit.committedAt()));
    Stream<Entry> rest =
        commits.stream()
            .skip(CommitReader.MOST_OF_A_SIDE)
            .map(
                commit ->
                    new Entry(
                        lane,
                        new Line("", side, "", "older commits", "", Optional.empty()),
                        commit.committedAt()));
    return Stream.concat(shown, rest).toList();
  }

  private static Line line(String label, String side, CommitSummary commit, Instant now) {
    return new Line(
        label,
        side,
        commit.hash().abbreviated(),
        subject(commit),
        Quoted.plain(commit.author()),
        Optional.of(Moment.of(commit.committedAt(), now)));
  }

  /** The subject, or that there is none. */
  static String subject(CommitSummary commit) {
    String subject = Quoted.plain(commit.subject());
    return subject.isBlank() ? "(no message)" : subject;
  }

  private static ImmutableList<Entry> merged(List<Entry> left, List<Entry> right) {
    ImmutableList.Builder<Entry> merged = ImmutableList.builder();
    int l = 0;
    int r = 0;
    while (l < left.size() || r < right.size()) {
      boolean takeLeft =
          r == right.size() || (l < left.size() && !left.get(l).at().isBefore(right.get(r).at()));
      merged.add(takeLeft ? left.get(l++) : right.get(r++));
    }
    return merged.build();
  }

  /** The commit from which both sides come, if one of each side has it as a parent. */
  private static Optional<CommitHash> parting(
      ImmutableList<CommitSummary> ours, ImmutableList<CommitSummary> theirs) {
    Set<CommitHash> common = new HashSet<>(parents(ours));
    common.retainAll(parents(theirs));
    return common.stream().min(Comparator.naturalOrder());
  }

  private static ImmutableSet<CommitHash> parents(ImmutableList<CommitSummary> side) {
    return side.stream()
        .flatMap(commit -> commit.parents().stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  private static Fork drawn(ImmutableList<Entry> entries, Optional<Line> base) {
    ImmutableList.Builder<Line> lines = ImmutableList.builder();
    ImmutableList.Builder<Dot> dots = ImmutableList.builder();
    int[] first = {-1, -1};
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      lines.add(entry.line());
      dots.add(
          new Dot(entry.lane(), LANES[entry.lane()], middle(i), entry.line().hash().isEmpty()));
      first[entry.lane()] = first[entry.lane()] < 0 ? i : first[entry.lane()];
    }
    int end = entries.size();
    base.ifPresent(lines::add);
    base.ifPresent(line -> dots.add(new Dot(OURS, LANES[OURS], middle(end), false)));
    int bottom = base.isPresent() ? middle(end) : end * LINE;
    String straight = "M%1$d %2$dV%3$d".formatted(LANES[OURS], middle(first[OURS]), bottom);
    String bent =
        "M%1$d %2$dV%3$dQ%1$d %4$d %5$d %4$d"
            .formatted(
                LANES[THEIRS], middle(first[THEIRS]), bottom - LINE / 2, bottom, LANES[OURS]);
    String open = "M%1$d %2$dV%3$d".formatted(LANES[THEIRS], middle(first[THEIRS]), bottom);
    return new Fork(
        lines.build(),
        ImmutableList.of(
            new Path(THEIRS, base.isPresent() ? bent : open), new Path(OURS, straight)),
        dots.build());
  }

  private static int middle(int line) {
    return line * LINE + LINE / 2;
  }

  int height() {
    return lines.size() * LINE;
  }

  int width() {
    return WIDTH;
  }
}
