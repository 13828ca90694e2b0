package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.List;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * What the overview shows, in words. The template only lays it out.
 *
 * @param title the identity of this machine, or what is missing
 * @param headline the one sentence that matters
 * @param calm whether the headline says that nothing is wrong
 * @param at when this was so
 * @param origin the configuration file
 * @param configured whether a configuration runs
 * @param since since when it runs
 * @param problems what is wrong with the file
 * @param warnings what is odd in the file
 * @param peers one row for each peer
 * @param sources one block for each source
 * @param events what happened, newest first
 * @param token what the page's script sends with a change
 * @param port the port of the page
 */
record OverviewPage(
    String title,
    String headline,
    boolean calm,
    Moment at,
    String origin,
    boolean configured,
    Moment since,
    ImmutableList<String> problems,
    ImmutableList<String> warnings,
    ImmutableList<PeerRow> peers,
    ImmutableList<SourceBlock> sources,
    ImmutableList<EventRow> events,
    String token,
    int port) {

  private static final int MOST_EVENTS = 50;
  private static final int FEW_SOURCES = 8;

  /** A peer: its name, what it is like now in a word, and what is to be said about that. */
  record PeerRow(String name, String word, boolean fine, String detail) {}

  /** Something that happened. */
  record EventRow(Moment at, String sentence, boolean trouble) {}

  static OverviewPage of(SyncStatus status, List<RecordedEvent> events, String token, int port) {
    Instant now = status.at();
    SyncStatus.ConfigurationStatus configuration = status.configuration();
    boolean few = status.sources().size() <= FEW_SOURCES;
    Headline headline = Headline.of(status);
    return new OverviewPage(
        configuration
            .running()
            .map(Configuration::self)
            .map(Object::toString)
            .orElse("no identity yet"),
        headline.sentence(),
        headline.calm(),
        Moment.of(now, now),
        Quoted.plain(configuration.origin()),
        configuration.running().isPresent(),
        Moment.of(configuration.since(), now),
        configuration.problems(),
        configuration.warnings(),
        status.peers().stream()
            .map(peer -> row(peer, now))
            .collect(ImmutableList.toImmutableList()),
        status.sources().stream()
            .map(source -> SourceBlock.of(source, now, few))
            .collect(ImmutableList.toImmutableList()),
        Lists.reverse(events).stream()
            .limit(MOST_EVENTS)
            .map(
                e ->
                    new EventRow(
                        Moment.of(e.at(), now), e.event().sentence(), e.event().isTrouble()))
            .collect(ImmutableList.toImmutableList()),
        token,
        port);
  }

  private static PeerRow row(PeerStatus peer, Instant now) {
    return peer.reach()
        .fold(
            notTried ->
                new PeerRow(peer.peer().name(), "not tried yet", true, "It is about to be tried."),
            met ->
                new PeerRow(
                    peer.peer().name(),
                    "met",
                    true,
                    "It last answered " + Moment.of(met.last(), now).relative() + "."),
            failing ->
                new PeerRow(
                    peer.peer().name(),
                    "cannot be met",
                    false,
                    Quoted.plain(failing.why())
                        + ". So since "
                        + Moment.of(failing.since(), now).relative()
                        + "; next try "
                        + Moment.of(failing.nextTry(), now).relative()
                        + "."));
  }

  /** The sources that are stopped. */
  static long stopped(SyncStatus status) {
    return status.sources().stream().filter(OverviewPage::isStopped).count();
  }

  private static boolean isStopped(SourceStatus source) {
    return source.state().fold(starting -> false, running -> false, stopped -> true);
  }
}
