package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.activity.Kind;
import org.hesokuri.web.address.SourceId;

/**
 * What the page of what happened shows.
 *
 * @param shell what is around it
 * @param rows what happened, newest first, as much as fits
 * @param found how much there is of what is asked for
 * @param remembered how much there is at all
 * @param kind the kind that is asked for, or nothing for all
 * @param source the id of the source that is asked for, or nothing for all
 * @param peer the peer that is asked for, or nothing for all
 * @param kinds what can be asked for
 * @param sources what can be asked for
 * @param peers what can be asked for
 */
record ActivityPage(
    Shell shell,
    ImmutableList<Row> rows,
    int found,
    int remembered,
    String kind,
    String source,
    String peer,
    ImmutableList<Choice> kinds,
    ImmutableList<Choice> sources,
    ImmutableList<Choice> peers) {

  private static final int MOST_ROWS = 200;
  private static final int MOST_SOURCES = 2_000;

  /** Something that happened. */
  record Row(Moment at, String kind, boolean trouble, String sentence) {

    static Row of(Happening happening, Instant now) {
      return new Row(
          Moment.of(happening.at(), now),
          happening.kind().word(),
          happening.trouble(),
          Quoted.line(happening.sentence()));
    }
  }

  /** What a person can choose. */
  record Choice(String value, String text, boolean chosen) {}

  static ActivityPage of(
      Shell.Frame frame, SyncStatus status, ImmutableList<Happening> newestFirst, Asked asked) {
    String kind = asked.value("kind");
    String source = asked.value("source");
    String peer = asked.value("peer");
    ImmutableList<Happening> found =
        newestFirst.stream()
            .filter(each -> kind.isEmpty() || isOf(each, kind))
            .filter(each -> peer.isEmpty() || each.peer().filter(peer::equals).isPresent())
            .filter(
                each -> source.isEmpty() || each.source().filter(p -> is(p, source)).isPresent())
            .collect(ImmutableList.toImmutableList());
    return new ActivityPage(
        frame.around(status, "Activity", "/activity"),
        found.stream()
            .limit(MOST_ROWS)
            .map(each -> Row.of(each, status.at()))
            .collect(ImmutableList.toImmutableList()),
        found.size(),
        newestFirst.size(),
        kind,
        source,
        peer,
        kinds(kind),
        sources(newestFirst, status, source),
        peers(newestFirst, status, peer));
  }

  private static boolean isOf(Happening each, String kind) {
    return kind.equals("trouble") ? each.trouble() : each.kind().word().equals(kind);
  }

  private static boolean is(String path, String source) {
    return id(path).filter(source::equals).isPresent();
  }

  private static Optional<String> id(String path) {
    try {
      return Optional.of(SourceId.of(new RepoPath(path)).text());
    } catch (IllegalArgumentException fromAnotherVersion) {
      return Optional.empty();
    }
  }

  private static ImmutableList<Choice> kinds(String chosen) {
    ImmutableList.Builder<Choice> kinds = ImmutableList.builder();
    kinds.add(new Choice("trouble", "only trouble", chosen.equals("trouble")));
    for (Kind kind : Kind.values()) {
      kinds.add(new Choice(kind.word(), kind.word(), chosen.equals(kind.word())));
    }
    return kinds.build();
  }

  private static ImmutableList<Choice> sources(
      ImmutableList<Happening> happenings, SyncStatus status, String chosen) {
    ImmutableSortedSet<String> paths =
        Stream.concat(
                status.sources().stream().map(each -> each.path().text()),
                happenings.stream().flatMap(each -> each.source().stream()))
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    ImmutableList.Builder<Choice> choices = ImmutableList.builder();
    for (String path : paths.asList().subList(0, Math.min(MOST_SOURCES, paths.size()))) {
      id(path).ifPresent(id -> choices.add(new Choice(id, Quoted.line(path), id.equals(chosen))));
    }
    return choices.build();
  }

  private static ImmutableList<Choice> peers(
      ImmutableList<Happening> happenings, SyncStatus status, String chosen) {
    return Stream.concat(
            status.peers().stream().map(each -> each.peer().name()),
            happenings.stream().flatMap(each -> each.peer().stream()))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()))
        .stream()
        .map(name -> new Choice(name, Quoted.plain(name), name.equals(chosen)))
        .collect(ImmutableList.toImmutableList());
  }

  /** What the number of rows says. */
  String count() {
    boolean all = kind.isEmpty() && source.isEmpty() && peer.isEmpty();
    String shown = rows.size() < found ? "The newest " + rows.size() + " of " : "";
    return shown
        + Words.counted(found, "event", "events")
        + (all ? "" : " of " + remembered + " that are remembered");
  }
}
