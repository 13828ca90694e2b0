package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.json.Json;

/** An event in JSON: what all events have, and what events of its kind have. */
final class EventJson {

  // By class, as an event has no fold: its kinds are many, and most readers need none of them. A
  // test holds that no kind is missing.
  private static final ImmutableMap<Class<? extends SyncEvent>, Kind<?>> KINDS =
      new Kinds()
          .add("sourceStarted", SyncEvent.SourceStarted.class, EventJson::sourceStarted)
          .add(
              "sourceStopped",
              SyncEvent.SourceStopped.class,
              (json, event) -> {
                source(json, event.source());
                json.writeStringField("why", event.why());
              })
          .add(
              "sourceDropped",
              SyncEvent.SourceDropped.class,
              (json, event) -> source(json, event.source()))
          .add("pushed", SyncEvent.Pushed.class, EventJson::pushed)
          .add("pushRefused", SyncEvent.PushRefused.class, EventJson::pushRefused)
          .add("sourceRefused", SyncEvent.SourceRefused.class, EventJson::sourceRefused)
          .add(
              "sourceAccepted",
              SyncEvent.SourceAccepted.class,
              (json, event) -> {
                source(json, event.source());
                peer(json, event.peer());
              })
          .add("advanced", SyncEvent.Advanced.class, EventJson::advanced)
          .add("advanceBlocked", SyncEvent.AdvanceBlocked.class, EventJson::advanceBlocked)
          .add("diverged", SyncEvent.Diverged.class, EventJson::diverged)
          .add(
              "copyRemoved",
              SyncEvent.CopyRemoved.class,
              (json, event) -> removed(json, event.source(), event.copy(), event.tip()))
          .add(
              "unwantedRemoved",
              SyncEvent.UnwantedRemoved.class,
              (json, event) -> removed(json, event.source(), event.branch(), event.tip()))
          .add("removalBlocked", SyncEvent.RemovalBlocked.class, EventJson::removalBlocked)
          .add(
              "tipKept",
              SyncEvent.TipKept.class,
              (json, event) ->
                  removed(json, event.source(), event.kept().branch(), event.kept().tip()))
          .add("keepingBlocked", SyncEvent.KeepingBlocked.class, EventJson::keepingBlocked)
          .add(
              "keptDropped",
              SyncEvent.KeptDropped.class,
              (json, event) ->
                  removed(json, event.source(), event.kept().branch(), event.kept().tip()))
          .add(
              "foldDropped",
              SyncEvent.FoldDropped.class,
              (json, event) -> {
                source(json, event.source());
                json.writeStringField("week", event.fold().week().text());
                json.writeStringField("from", event.fold().commit().toString());
                json.writeNumberField("tips", event.fold().tips());
              })
          .add("peerMet", SyncEvent.PeerMet.class, (json, event) -> peer(json, event.peer()))
          .add("peerLost", SyncEvent.PeerLost.class, EventJson::peerLost)
          .add("configurationApplied", SyncEvent.ConfigurationApplied.class, EventJson::applied)
          .add("configurationRejected", SyncEvent.ConfigurationRejected.class, EventJson::rejected)
          .build();

  private EventJson() {}

  /** Writes what events of one kind have besides what all have. */
  @FunctionalInterface
  private interface Details<E extends SyncEvent> {
    void write(JsonGenerator json, E event) throws IOException;
  }

  private record Kind<E extends SyncEvent>(String name, Class<E> type, Details<E> details) {
    void write(JsonGenerator json, SyncEvent event) throws IOException {
      details.write(json, type.cast(event));
    }
  }

  /** Keeps the class of events and the writer of their details together. */
  private static final class Kinds {
    private final ImmutableMap.Builder<Class<? extends SyncEvent>, Kind<?>> kinds =
        ImmutableMap.builder();

    <E extends SyncEvent> Kinds add(String name, Class<E> type, Details<E> details) {
      kinds.put(type, new Kind<>(name, type, details));
      return this;
    }

    ImmutableMap<Class<? extends SyncEvent>, Kind<?>> build() {
      return kinds.buildOrThrow();
    }
  }

  static String kind(SyncEvent event) {
    return kindOf(event).name();
  }

  private static Kind<?> kindOf(SyncEvent event) {
    return Objects.requireNonNull(KINDS.get(event.getClass()), "an event without a kind");
  }

  static byte[] of(RecordedEvent recorded) {
    SyncEvent event = recorded.event();
    return Json.object(
        json -> {
          json.writeNumberField("number", recorded.id());
          Json.instant(json, "at", recorded.at());
          json.writeStringField("kind", kind(event));
          json.writeBooleanField("trouble", event.isTrouble());
          json.writeStringField("sentence", event.sentence());
          kindOf(event).write(json, event);
        });
  }

  private static void source(JsonGenerator json, RepoPath source) throws IOException {
    json.writeStringField("source", SourceId.of(source).text());
    json.writeStringField("path", source.text());
  }

  private static void peer(JsonGenerator json, PeerId peer) throws IOException {
    json.writeStringField("peer", peer.name());
  }

  private static void move(
      JsonGenerator json, BranchName branch, Optional<CommitHash> from, CommitHash to)
      throws IOException {
    json.writeStringField("branch", branch.text());
    Json.text(json, "from", from);
    json.writeStringField("to", to.toString());
  }

  private static void pause(JsonGenerator json, Duration pause) throws IOException {
    json.writeNumberField("pauseSeconds", Math.max(1, pause.toSeconds()));
  }

  private static void sourceStarted(JsonGenerator json, SyncEvent.SourceStarted event)
      throws IOException {
    source(json, event.source());
    json.writeBooleanField("created", event.created());
  }

  private static void pushed(JsonGenerator json, SyncEvent.Pushed event) throws IOException {
    source(json, event.source());
    peer(json, event.peer());
    move(json, event.target(), event.from(), event.to());
    json.writeBooleanField("displaced", event.displaced());
  }

  private static void pushRefused(JsonGenerator json, SyncEvent.PushRefused event)
      throws IOException {
    source(json, event.source());
    peer(json, event.peer());
    move(json, event.target(), Optional.empty(), event.tip());
    json.writeStringField("why", event.why());
  }

  private static void sourceRefused(JsonGenerator json, SyncEvent.SourceRefused event)
      throws IOException {
    source(json, event.source());
    peer(json, event.peer());
    json.writeStringField("why", event.why());
    pause(json, event.pause());
  }

  private static void advanced(JsonGenerator json, SyncEvent.Advanced event) throws IOException {
    source(json, event.source());
    move(json, event.branch(), event.from(), event.to());
    Json.text(json, "worktree", event.worktree());
    Json.texts(json, "remarks", event.remarks());
  }

  private static void advanceBlocked(JsonGenerator json, SyncEvent.AdvanceBlocked event)
      throws IOException {
    source(json, event.source());
    move(json, event.branch(), Optional.empty(), event.to());
    json.writeStringField("why", event.why());
  }

  private static void diverged(JsonGenerator json, SyncEvent.Diverged event) throws IOException {
    source(json, event.source());
    json.writeStringField("branch", event.branch().text());
    json.writeStringField("copy", event.copy().text());
  }

  private static void removed(
      JsonGenerator json, RepoPath source, BranchName branch, CommitHash tip) throws IOException {
    source(json, source);
    json.writeStringField("branch", branch.text());
    json.writeStringField("from", tip.toString());
  }

  private static void removalBlocked(JsonGenerator json, SyncEvent.RemovalBlocked event)
      throws IOException {
    source(json, event.source());
    json.writeStringField("branch", event.branch().text());
    json.writeStringField("why", event.why());
  }

  private static void keepingBlocked(JsonGenerator json, SyncEvent.KeepingBlocked event)
      throws IOException {
    removed(json, event.source(), event.kept().branch(), event.kept().tip());
    json.writeStringField("why", event.why());
  }

  private static void peerLost(JsonGenerator json, SyncEvent.PeerLost event) throws IOException {
    peer(json, event.peer());
    json.writeStringField("failure", Json.word(event.kind()));
    json.writeStringField("why", event.why());
    pause(json, event.pause());
  }

  private static void applied(JsonGenerator json, SyncEvent.ConfigurationApplied event)
      throws IOException {
    json.writeNumberField("sources", event.sources());
    json.writeNumberField("peers", event.peers());
    Json.texts(json, "warnings", event.warnings());
  }

  private static void rejected(JsonGenerator json, SyncEvent.ConfigurationRejected event)
      throws IOException {
    json.writeStringField("origin", event.origin());
    Json.texts(json, "problems", event.problems());
  }
}
