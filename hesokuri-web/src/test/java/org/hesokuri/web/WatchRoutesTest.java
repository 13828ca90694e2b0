package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchRoutesTest {

  private final StagedEngine engine = new StagedEngine();
  private WebServer server;
  private Wire wire;

  @BeforeEach
  void begin() throws Exception {
    server = WebServer.start(engine, WebSettings.onPort(0));
    wire = new Wire(server.port());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void tellThatItIsAlive() throws Exception {
    assertThat(wire.get("/healthz").status()).isEqualTo(200);
    assertThat(wire.get("/healthz").body()).isEqualTo("alive\n");
  }

  @Test
  void tellThatItIsNotReadyWithoutAValidConfiguration() throws Exception {
    Wire.Answer first = wire.get("/readyz");
    assertThat(first.status()).isEqualTo(503);
    assertThat(first.body())
        .isEqualTo("not ready: there is no valid configuration yet\nline 1, column 2: no\n");

    engine.is(StatusSamples.eventful());
    assertThat(wire.get("/readyz").status()).isEqualTo(200);

    SyncStatus now = StatusSamples.eventful();
    SyncStatus.ConfigurationStatus configuration = now.configuration();
    engine.is(
        new SyncStatus(
            now.at(),
            new SyncStatus.ConfigurationStatus(
                configuration.running(),
                configuration.origin(),
                configuration.since(),
                ImmutableList.of("line 3, column 1: no"),
                ImmutableList.of()),
            now.sources(),
            now.peers()));
    Wire.Answer broken = wire.get("/readyz");
    assertThat(broken.status()).isEqualTo(503);
    assertThat(broken.body()).contains("is not valid").endsWith("line 3, column 1: no\n");
  }

  @Test
  void tellNumbersToPrometheus() throws Exception {
    Wire.Answer answer = wire.get("/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("Content-Type: text/plain; version=0.0.4");
    assertThat(answer.body()).contains("hesokuri_branches ", "hesokuri_event_streams 0.0");
  }
}
