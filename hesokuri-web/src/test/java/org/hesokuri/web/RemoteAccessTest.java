package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hesokuri.web.testing.StagedEngine.NAS;

import com.google.common.collect.ImmutableSet;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in from other machines, tried over a socket as an attacker would. */
final class RemoteAccessTest {

  private static final String PUSH = "/peers/nas/push";

  private final StagedEngine engine = new StagedEngine().is(StatusSamples.eventful());
  private final ChangeToken token = ChangeToken.random();
  private WebServer server;
  private Wire here;
  private Wire elsewhere;
  private String host;

  @BeforeEach
  void begin() throws Exception {
    server =
        WebServer.start(
            engine,
            WebSettings.onPort(0)
                .withProgramToken(token)
                .withRemoteAccess(
                    new RemoteAccess(
                        ImmutableSet.of(new InetSocketAddress("127.0.0.1", 0)),
                        ImmutableSet.of("nas.example"),
                        TestPassword.HASH,
                        Optional.empty())));
    here = new Wire(server.port());
    elsewhere = new Wire(server.remotePorts().get(0));
    host = "Host: 127.0.0.1:" + elsewhere.port();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void asksForThePasswordBeforeEveryRouteThatThereIs() throws Exception {
    List<String> lines = new ArrayList<>(List.of("GET /nowhere", "GET /files/hesokuri.css"));
    server.routes().forEach(route -> lines.add(route.replaceAll("\\{[^}]*}", "nas")));
    for (String line : lines) {
      Wire.Answer answer = elsewhere.ask(line, host, "Content-Length: 0");
      assertThat(answer.status()).as(line).isEqualTo(401);
      assertThat(answer.text()).as(line).contains("WWW-Authenticate: Basic realm=\"hesokuri\"");
      assertThat(answer.text()).as(line).doesNotContain("hesokuri-token");
    }
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void letsNobodyInWithoutACredentialThatIsRight() throws Exception {
    for (String forged :
        List.of(
            "Authorization: Basic",
            "Authorization: Basic ",
            "Authorization: Basic !!!",
            "Authorization: Basic " + TestPassword.TEXT,
            "Authorization: Basic " + base64(TestPassword.TEXT),
            "Authorization: Basic " + base64("\0:" + TestPassword.TEXT + "\0"),
            "Authorization: Digest " + base64("me:" + TestPassword.TEXT),
            "Authorization: Bearer " + TestPassword.TEXT,
            "Authorization: Bearer " + TestPassword.HASH.text(),
            "Authorization: Basic " + base64("me:" + token.secret()),
            "Authorization: Basic " + base64("me:" + TestPassword.HASH.text()),
            "Proxy-Authorization: Basic " + base64("me:" + TestPassword.TEXT),
            "Cookie: Authorization=Basic " + base64("me:" + TestPassword.TEXT))) {
      assertThat(elsewhere.ask("GET /", host, forged).status()).as(forged).isIn(401, 429);
    }
    String twice = basic("me", TestPassword.TEXT);
    assertThat(elsewhere.ask("GET /", host, twice, "Authorization: Basic eDp4").status())
        .isEqualTo(401);
    assertThat(elsewhere.ask("GET /?password=" + TestPassword.TEXT, host).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"me", "", "somebody else", "ö"})
  void letsThoseInWhoKnowThePasswordByWhateverName(String name) throws Exception {
    String login = basic(name, TestPassword.TEXT);
    for (String path : List.of("/", "/metrics", "/api/v1/state", "/files/hesokuri.css")) {
      assertThat(elsewhere.ask("GET " + path, host, login).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void answersToItsAddressAndItsNamesOnly() throws Exception {
    String login = basic("me", TestPassword.TEXT);
    for (String name : List.of("127.0.0.1", "nas.example", "NAS.Example")) {
      String called = "Host: " + name + ":" + elsewhere.port();
      assertThat(elsewhere.ask("GET /", called, login).status()).as(name).isEqualTo(200);
    }
    for (String name :
        List.of(
            "evil.example",
            "localhost",
            "127.0.0.2",
            "0.0.0.0",
            "nas.example.evil.example",
            "nas.example:1",
            "x@nas.example")) {
      String called = "Host: " + name + ":" + elsewhere.port();
      assertThat(elsewhere.ask("GET /", called, login).status()).as(name).isIn(400, 421);
    }
    assertThat(elsewhere.ask("GET /", "Host: nas.example", login).status()).isEqualTo(421);
    assertThat(elsewhere.ask("GET /", "Host: 127.0.0.1:" + here.port(), login).status())
        .isEqualTo(421);
  }

  @Test
  void changesNothingByThePasswordAlone() throws Exception {
    String login = basic("me", TestPassword.TEXT);
    String json = "Content-Type: application/json";
    String ours = "Origin: http://127.0.0.1:" + elsewhere.port();
    String pages = RequestGuard.TOKEN_HEADER + ": " + here.token();
    assertThat(push(login)).isIn(401, 403, 415);
    assertThat(push(login, json)).isIn(401, 403);
    assertThat(push(login, json, ours)).isEqualTo(403);
    assertThat(push(login, json, pages)).isEqualTo(403);
    assertThat(push(login, json, pages, "Origin: http://evil.example")).isEqualTo(403);
    assertThat(push(login, json, pages, "Origin: https://127.0.0.1:" + elsewhere.port()))
        .isEqualTo(403);
    assertThat(push(json, pages, ours)).isEqualTo(401);
    assertThat(engine.pushed).isEmpty();

    assertThat(push(login, json, ours, pages)).isEqualTo(202);
    assertThat(engine.pushed).containsExactly(NAS);
  }

  private int push(String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add(host);
    return elsewhere.post(PUSH, all).status();
  }

  @Test
  void letsProgramsInWithTheirToken() throws Exception {
    String bearer = "Authorization: Bearer " + token.secret();
    assertThat(elsewhere.ask("GET /api/v1/state", host, bearer).status()).isEqualTo(200);
    assertThat(elsewhere.ask("POST " + PUSH, host, bearer).status()).isEqualTo(202);
    assertThat(engine.pushed).containsExactly(NAS);
    String wrong = "Authorization: Bearer " + ChangeToken.random().secret();
    assertThat(elsewhere.ask("GET /api/v1/state", host, wrong).status()).isEqualTo(401);
  }

  @Test
  void letsWhoGuessesWaitButNotWhoHasLoggedIn() throws Exception {
    String login = basic("me", TestPassword.TEXT);
    assertThat(elsewhere.ask("GET /", host, login).status()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(elsewhere.ask("GET /", host, basic("me", "guess " + i)).status()).isEqualTo(401);
    }

    Wire.Answer answer = elsewhere.ask("GET /", host, basic("me", "another guess"));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).containsPattern("Retry-After: [12]\r\n").contains("too many logins");
    assertThat(elsewhere.ask("GET /", host, login).status()).isEqualTo(200);
  }

  @Test
  void asksForNoPasswordOnThisMachine() throws Exception {
    assertThat(here.get("/").status()).isEqualTo(200);
    assertThat(here.post(PUSH, here.honest()).status()).isEqualTo(202);
  }

  @Test
  void mayNotBeSetUpWithWhatItCannotStandFor() {
    ImmutableSet<InetSocketAddress> anywhere = ImmutableSet.of(new InetSocketAddress("0.0.0.0", 1));
    for (String name : List.of("NAS", "a b", "", "x:1", "nas.example/", "-x")) {
      assertThatThrownBy(() -> access(anywhere, name)).as(name).hasMessageContaining("host name");
    }
    assertThatThrownBy(() -> access(ImmutableSet.of(), "nas")).hasMessageContaining("no address");
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere", 1);
    assertThatThrownBy(() -> access(ImmutableSet.of(unknown), "nas"))
        .hasMessageContaining("nowhere");
  }

  private static void access(ImmutableSet<InetSocketAddress> addresses, String name) {
    assertThat(
            new RemoteAccess(addresses, ImmutableSet.of(name), TestPassword.HASH, Optional.empty()))
        .isNull();
  }

  private static String basic(String name, String password) {
    return "Authorization: Basic " + base64(name + ":" + password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
