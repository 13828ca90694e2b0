package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;

/**
 * One source in words.
 *
 * @param name the last part of its path
 * @param path its path here
 * @param word what it is like now, in a word or two
 * @param fine whether that is good
 * @param open whether it is shown unfolded
 * @param notes what is to be said about it, one sentence each
 * @param peers the peers that hold it, as column heads
 * @param branches one row for each branch
 */
record SourceBlock(
    String name,
    String path,
    String word,
    boolean fine,
    boolean open,
    ImmutableList<String> notes,
    ImmutableList<String> peers,
    ImmutableList<BranchRow> branches) {

  /** A branch: what it is, and what each peer holds of it. */
  record BranchRow(
      String name,
      String shortHash,
      String hash,
      ImmutableList<String> marks,
      ImmutableList<Cell> cells,
      String attention) {}

  /** What one peer holds: a word, a class for its colour, and the whole story. */
  record Cell(String word, String kind, String story) {}

  static SourceBlock of(SourceStatus source, Instant now, boolean few) {
    ImmutableList<PeerId> peers =
        source.branches().stream()
            .findFirst()
            .map(branch -> branch.peers().keySet().asList())
            .orElse(ImmutableList.of());
    ImmutableList<BranchRow> rows =
        source.branches().stream()
            .map(branch -> row(branch, now))
            .collect(ImmutableList.toImmutableList());
    boolean lacking =
        rows.stream().flatMap(row -> row.cells.stream()).anyMatch(c -> c.kind.equals("lacking"));
    boolean attention = rows.stream().anyMatch(row -> !row.attention.isEmpty());
    String word =
        source
            .state()
            .fold(
                starting -> "starting",
                running -> lacking ? "not everywhere yet" : "in step",
                stopped -> "stopped");
    boolean fine = word.equals("in step") && !attention;
    return new SourceBlock(
        Quoted.plain(source.path().lastPart()),
        Quoted.plain(source.path().text()),
        attention && word.equals("in step") ? "needs attention" : word,
        fine,
        few || !fine,
        notes(source, now),
        peers.stream().map(PeerId::name).collect(ImmutableList.toImmutableList()),
        rows);
  }

  private static ImmutableList<String> notes(SourceStatus source, Instant now) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    source
        .state()
        .<Runnable>fold(
            starting -> () -> {},
            running -> () -> {},
            stopped ->
                () ->
                    notes.add(
                        "Stopped "
                            + Moment.of(stopped.since(), now).relative()
                            + ": "
                            + Quoted.plain(stopped.why())
                            + "."))
        .run();
    source
        .peerProblems()
        .forEach(
            (peer, problem) ->
                notes.add(
                    "To "
                        + peer
                        + ": "
                        + Quoted.plain(problem.why())
                        + problem
                            .nextTry()
                            .map(at -> "; next try " + Moment.of(at, now).relative())
                            .orElse("")
                        + "."));
    notes.addAll(source.remarks());
    if (source.keptTips() > 0) {
      notes.add(
          source.keptTips()
              + " displaced "
              + (source.keptTips() == 1 ? "tip is" : "tips are")
              + " kept here; git for-each-ref refs/hesokuri/kept lists them.");
    }
    return notes.build();
  }

  private static BranchRow row(BranchStatus branch, Instant now) {
    ImmutableList.Builder<String> marks = ImmutableList.builder();
    branch
        .role()
        .<Runnable>fold(
            local -> () -> {}, copy -> () -> marks.add("copy from " + copy.name().from()))
        .run();
    if (branch.liveEdit()) {
      marks.add("live-edit");
    }
    if (branch.unwanted()) {
      marks.add("unwanted");
    }
    if (branch.checkedOut()) {
      marks.add("checked out");
    }
    return new BranchRow(
        Quoted.plain(branch.name().text()),
        branch.tip().abbreviated(),
        branch.tip().hex(),
        marks.build(),
        branch.peers().values().stream()
            .map(holding -> cell(holding, now))
            .collect(ImmutableList.toImmutableList()),
        branch
            .attention()
            .map(a -> a.text() + " (since " + Moment.of(a.since(), now).relative() + ")")
            .orElse(""));
  }

  private static Cell cell(Holding holding, Instant now) {
    return holding.fold(
        exactly ->
            new Cell(
                "ok",
                "ok",
                "The peer said so " + Moment.of(exactly.saidAt(), now).relative() + "."),
        inside ->
            new Cell(
                "inside " + Quoted.plain(inside.branch().text()),
                "ok",
                "The peer's own branch, at "
                    + inside.at().abbreviated()
                    + ", contains it; it said so "
                    + Moment.of(inside.saidAt(), now).relative()
                    + "."),
        lacking ->
            new Cell(
                lacking.last().map(last -> "has " + last.abbreviated()).orElse("nothing yet"),
                "lacking",
                Quoted.plain(lacking.why())),
        notMeant -> new Cell("not meant", "none", Quoted.plain(notMeant.why())));
  }
}
