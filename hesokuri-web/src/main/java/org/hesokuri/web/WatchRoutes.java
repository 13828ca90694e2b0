package org.hesokuri.web;

import com.google.common.collect.ImmutableList;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.metrics.Metrics;

/** What those ask for who watch over the daemon: is it alive, is it ready, how does it do. */
final class WatchRoutes {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final Hesokuri engine;
  private final Metrics metrics;

  WatchRoutes(Hesokuri engine, Metrics metrics) {
    this.engine = engine;
    this.metrics = metrics;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/healthz", request -> request.contentType(TEXT).result("alive\n"));
    routes.get("/readyz", this::ready);
    routes.get("/metrics", request -> request.contentType(Metrics.TYPE).result(metrics.text()));
  }

  private void ready(Context request) {
    SyncStatus.ConfigurationStatus configuration = engine.status().configuration();
    ImmutableList<String> problems = configuration.problems();
    if (configuration.running().isPresent() && problems.isEmpty()) {
      request.contentType(TEXT).result("ready\n");
      return;
    }
    String why =
        configuration.running().isPresent()
            ? "the configuration file is not valid; the configuration before goes on"
            : "there is no valid configuration yet";
    request
        .status(503)
        .contentType(TEXT)
        .result("not ready: " + why + "\n" + String.join("", lines(problems)));
  }

  private static ImmutableList<String> lines(ImmutableList<String> problems) {
    return problems.stream()
        .map(problem -> problem + "\n")
        .collect(ImmutableList.toImmutableList());
  }
}
