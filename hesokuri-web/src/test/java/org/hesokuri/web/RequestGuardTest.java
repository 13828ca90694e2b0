package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.StagedEngine.NAS;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sentence of safety.md about the page, tried over a socket as an attacker would. */
final class RequestGuardTest {

  private final StagedEngine engine = new StagedEngine().is(StatusSamples.eventful());
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
  void letsItsOwnPageChangeSomething() throws Exception {
    assertThat(wire.post("/peers/nas/push", wire.honest()).status()).isEqualTo(202);
    assertThat(engine.pushed).containsExactly(NAS);
  }

  @Test
  void answersToEachOfItsOwnNames() throws Exception {
    for (String name : List.of("localhost", "127.0.0.1", "[::1]", "LOCALHOST")) {
      assertThat(wire.ask("GET /", "Host: " + name + ":" + server.port()).status())
          .as(name)
          .isEqualTo(200);
    }
  }

  @Test
  void standsBeforeEveryRouteThatThereIs() throws Exception {
    assertThat(server.routes()).hasSizeGreaterThanOrEqualTo(10).contains("GET /api/v1/events");
    for (String route : server.routes()) {
      String line = route.replaceAll("\\{[^}]*}", "nas");
      for (String name : List.of("Host: evil.example", "Host: evil.example:" + server.port())) {
        assertThat(wire.ask(line, name, "Content-Length: 0").status()).as(line).isEqualTo(421);
      }
      if (route.startsWith("POST ")) {
        assertRefusesEveryStranger(line);
      }
    }
    assertThat(engine.pushed).isEmpty();
  }

  private void assertRefusesEveryStranger(String line) throws Exception {
    String us = "Host: " + wire.host();
    String json = "Content-Type: application/json";
    String length = "Content-Length: 0";
    String foreign = "Origin: http://evil.example";
    assertThat(wire.ask(line, us, length).status()).as(line).isIn(401, 415);
    assertThat(wire.ask(line, us, length, json).status()).as(line).isIn(401, 403);
    assertThat(wire.ask(line, us, length, json, foreign).status()).as(line).isEqualTo(403);
    String token = RequestGuard.TOKEN_HEADER + ": " + wire.token();
    assertThat(wire.ask(line, us, length, json, foreign, token).status()).as(line).isEqualTo(403);
    assertThat(wire.ask(line, us, length, json, "Authorization: Bearer 0").status())
        .as(line)
        .isEqualTo(401);
  }

  @Test
  void wrapsTheWholeServerSoThatNothingCanStandBesideIt() {
    Handler outermost = server.javalin().jettyServer().server().getHandler();
    assertThat(outermost).isInstanceOf(RequestGuard.class);
    assertThat(server.javalin().unsafe.internalRouter.allWsHandlers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:PORT",
        "localhost",
        "localhost:1",
        "localhost:PORT:PORT",
        "localhost.:PORT",
        "localhost.evil.example:PORT",
        "127.0.0.1.evil.example:PORT",
        "127.0.0.2:PORT",
        "0.0.0.0:PORT",
        "2130706433:PORT",
        "[::]:PORT",
        "evil.example@localhost:PORT",
        ""
      })
  void answersToNoForeignName(String host) throws Exception {
    String header = "Host: " + host.replace("PORT", "" + server.port());
    for (String path :
        List.of("/", "/files/hesokuri.css", "/nowhere", "/api/v1/state", "/api/v1/events")) {
      Wire.Answer answer = wire.ask("GET " + path, header);
      assertThat(answer.status()).as("%s with %s", path, header).isIn(400, 421);
      assertThat(answer.text()).doesNotContain("hesokuri-token");
    }
  }

  @Test
  void isNotFooledByOtherWaysToNameAHost() throws Exception {
    String us = "Host: " + wire.host();
    String stranger = "Host: evil.example";
    assertRefused(wire.ask("GET http://evil.example/", us));
    assertRefused(wire.ask("GET http://" + wire.host() + "/", stranger));
    assertRefused(wire.ask("GET //evil.example/", stranger));
    assertRefused(wire.ask("GET /", stranger, "X-Forwarded-Host: " + wire.host()));
    assertRefused(wire.ask("GET /", stranger, "Forwarded: host=" + wire.host()));
    assertRefused(wire.ask("GET /", stranger, us));
    assertRefused(wire.ask("GET /", us, stranger));
    assertRefused(wire.ask("GET /"));
    assertRefused(wire.raw("GET / HTTP/1.0\r\n\r\n"));
    assertRefused(wire.raw("GET /\r\n\r\n"));
    assertRefused(wire.raw("GET / HTTP/1.0\r\n" + stranger + "\r\n\r\n"));
    assertRefused(wire.raw("GET / HTTP/1.1\r\n Host: " + wire.host() + "\r\n\r\n"));
  }

  private static void assertRefused(Wire.Answer answer) {
    assertThat(answer.text()).doesNotContain("hesokuri-token", "\tat ", "Jetty", "jetty");
    // HTTP/0.9 has no status; to hang up is an answer, too.
    if (answer.text().startsWith("HTTP/")) {
      assertThat(answer.status()).isBetween(400, 505).isNotEqualTo(500);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void takesNoChangeThatLacksOneThing(int missing) throws Exception {
    List<String> headers = new ArrayList<>(wire.honest());
    headers.remove(missing);
    assertThat(wire.post("/peers/nas/push", headers).status()).isIn(400, 403, 415);
    assertThat(engine.pushed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: ",
        "Origin: https://localhost",
        "Origin: http://localhost",
        "Origin: http://localhost:1",
        "X-Hesokuri-Token: 0000000000000000000000000000000000000000000000000000000000000000",
        "X-Hesokuri-Token: "
      })
  void takesNoChangeFromAnotherPage(String forged) throws Exception {
    assertThat(wire.post("/peers/nas/push", wire.honestBut(forged)).status()).isEqualTo(403);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void takesNoChangeWithTwoOriginsOrTokens() throws Exception {
    for (String second :
        List.of("Origin: http://evil.example", RequestGuard.TOKEN_HEADER + ": 0")) {
      List<String> headers = new ArrayList<>(wire.honest());
      headers.add(second);
      assertThat(wire.post("/peers/nas/push", headers).status()).isEqualTo(403);
    }
    assertThat(engine.pushed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/jsonp",
        ""
      })
  void takesNoFormTextOrMultipart(String type) throws Exception {
    List<String> headers = wire.honestBut("Content-Type: " + type);
    assertThat(wire.post("/peers/nas/push", headers).status()).isEqualTo(415);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void changesNothingByGet() throws Exception {
    List<String> headers = wire.honest();
    for (String method : List.of("GET ", "HEAD ")) {
      for (String path : List.of("/peers/nas/push", "/api/v1/peers/nas/push")) {
        int status = wire.ask(method + path, headers.toArray(String[]::new)).status();
        assertThat(status).as(method + path).isEqualTo(405);
      }
    }
    assertThat(engine.pushed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-HTTP-Method-Override", "x-http-method-override", "X-Method-Override"})
  void takesNoMethodFromAHeader(String header) throws Exception {
    String us = "Host: " + wire.host();
    assertThat(wire.ask("GET /peers/nas/push", us, header + ": POST").status()).isEqualTo(400);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void takesNoMethodFromAQuery() throws Exception {
    String us = "Host: " + wire.host();
    assertThat(wire.ask("GET /peers/nas/push?_method=POST", us).status()).isEqualTo(405);
    assertThat(engine.pushed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO", "get"})
  void knowsNoOtherMethods(String method) throws Exception {
    for (String path : List.of("/", "/dump", "/peers/nas/push")) {
      Wire.Answer answer = wire.ask(method + " " + path, wire.honest().toArray(String[]::new));
      assertThat(answer.status()).isIn(400, 405);
      assertThat(answer.text()).doesNotContain("Access-Control", "hesokuri-token\"", "X-Hesokuri-");
    }
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void grantsNothingToAnotherOriginThatAsksBeforehand() throws Exception {
    Wire.Answer answer =
        wire.ask(
            "OPTIONS /peers/nas/push",
            "Host: " + wire.host(),
            "Origin: http://evil.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: x-hesokuri-token, content-type");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.text()).doesNotContain("Access-Control");
    assertThat(wire.ask("GET /", "Host: " + wire.host(), "Origin: http://evil.example").text())
        .doesNotContain("Access-Control");
  }

  @Test
  void refusesABodyThatIsTooLongOrOfUnknownLength() throws Exception {
    List<String> headers = new ArrayList<>(wire.honest());
    headers.add("Content-Length: 70000");
    String request =
        Wire.request("POST /peers/nas/push", headers.toArray(String[]::new), "x".repeat(70_000));
    assertThat(wire.raw(request).status()).isEqualTo(413);
    headers.set(headers.size() - 1, "Transfer-Encoding: chunked");
    String chunked =
        Wire.request(
            "POST /peers/nas/push", headers.toArray(String[]::new), "2\r\n{}\r\n0\r\n\r\n");
    assertThat(wire.raw(chunked).status()).isEqualTo(411);
    String[] withBody = {"Host: " + wire.host(), "Content-Length: 5"};
    assertThat(wire.raw(Wire.request("GET /", withBody, "hello")).status()).isEqualTo(413);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void refusesHeadersAndAddressesThatAreTooLong() throws Exception {
    String us = "Host: " + wire.host();
    assertThat(wire.ask("GET /", us, "X-Long: " + "x".repeat(20_000)).status()).isEqualTo(431);
    assertThat(wire.ask("GET /" + "x".repeat(20_000), us).status()).isEqualTo(414);
  }

  @Test
  void protectsEveryAnswerAlsoOfARefusalAndAnError() throws Exception {
    String us = "Host: " + wire.host();
    List<Wire.Answer> answers =
        List.of(
            wire.get("/"),
            wire.get("/dump"),
            wire.get("/api/v1/state"),
            wire.get("/api/v1/nowhere"),
            wire.get("/metrics"),
            wire.ask("HEAD /api/v1/events", us),
            wire.ask("POST /api/v1/peers/nas/push", us),
            wire.get("/files/hesokuri.js"),
            wire.get("/files/hesokuri.css"),
            wire.get("/files/..%2f..%2fsecret"),
            wire.get("/nowhere"),
            wire.get("/peers/nas/push"),
            wire.ask("GET /", "Host: evil.example"),
            wire.ask("TRACE /", us),
            wire.ask("GET /"),
            wire.ask("GET /%zz", us),
            wire.ask("GET /", us, "X-Long: " + "x".repeat(20_000)));
    for (Wire.Answer answer : answers) {
      assertThat(answer.text())
          .contains(
              "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
              "frame-ancestors 'none'",
              "X-Content-Type-Options: nosniff",
              "X-Frame-Options: DENY",
              "Referrer-Policy: no-referrer",
              "Cache-Control: no-store")
          .doesNotContain("Server: ", "Access-Control", "unsafe-inline", "Jetty", "\tat ");
    }
  }

  @Test
  void keepsWhatIsInsideItToItself() throws Exception {
    engine.failing();
    for (String path : List.of("/", "/dump")) {
      Wire.Answer answer = wire.get(path);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("this page failed; the daemon's log says more\n");
    }
  }

  @Test
  void hasAnotherTokenAfterEachStart() throws Exception {
    String before = wire.token();
    try (WebServer other = WebServer.start(engine, WebSettings.onPort(0))) {
      assertThat(new Wire(other.port()).token()).isNotEqualTo(before);
    }
  }
}
