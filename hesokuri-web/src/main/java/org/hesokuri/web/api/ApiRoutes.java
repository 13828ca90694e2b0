package org.hesokuri.web.api;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.json.Json;

/** What programs can ask for behind the guard. */
public final class ApiRoutes {

  private static final String JSON = "application/json";
  private static final String USUAL_LIMIT = "100";
  private static final int HIGHEST_LIMIT = 1_000;

  private final Hesokuri engine;
  private final EventFeed feed;

  /**
   * Routes that ask the given engine.
   *
   * @param feed its events, which are served elsewhere
   */
  public ApiRoutes(Hesokuri engine, EventFeed feed) {
    this.engine = engine;
    this.feed = feed;
  }

  /** Adds the routes. */
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/state", this::state);
    routes.get("/api/v1/sources", this::sources);
    routes.get("/api/v1/sources/{id}", this::source);
    routes.post("/api/v1/sources/{id}/rescan", this::rescan);
    routes.get("/api/v1/peers", this::peers);
    routes.get("/api/v1/peers/{id}", this::peer);
    routes.post("/api/v1/peers/{id}/push", this::push);
    routes.get("/api/v1/openapi.json", ApiRoutes::openapi);
  }

  private void state(Context request) {
    // The events first: whoever goes on reading them from there misses nothing of the state.
    ImmutableList<RecordedEvent> events = engine.recentEvents();
    long last = events.isEmpty() ? 0 : Iterables.getLast(events).id();
    send(request, StateJson.of(engine.status(), feed.place(last)));
  }

  private void sources(Context request) {
    Slice<SourceStatus> slice =
        Slice.of(
            engine.status().sources(),
            source -> SourceId.of(source.path()).text(),
            bounds(request));
    send(request, Json.object(json -> slice.write(json, "items", SourceJson::inShort)));
  }

  private void source(Context request) {
    send(request, SourceJson.inFull(named(request), bounds(request)));
  }

  private void rescan(Context request) {
    SourceStatus source = named(request);
    if (!engine.look(source.path())) {
      throw noSource();
    }
    request.status(202);
    send(
        request,
        Json.object(json -> json.writeStringField("source", SourceId.of(source.path()).text())));
  }

  private SourceStatus named(Context request) {
    String id = request.pathParam("id");
    return engine.status().sources().stream()
        .filter(source -> SourceId.of(source.path()).text().equals(id))
        .findFirst()
        .orElseThrow(ApiRoutes::noSource);
  }

  private static NotFoundResponse noSource() {
    return new NotFoundResponse(
        "this machine holds no source of that id; /api/v1/sources lists them all");
  }

  private void peers(Context request) {
    SyncStatus status = engine.status();
    Slice<PeerStatus> slice = Slice.of(status.peers(), peer -> peer.peer().name(), bounds(request));
    send(
        request,
        Json.object(
            json ->
                slice.write(json, "items", (item, peer) -> PeerJson.inShort(item, status, peer))));
  }

  private void peer(Context request) {
    SyncStatus status = engine.status();
    String id = request.pathParam("id");
    PeerStatus peer =
        status.peers().stream()
            .filter(each -> each.peer().name().equals(id))
            .findFirst()
            .orElseThrow(ApiRoutes::noPeer);
    send(request, PeerJson.inFull(status, peer, bounds(request)));
  }

  private void push(Context request) {
    PeerId peer = identity(request.pathParam("id")).orElseThrow(ApiRoutes::noPeer);
    if (!engine.pushNow(peer)) {
      throw noPeer();
    }
    request.status(202);
    send(request, Json.object(json -> json.writeStringField("peer", peer.name())));
  }

  private static Optional<PeerId> identity(String text) {
    try {
      return Optional.of(new PeerId(text));
    } catch (IllegalArgumentException noIdentity) {
      return Optional.empty();
    }
  }

  private static NotFoundResponse noPeer() {
    return new NotFoundResponse(
        "no source is shared with a peer of that name; /api/v1/peers lists them all");
  }

  private static Slice.Bounds bounds(Context request) {
    String text = Optional.ofNullable(request.queryParam("limit")).orElse(USUAL_LIMIT);
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > HIGHEST_LIMIT) {
      throw new BadRequestResponse("limit is a number from 1 to " + HIGHEST_LIMIT);
    }
    return new Slice.Bounds(Optional.ofNullable(request.queryParam("after")), limit);
  }

  private static void openapi(Context request) throws IOException {
    try (InputStream content = ApiRoutes.class.getResourceAsStream("openapi.json")) {
      send(
          request,
          Objects.requireNonNull(content, "this build has no openapi.json").readAllBytes());
    }
  }

  private static void send(Context request, byte[] json) {
    request.contentType(JSON).result(json);
  }
}
