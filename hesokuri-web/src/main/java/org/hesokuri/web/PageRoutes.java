package org.hesokuri.web;

import com.google.common.collect.ImmutableMap;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.page.Asked;
import org.hesokuri.web.page.Pages;

/** What people can ask for behind the guard. */
final class PageRoutes {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final Map<String, String> FILES =
      Map.of(
          "hesokuri.css", "text/css; charset=utf-8",
          "hesokuri.js", "text/javascript; charset=utf-8",
          "hesokuri.svg", "image/svg+xml");

  private final Hesokuri engine;
  private final Pages pages;

  PageRoutes(Hesokuri engine, Pages pages) {
    this.engine = engine;
    this.pages = pages;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", request -> html(request, pages.overview(asked(request))));
    routes.get("/sources/{id}", this::source);
    routes.get("/peers/{peer}", this::peer);
    routes.get("/activity", request -> html(request, pages.activity(asked(request))));
    routes.get("/configuration", request -> html(request, pages.configuration()));
    routes.get("/dump", request -> request.contentType(TEXT).result(pages.dump()));
    routes.get("/files/{name}", PageRoutes::file);
    routes.post("/peers/{peer}/push", this::push);
  }

  private static void html(Context request, String page) {
    request.contentType(HTML).result(page);
  }

  private static Asked asked(Context request) {
    ImmutableMap.Builder<String, String> first = ImmutableMap.builder();
    request
        .queryParamMap()
        .forEach((name, values) -> values.stream().limit(1).forEach(v -> first.put(name, v)));
    return new Asked(first.buildOrThrow());
  }

  private void source(Context request) {
    Optional<String> page = sourceNamed(request).flatMap(id -> pages.source(id, asked(request)));
    orMissing(request, page, "this machine holds no such source (any more)");
  }

  private void peer(Context request) {
    Optional<String> page = peerNamed(request).flatMap(pages::peer);
    orMissing(request, page, "no source is shared with a peer of that name (any more)");
  }

  private void orMissing(Context request, Optional<String> page, String what) {
    html(request.status(page.isPresent() ? 200 : 404), page.orElseGet(() -> pages.missing(what)));
  }

  private static Optional<SourceId> sourceNamed(Context request) {
    try {
      return Optional.of(new SourceId(request.pathParam("id")));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private static Optional<PeerId> peerNamed(Context request) {
    try {
      return Optional.of(new PeerId(request.pathParam("peer")));
    } catch (IllegalArgumentException noIdentity) {
      return Optional.empty();
    }
  }

  private static void file(Context request) throws IOException {
    String name = request.pathParam("name");
    String type =
        Optional.ofNullable(FILES.get(name))
            .orElseThrow(() -> new NotFoundResponse("there is no such file"));
    try (InputStream content = PageRoutes.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new NotFoundResponse("there is no such file");
      }
      request.contentType(type).result(content.readAllBytes());
    }
  }

  private void push(Context request) {
    if (!peerNamed(request).filter(engine::pushNow).isPresent()) {
      throw new NotFoundResponse("no source is shared with a peer of that name");
    }
    request.status(202).contentType("application/json").result("{\"pushing\":true}");
  }
}
