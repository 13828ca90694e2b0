package org.hesokuri.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.web.page.Pages;

/** What can be asked for behind the guard. */
final class PageRoutes {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> FILES =
      Map.of(
          "hesokuri.css", "text/css; charset=utf-8",
          "hesokuri.js", "text/javascript; charset=utf-8",
          "hesokuri.svg", "image/svg+xml");

  private final Hesokuri engine;
  private final ChangeToken token;
  private final int port;

  PageRoutes(Hesokuri engine, ChangeToken token, int port) {
    this.engine = engine;
    this.token = token;
    this.port = port;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", this::overview);
    routes.get("/dump", this::dump);
    routes.get("/files/{name}", PageRoutes::file);
    routes.post("/peers/{peer}/push", this::push);
  }

  private void overview(Context request) {
    request
        .contentType("text/html; charset=utf-8")
        .result(Pages.overview(engine.status(), engine.recentEvents(), token.secret(), port));
  }

  private void dump(Context request) {
    request.contentType(TEXT).result(Pages.dump(engine.status(), engine.recentEvents()));
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
    boolean known;
    try {
      known = engine.pushNow(new PeerId(request.pathParam("peer")));
    } catch (IllegalArgumentException noIdentity) {
      known = false;
    }
    if (!known) {
      throw new NotFoundResponse("no source is shared with a peer of that name");
    }
    request.status(202).contentType("application/json").result("{\"pushing\":true}");
  }
}
