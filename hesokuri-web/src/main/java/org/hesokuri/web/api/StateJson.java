package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.json.Json;

/** How everything stands, in numbers, in JSON. */
final class StateJson {

  private StateJson() {}

  /**
   * The state.
   *
   * @param lastEvent the place of the newest event
   */
  static byte[] of(SyncStatus status, String lastEvent) {
    return Json.object(
        json -> {
          Json.instant(json, "at", status.at());
          Json.text(json, "identity", status.configuration().running().map(Configuration::self));
          Json.object(json, "configuration", configuration(status.configuration()));
          Json.object(json, "sources", fields -> sources(fields, status));
          Json.object(
              json,
              "branches",
              status.sources().stream()
                      .map(source -> Counts.of(source.branches()))
                      .reduce(Counts.NONE, Counts::plus)
                  ::write);
          Json.object(json, "peers", fields -> peers(fields, status));
          json.writeStringField("lastEvent", lastEvent);
        });
  }

  private static Json.Fields configuration(SyncStatus.ConfigurationStatus configuration) {
    return json -> {
      json.writeStringField("origin", configuration.origin());
      json.writeBooleanField("inForce", configuration.running().isPresent());
      Json.instant(json, "since", configuration.since());
      Json.texts(json, "problems", configuration.problems());
      Json.texts(json, "warnings", configuration.warnings());
    };
  }

  private static void sources(JsonGenerator json, SyncStatus status) throws IOException {
    int starting = 0;
    int stopped = 0;
    for (SourceStatus source : status.sources()) {
      starting += source.state().<Integer>fold(s -> 1, r -> 0, s -> 0);
      stopped += source.state().<Integer>fold(s -> 0, r -> 0, s -> 1);
    }
    json.writeNumberField("total", status.sources().size());
    json.writeNumberField("starting", starting);
    json.writeNumberField("stopped", stopped);
  }

  private static void peers(JsonGenerator json, SyncStatus status) throws IOException {
    int met = 0;
    int failing = 0;
    for (PeerStatus peer : status.peers()) {
      met += peer.reach().<Integer>fold(n -> 0, m -> 1, f -> 0);
      failing += peer.reach().<Integer>fold(n -> 0, m -> 0, f -> 1);
    }
    json.writeNumberField("total", status.peers().size());
    json.writeNumberField("met", met);
    json.writeNumberField("failing", failing);
  }
}
