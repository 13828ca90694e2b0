package org.hesokuri.web.activity;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;

/**
 * Something that happened, as it is shown.
 *
 * @param at when
 * @param kind of what kind it was
 * @param trouble whether somebody should have done something about it
 * @param sentence what happened, harmless to print
 * @param source the path here of the source that it was about, if it was about one
 * @param peer the name of the peer that it was about, if it was about one
 */
public record Happening(
    Instant at,
    Kind kind,
    boolean trouble,
    String sentence,
    Optional<String> source,
    Optional<String> peer) {

  // By class, as an event has no fold: its kinds are many, and most readers need none of them. A
  // test holds that none is missing.
  private static final ImmutableMap<Class<? extends SyncEvent>, Reading<?>> READINGS =
      new Readings()
          .ofSource(Kind.SOURCE, SyncEvent.SourceStarted.class, SyncEvent.SourceStarted::source)
          .ofSource(Kind.SOURCE, SyncEvent.SourceStopped.class, SyncEvent.SourceStopped::source)
          .ofSource(Kind.SOURCE, SyncEvent.SourceDropped.class, SyncEvent.SourceDropped::source)
          .ofBoth(
              Kind.PUSHED, SyncEvent.Pushed.class, SyncEvent.Pushed::source, SyncEvent.Pushed::peer)
          .ofBoth(
              Kind.REFUSED,
              SyncEvent.PushRefused.class,
              SyncEvent.PushRefused::source,
              SyncEvent.PushRefused::peer)
          .ofBoth(
              Kind.REFUSED,
              SyncEvent.SourceRefused.class,
              SyncEvent.SourceRefused::source,
              SyncEvent.SourceRefused::peer)
          .ofBoth(
              Kind.REACH,
              SyncEvent.SourceAccepted.class,
              SyncEvent.SourceAccepted::source,
              SyncEvent.SourceAccepted::peer)
          .ofSource(Kind.ADVANCED, SyncEvent.Advanced.class, SyncEvent.Advanced::source)
          .ofSource(Kind.BLOCKED, SyncEvent.AdvanceBlocked.class, SyncEvent.AdvanceBlocked::source)
          .ofSource(Kind.BLOCKED, SyncEvent.Diverged.class, SyncEvent.Diverged::source)
          .ofSource(Kind.DELETED, SyncEvent.CopyRemoved.class, SyncEvent.CopyRemoved::source)
          .ofSource(
              Kind.DELETED, SyncEvent.UnwantedRemoved.class, SyncEvent.UnwantedRemoved::source)
          .ofSource(Kind.BLOCKED, SyncEvent.RemovalBlocked.class, SyncEvent.RemovalBlocked::source)
          .ofSource(Kind.KEPT, SyncEvent.TipKept.class, SyncEvent.TipKept::source)
          .ofSource(Kind.BLOCKED, SyncEvent.KeepingBlocked.class, SyncEvent.KeepingBlocked::source)
          .ofSource(Kind.DELETED, SyncEvent.KeptDropped.class, SyncEvent.KeptDropped::source)
          .ofSource(Kind.DELETED, SyncEvent.FoldDropped.class, SyncEvent.FoldDropped::source)
          .ofPeer(Kind.REACH, SyncEvent.PeerMet.class, SyncEvent.PeerMet::peer)
          .ofPeer(Kind.REACH, SyncEvent.PeerLost.class, SyncEvent.PeerLost::peer)
          .ofAll(Kind.CONFIGURATION, SyncEvent.ConfigurationApplied.class)
          .ofAll(Kind.CONFIGURATION, SyncEvent.ConfigurationRejected.class)
          .build();

  /** What is to be shown of an event. */
  public static Happening of(RecordedEvent recorded) {
    SyncEvent event = recorded.event();
    Reading<?> reading =
        Objects.requireNonNull(READINGS.get(event.getClass()), "an event of an unknown kind");
    return new Happening(
        recorded.at(),
        reading.kind(),
        event.isTrouble(),
        Quoted.line(event.sentence()),
        reading.sourceOf(event).map(RepoPath::text),
        reading.peerOf(event).map(PeerId::name));
  }

  /** How events of one class are read. */
  private record Reading<E extends SyncEvent>(
      Kind kind,
      Class<E> type,
      Function<E, Optional<RepoPath>> source,
      Function<E, Optional<PeerId>> peer) {

    Optional<RepoPath> sourceOf(SyncEvent event) {
      return source.apply(type.cast(event));
    }

    Optional<PeerId> peerOf(SyncEvent event) {
      return peer.apply(type.cast(event));
    }
  }

  private static final class Readings {

    private final ImmutableMap.Builder<Class<? extends SyncEvent>, Reading<?>> all =
        ImmutableMap.builder();

    <E extends SyncEvent> Readings ofSource(
        Kind kind, Class<E> type, Function<E, RepoPath> source) {
      return add(
          new Reading<>(
              kind, type, event -> Optional.of(source.apply(event)), event -> Optional.empty()));
    }

    <E extends SyncEvent> Readings ofPeer(Kind kind, Class<E> type, Function<E, PeerId> peer) {
      return add(
          new Reading<>(
              kind, type, event -> Optional.empty(), event -> Optional.of(peer.apply(event))));
    }

    <E extends SyncEvent> Readings ofBoth(
        Kind kind, Class<E> type, Function<E, RepoPath> source, Function<E, PeerId> peer) {
      return add(
          new Reading<>(
              kind,
              type,
              event -> Optional.of(source.apply(event)),
              event -> Optional.of(peer.apply(event))));
    }

    <E extends SyncEvent> Readings ofAll(Kind kind, Class<E> type) {
      return add(new Reading<>(kind, type, event -> Optional.empty(), event -> Optional.empty()));
    }

    private Readings add(Reading<?> reading) {
      all.put(reading.type(), reading);
      return this;
    }

    ImmutableMap<Class<? extends SyncEvent>, Reading<?>> build() {
      return all.buildOrThrow();
    }
  }
}
