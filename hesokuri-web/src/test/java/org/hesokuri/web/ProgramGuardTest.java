package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.StagedEngine.NAS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How programs change something, and how nobody else does in their name. */
final class ProgramGuardTest {

  private static final String PUSH = "POST /peers/nas/push";

  private final StagedEngine engine = new StagedEngine().is(StatusSamples.eventful());
  private final ChangeToken token = ChangeToken.random();
  private final String bearer = "Authorization: Bearer " + token.secret();
  private WebServer server;
  private Wire wire;
  private String host;

  @BeforeEach
  void begin() throws Exception {
    server = WebServer.start(engine, WebSettings.onPort(0).withProgramToken(token));
    wire = new Wire(server.port());
    host = "Host: " + wire.host();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void letsAProgramWithTheTokenChangeSomething() throws Exception {
    String json = "Content-Type: application/json";
    assertThat(wire.ask(PUSH, host, bearer).status()).isEqualTo(202);
    assertThat(wire.ask(PUSH, host, bearer, "Content-Length: 0").status()).isEqualTo(202);
    assertThat(wire.post("/peers/nas/push", List.of(host, bearer, json)).status()).isEqualTo(202);
    assertThat(wire.ask(PUSH, host, bearer.replace("Bearer", "bearer")).status()).isEqualTo(202);
    assertThat(engine.pushed).containsExactly(NAS, NAS, NAS, NAS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer 0000000000000000000000000000000000000000000000000000000000000000",
        "Authorization: Bearer ",
        "Authorization: Bearer",
        "Authorization: TOKEN",
        "Authorization: Basic TOKEN",
        "Authorization: Bearer TOKEN0",
        "Authorization: Bearer TOKEN, Bearer TOKEN",
        "Authorization: "
      })
  void takesNoWrongToken(String header) throws Exception {
    String sent = header.replace("TOKEN", token.secret());
    Wire.Answer answer = wire.ask(PUSH, host, sent);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text())
        .contains("WWW-Authenticate: Bearer", "file \"token\" in the daemon's state folder")
        .doesNotContain(token.secret());
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void takesNoTokenTwice() throws Exception {
    assertThat(wire.ask(PUSH, host, bearer, bearer).status()).isEqualTo(401);
    assertThat(wire.ask(PUSH, host, bearer, "Authorization: Bearer 0").status()).isEqualTo(401);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void takesNoTokenFromAPageWhoeverItSaysItIs() throws Exception {
    for (String origin : List.of("http://evil.example", "null", "", "http://" + wire.host())) {
      Wire.Answer answer = wire.ask(PUSH, host, bearer, "Origin: " + origin);
      assertThat(answer.status()).as(origin).isEqualTo(403);
    }
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void takesThePagesTokenFromThePageOnlyAndTheProgramsFromProgramsOnly() throws Exception {
    String pages = wire.token();
    assertThat(wire.ask(PUSH, host, "Authorization: Bearer " + pages).status()).isEqualTo(401);
    List<String> swapped = wire.honestBut(RequestGuard.TOKEN_HEADER + ": " + token.secret());
    assertThat(wire.post("/peers/nas/push", swapped).status()).isEqualTo(403);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void takesNoTokenInTheAddressOrACookie() throws Exception {
    for (String target : List.of("?token=", "?access_token=", "?Authorization=Bearer%20")) {
      assertThat(wire.ask(PUSH + target + token.secret(), host).status()).isIn(401, 411, 415);
    }
    assertThat(wire.ask(PUSH, host, "Cookie: token=" + token.secret()).status()).isIn(401, 411);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void wantsTheSameOfTheBodyOfAProgram() throws Exception {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      List<String> headers = List.of(host, bearer, "Content-Type: " + type);
      assertThat(wire.post("/peers/nas/push", headers).status()).as(type).isEqualTo(415);
    }
    assertThat(wire.post("/peers/nas/push", List.of(host, bearer)).status()).isEqualTo(415);
    List<String> json = new ArrayList<>(List.of(host, bearer, "Content-Type: application/json"));
    assertThat(status(json, "Content-Length: 70000", "x".repeat(70_000))).isEqualTo(413);
    assertThat(status(json, "Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n")).isEqualTo(411);
    assertThat(engine.pushed).isEmpty();
  }

  private int status(List<String> headers, String length, String body) throws Exception {
    List<String> all = new ArrayList<>(headers);
    all.add(length);
    return wire.raw(Wire.request(PUSH, all.toArray(String[]::new), body)).status();
  }

  @Test
  void answersNoProgramThatComesUnderAForeignName() throws Exception {
    assertThat(wire.ask(PUSH, "Host: evil.example:" + server.port(), bearer).status())
        .isEqualTo(421);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void letsNoProgramChangeAnythingWhereThereIsNoToken() throws Exception {
    try (WebServer closed = WebServer.start(engine, WebSettings.onPort(0))) {
      Wire other = new Wire(closed.port());
      for (String secret : List.of(token.secret(), "", "null", "Optional.empty")) {
        String header = "Authorization: Bearer " + secret;
        assertThat(other.ask(PUSH, "Host: " + other.host(), header).status()).isEqualTo(401);
      }
    }
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void explainsItselfToProgramsAsProblemDetails() throws Exception {
    String api = "/api/v1/peers/nas/push";
    assertProblem(wire.ask("POST " + api, host), 401);
    assertProblem(wire.ask("POST " + api, host, "Authorization: Bearer 0"), 401);
    assertProblem(wire.ask("POST " + api, host, bearer, "Origin: null"), 403);
    assertProblem(wire.ask("PUT " + api, host), 405);
    assertProblem(wire.ask("GET " + api, "Host: evil.example"), 421);
    assertProblem(wire.ask("GET " + api, host, "Content-Length: 1"), 413);
    assertProblem(wire.post(api, List.of(host, bearer, "Content-Type: text/plain")), 415);
    assertThat(wire.ask(PUSH, "Host: evil.example").text())
        .contains("Content-Type: text/plain")
        .doesNotContain("problem");
  }

  private static void assertProblem(Wire.Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains("Content-Type: application/problem+json");
    assertThat(answer.body())
        .startsWith("{\"type\":\"about:blank\",\"title\":\"")
        .contains("\"status\":" + status + ",\"detail\":\"")
        .endsWith("\"}");
  }

  @Test
  void letsNobodySeeTheTokenOfPrograms() throws Exception {
    for (String target : Arrays.asList("/", "/dump", "/files/hesokuri.js", "/nowhere")) {
      assertThat(wire.get(target).text()).doesNotContain(token.secret());
    }
  }
}
