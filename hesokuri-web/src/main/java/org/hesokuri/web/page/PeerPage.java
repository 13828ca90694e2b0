package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.activity.Kind;

/**
 * What the page of one peer shows, in words.
 *
 * @param shell what is around it
 * @param name its name
 * @param state what it is like now
 * @param since since when it is so
 * @param why what is wrong and how to mend it, or nothing
 * @param lastMet when it last answered
 * @param nextTry when it is tried again
 * @param talks what is and was spoken with it, in words
 * @param lastPush what it was given last, as far as that is remembered
 * @param sources the sources that it shares with this machine, as many as fit
 * @param more how many did not fit
 * @param events what happened with it last, newest first
 */
record PeerPage(
    Shell shell,
    String name,
    PeerWords state,
    Optional<Moment> since,
    String why,
    Optional<Moment> lastMet,
    Optional<Moment> nextTry,
    TalkWords talks,
    Optional<ActivityPage.Row> lastPush,
    ImmutableList<Row> sources,
    int more,
    ImmutableList<ActivityPage.Row> events) {

  private static final int MOST_SOURCES = 200;
  private static final int MOST_EVENTS = 15;

  /** A source and how it stands on the peer. */
  record Row(String name, String path, String href, String pathThere, Standing standing) {}

  static PeerPage of(
      Shell.Frame frame,
      SyncStatus status,
      PeerStatus peer,
      Standing.View view,
      ImmutableList<Happening> newestFirst) {
    Instant now = status.at();
    PeerId id = peer.peer();
    ImmutableList<Row> rows = rows(status, peer, view);
    ImmutableList<Happening> about =
        newestFirst.stream()
            .filter(each -> each.peer().filter(id.name()::equals).isPresent())
            .collect(ImmutableList.toImmutableList());
    return new PeerPage(
        frame.around(status, id.name(), Links.to(id)),
        id.name(),
        PeerWords.of(peer),
        moment(peer, met -> Optional.of(met.since()), failing -> Optional.of(failing.since()), now),
        peer.reach().fold(notTried -> "", met -> "", failing -> Words.sentence(failing.why())),
        moment(peer, met -> Optional.of(met.last()), PeerStatus.Failing::lastMet, now),
        moment(peer, met -> Optional.empty(), failing -> Optional.of(failing.nextTry()), now),
        TalkWords.of(peer.talks()),
        about.stream()
            .filter(each -> each.kind() == Kind.PUSHED)
            .findFirst()
            .map(each -> ActivityPage.Row.of(each, now)),
        rows.subList(0, Math.min(MOST_SOURCES, rows.size())),
        Math.max(0, rows.size() - MOST_SOURCES),
        about.stream()
            .limit(MOST_EVENTS)
            .map(each -> ActivityPage.Row.of(each, now))
            .collect(ImmutableList.toImmutableList()));
  }

  /** Gives a moment of a state. */
  private interface When<R> {
    Optional<Instant> of(R reach);
  }

  private static Optional<Moment> moment(
      PeerStatus peer, When<PeerStatus.Met> met, When<PeerStatus.Failing> failing, Instant now) {
    return peer.reach()
        .<Optional<Instant>>fold(notTried -> Optional.empty(), met::of, failing::of)
        .map(at -> Moment.of(at, now));
  }

  private static ImmutableList<Row> rows(SyncStatus status, PeerStatus peer, Standing.View view) {
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    for (SourceStatus source : status.sources()) {
      source
          .source()
          .pathOn(peer.peer())
          .ifPresent(
              there ->
                  rows.add(
                      new Row(
                          Quoted.plain(source.path().lastPart()),
                          Quoted.line(source.path().text()),
                          Links.to(source.path()),
                          Quoted.line(there.text()),
                          view.of(source, peer))));
    }
    return rows.build().stream()
        .sorted(Comparator.comparing((Row row) -> !row.standing().tone().isProblem()))
        .collect(ImmutableList.toImmutableList());
  }
}
