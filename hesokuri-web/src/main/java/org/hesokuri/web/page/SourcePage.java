package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * What the page of one source shows, in words.
 *
 * @param shell what is around it
 * @param id its name in addresses
 * @param name the last part of its path
 * @param path its path here
 * @param state what it is like now
 * @param lookedAt when it was last looked at
 * @param matters what needs somebody, but for what stands beside a branch
 * @param divergences branches that have gone two ways
 * @param peers the columns
 * @param locals the branches that people commit to here
 * @param copies the copies of others' branches
 * @param text what the names of the branches must hold
 * @param branches how many branches there are
 * @param facts what else is to be said about it
 */
record SourcePage(
    Shell shell,
    String id,
    String name,
    String path,
    PeerWords state,
    Optional<Moment> lookedAt,
    ImmutableList<Matter> matters,
    ImmutableList<Divergence> divergences,
    ImmutableList<Column> peers,
    ImmutableList<BranchRow> locals,
    ImmutableList<BranchRow> copies,
    String text,
    int branches,
    ImmutableList<String> facts) {

  private static final int MOST_BRANCHES = 300;
  private static final int MANY_BRANCHES = 15;
  private static final int MOST_TEXT = 200;

  /** The head of a column: a peer, where it holds the source, and how that stands there. */
  record Column(String name, String href, String path, Standing standing) {}

  /** The branches that are shown: those whose names hold what is asked for, as many as fit. */
  static ImmutableList<BranchStatus> shown(SourceStatus source, Asked asked) {
    String text = text(asked).toLowerCase(Locale.ROOT);
    return source.branches().stream()
        .filter(branch -> branch.name().text().toLowerCase(Locale.ROOT).contains(text))
        .limit(MOST_BRANCHES)
        .collect(ImmutableList.toImmutableList());
  }

  private static String text(Asked asked) {
    return Words.cut(asked.value("q"), MOST_TEXT);
  }

  static SourcePage of(
      Shell.Frame frame,
      SyncStatus status,
      SourceStatus source,
      Standing.View view,
      Commits commits,
      Asked asked) {
    Instant now = status.at();
    String name = Quoted.plain(source.path().lastPart());
    String href = Links.to(source.path());
    ImmutableList<BranchStatus> shown = shown(source, asked);
    return new SourcePage(
        frame.around(status, name, href),
        href.substring(href.lastIndexOf('/') + 1),
        name,
        Quoted.line(source.path().text()),
        state(source),
        lookedAt(source).map(at -> Moment.of(at, now)),
        Matters.beside(source, now),
        Divergence.among(source).stream()
            .map(sides -> Divergence.of(sides, source, commits, now))
            .collect(ImmutableList.toImmutableList()),
        columns(status, source, view),
        rows(shown, commits, now, true),
        rows(shown, commits, now, false),
        text(asked),
        source.branches().size(),
        facts(source));
  }

  private static ImmutableList<Column> columns(
      SyncStatus status, SourceStatus source, Standing.View view) {
    ImmutableList.Builder<Column> columns = ImmutableList.builder();
    for (PeerStatus peer : status.peers()) {
      PeerId id = peer.peer();
      source
          .source()
          .pathOn(id)
          .ifPresent(
              path ->
                  columns.add(
                      new Column(
                          id.name(),
                          Links.to(id),
                          Quoted.line(path.text()),
                          view.of(source, peer))));
    }
    return columns.build();
  }

  private static ImmutableList<BranchRow> rows(
      ImmutableList<BranchStatus> shown, Commits commits, Instant now, boolean local) {
    return shown.stream()
        .filter(branch -> branch.role().<Boolean>fold(l -> true, c -> false) == local)
        .map(branch -> BranchRow.of(branch, commits, now))
        .collect(ImmutableList.toImmutableList());
  }

  private static PeerWords state(SourceStatus source) {
    return source
        .state()
        .fold(
            starting -> new PeerWords(Tone.PLAIN, "being looked at"),
            running -> new PeerWords(Tone.GOOD, "worked on"),
            stopped -> new PeerWords(Tone.BAD, "stopped"));
  }

  private static Optional<Instant> lookedAt(SourceStatus source) {
    return source
        .state()
        .fold(
            starting -> Optional.empty(),
            running -> Optional.of(running.lookedAt()),
            stopped -> Optional.empty());
  }

  private static ImmutableList<String> facts(SourceStatus source) {
    ImmutableList.Builder<String> facts = ImmutableList.builder();
    facts.add("Live-edit: " + liveEdit(source.source().liveEdit()) + ".");
    if (!source.source().unwanted().branches().isEmpty()) {
      facts.add("Unwanted: " + Quoted.line(String.join(", ", names(source))) + ".");
    }
    facts.add("Displaced tips are kept for " + source.source().keepFor().toDays() + " days.");
    if (source.keptTips() > 0) {
      facts.add(
          Words.counted(source.keptTips(), "displaced tip is", "displaced tips are")
              + " kept here; hesokuri kept lists them.");
    }
    return facts.build();
  }

  private static ImmutableList<String> names(SourceStatus source) {
    return source.source().unwanted().branches().keySet().stream()
        .map(name -> Quoted.plain(name.text()))
        .collect(ImmutableList.toImmutableList());
  }

  /** The rule in words. */
  static String liveEdit(LiveEditRule rule) {
    return rule.fold(
        only ->
            only.names().isEmpty()
                ? "no branch"
                : "only " + Quoted.line(String.join(", ", only.names())),
        except ->
            except.names().isEmpty()
                ? "every branch"
                : "every branch except " + Quoted.line(String.join(", ", except.names())));
  }

  /** Whether there are so many branches that some want to look for one. */
  boolean hasMany() {
    return branches > MANY_BRANCHES;
  }

  /** What the number of rows says. */
  String count() {
    int rows = locals.size() + copies.size();
    return rows == branches
        ? Words.counted(branches, "branch", "branches")
        : rows + " of " + Words.counted(branches, "branch", "branches");
  }
}
