package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Optional;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * What the overview shows, in words. The template only lays it out.
 *
 * @param shell what is around it
 * @param first what a newcomer is told, before the first configuration
 * @param matters what needs somebody, the worst first, as many as fit
 * @param moreMatters how many did not fit
 * @param calmSources how many sources are in step with everybody
 * @param sources how many sources there are
 * @param filter what is looked for
 * @param peers the columns
 * @param rows the sources that are shown
 */
record OverviewPage(
    Shell shell,
    Optional<FirstRun> first,
    ImmutableList<Matter> matters,
    int moreMatters,
    int calmSources,
    int sources,
    Filter filter,
    ImmutableList<PeerHead> peers,
    ImmutableList<Row> rows) {

  private static final int MOST_MATTERS = 50;
  private static final int MOST_UNFOLDED = 5;
  private static final int FEW_MATTERS = 6;
  private static final int MANY_SOURCES = 30;
  private static final int MOST_TEXT = 200;

  /**
   * Which sources are looked for.
   *
   * @param text what their path must hold, whatever its case; empty for any
   * @param onlyProblems whether those that are in step are left out
   */
  record Filter(String text, boolean onlyProblems) {

    boolean admits(SourceStatus source) {
      return source.path().text().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** The address of the same page with this filter. */
    String href() {
      return "/?show="
          + (onlyProblems ? "problems" : "all")
          + (text.isEmpty() ? "" : "&q=" + Links.escaped(text));
    }

    Filter withOnlyProblems(boolean only) {
      return new Filter(text, only);
    }
  }

  /** The head of a column. */
  record PeerHead(String name, String href, Tone tone, String word) {

    static PeerHead of(PeerStatus peer) {
      PeerWords words = PeerWords.of(peer);
      return new PeerHead(peer.peer().name(), Links.to(peer.peer()), words.tone(), words.word());
    }
  }

  /**
   * A source.
   *
   * @param name the last part of its path
   * @param path its path here
   * @param note what is to be said of it besides its cells, or nothing
   */
  record Row(
      String id, String name, String path, String href, String note, ImmutableList<Cell> cells) {

    boolean isProblem() {
      return !note.isEmpty() || cells.stream().anyMatch(cell -> cell.standing().tone().isProblem());
    }
  }

  /** How a source stands on the peer of a column. */
  record Cell(String peer, Standing standing) {}

  static OverviewPage of(
      Shell.Frame frame,
      SyncStatus status,
      ImmutableMap<CommitPair, Integer> behind,
      Asked asked,
      Optional<String> machine) {
    Standing.View view = new Standing.View(behind, status.at());
    ImmutableList<Row> all =
        status.sources().stream()
            .map(source -> row(source, status, view))
            .collect(ImmutableList.toImmutableList());
    boolean many = all.size() > MANY_SOURCES;
    Filter filter =
        new Filter(
            Words.cut(asked.value("q"), MOST_TEXT),
            asked.value("show").equals("problems") || (many && !asked.value("show").equals("all")));
    ImmutableList.Builder<Row> shown = ImmutableList.builder();
    for (int i = 0; i < all.size(); i++) {
      boolean wanted = !filter.onlyProblems() || all.get(i).isProblem();
      if (wanted && filter.admits(status.sources().get(i))) {
        shown.add(all.get(i));
      }
    }
    ImmutableList<Matter> matters = Matters.of(status);
    return new OverviewPage(
        frame.around(status, "", "/"),
        status.configuration().running().isPresent()
            ? Optional.empty()
            : Optional.of(FirstRun.of(status.configuration(), machine)),
        matters.subList(0, Math.min(MOST_MATTERS, matters.size())),
        Math.max(0, matters.size() - MOST_MATTERS),
        (int) all.stream().filter(row -> !row.isProblem()).count(),
        all.size(),
        filter,
        status.peers().stream().map(PeerHead::of).collect(ImmutableList.toImmutableList()),
        shown.build());
  }

  private static Row row(SourceStatus source, SyncStatus status, Standing.View view) {
    ImmutableList.Builder<Cell> cells = ImmutableList.builder();
    for (PeerStatus peer : status.peers()) {
      cells.add(new Cell(peer.peer().name(), view.of(source, peer)));
    }
    String href = Links.to(source.path());
    return new Row(
        href.substring(href.lastIndexOf('/') + 1),
        Quoted.plain(source.path().lastPart()),
        Quoted.line(source.path().text()),
        href,
        note(source, status),
        cells.build());
  }

  private static String note(SourceStatus source, SyncStatus status) {
    boolean lonely =
        status
            .configuration()
            .running()
            .filter(running -> source.source().peersBesides(running.self()).isEmpty())
            .isPresent();
    long attention =
        source.branches().stream().filter(branch -> branch.attention().isPresent()).count();
    String noted =
        source
            .state()
            .fold(
                starting -> "being looked at",
                running ->
                    attention > 0
                        ? Words.counted(attention, "branch needs", "branches need") + " attention"
                        : source.remarks().isEmpty() ? "" : "there is a remark",
                stopped -> "stopped");
    return noted.isEmpty() && lonely ? "on no other machine" : noted;
  }

  /** What needs somebody most. */
  ImmutableList<Matter> firstMatters() {
    return matters.subList(0, unfolded());
  }

  /** What else needs somebody. */
  ImmutableList<Matter> otherMatters() {
    return matters.subList(unfolded(), matters.size());
  }

  private int unfolded() {
    // One more is not worth folding.
    return matters.size() <= FEW_MATTERS ? matters.size() : MOST_UNFOLDED;
  }

  /** Whether all sources are shown. */
  boolean isWhole() {
    return rows.size() == sources;
  }

  /** What the count of the rows says. */
  String count() {
    return isWhole()
        ? Words.counted(sources, "source", "sources")
        : rows.size() + " of " + Words.counted(sources, "source", "sources");
  }
}
