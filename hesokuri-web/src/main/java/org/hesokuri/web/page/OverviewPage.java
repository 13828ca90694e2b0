package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * What the overview shows, in words. The template only lays it out.
 *
 * @param title the identity of this machine, or what is missing
 * @param headline the one sentence that matters, and what goes with it
 * @param at when this was so
 * @param origin the configuration file
 * @param configured whether a configuration runs
 * @param since since when it runs
 * @param problems what is wrong with the file
 * @param warnings what is odd in the file
 * @param peers one row for each peer
 * @param sources one block for each source, those that need somebody first
 * @param events what happened, newest first
 * @param token what the page's script sends with a change
 * @param port the port of the page
 */
record OverviewPage(
    String title,
    Headline headline,
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

  /** Something that happened. */
  record EventRow(Moment at, String sentence, boolean trouble) {}

  static OverviewPage of(SyncStatus status, List<RecordedEvent> events, String token, int port) {
    Instant now = status.at();
    SyncStatus.ConfigurationStatus configuration = status.configuration();
    return new OverviewPage(
        configuration.running().map(Configuration::self).map(Object::toString).orElse(""),
        Headline.of(status),
        Moment.of(now, now),
        Quoted.line(configuration.origin()),
        configuration.running().isPresent(),
        Moment.of(configuration.since(), now),
        harmless(configuration.problems()),
        harmless(configuration.warnings()),
        status.peers().stream()
            .map(peer -> PeerRow.of(peer, now))
            .collect(ImmutableList.toImmutableList()),
        blocks(status.sources(), now),
        Lists.reverse(events).stream()
            .limit(MOST_EVENTS)
            .map(event -> row(event, now))
            .collect(ImmutableList.toImmutableList()),
        token,
        port);
  }

  private static ImmutableList<SourceBlock> blocks(List<SourceStatus> sources, Instant now) {
    boolean few = sources.size() <= FEW_SOURCES;
    Stream<SourceBlock> blocks = sources.stream().map(source -> SourceBlock.of(source, now, few));
    return (few
            ? blocks
            : blocks.sorted(Comparator.comparing((SourceBlock block) -> block.tone() != Tone.BAD)))
        .collect(ImmutableList.toImmutableList());
  }

  private static EventRow row(RecordedEvent event, Instant now) {
    return new EventRow(
        Moment.of(event.at(), now),
        Quoted.line(event.event().sentence()),
        event.event().isTrouble());
  }

  private static ImmutableList<String> harmless(List<String> sentences) {
    return sentences.stream().map(Words::sentence).collect(ImmutableList.toImmutableList());
  }
}
