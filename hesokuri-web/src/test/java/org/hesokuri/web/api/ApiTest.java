package org.hesokuri.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StatusSamples.CODE;

import com.google.common.collect.ImmutableList;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.web.ChangeToken;
import org.hesokuri.web.WebServer;
import org.hesokuri.web.WebSettings;
import org.hesokuri.web.address.SourceId;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What programs ask for and are answered; each answer is checked against the description. */
final class ApiTest {

  private static final String ID = SourceId.of(CODE).text();

  private final StagedEngine engine = new StagedEngine();
  private final ChangeToken token = ChangeToken.random();
  private Description description;
  private WebServer server;
  private Program program;

  @BeforeEach
  void begin() throws Exception {
    description = Description.read();
    server = WebServer.start(engine, WebSettings.onPort(0).withProgramToken(token));
    program = new Program(server.port());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void tellsTheStateInNumbers() throws Exception {
    JsonNode before = get("/api/v1/state", "/api/v1/state", 200);
    assertThat(before.has("identity")).isFalse();
    assertThat(before.at("/configuration/inForce").asBoolean()).isFalse();
    assertThat(before.at("/lastEvent").asString()).endsWith("-0");

    engine.is(StatusSamples.eventful());
    JsonNode now = get("/api/v1/state", "/api/v1/state", 200);
    assertThat(now.at("/at").asString()).isEqualTo("2026-11-23T12:00:00.123Z");
    assertThat(now.at("/identity").asString()).isEqualTo("laptop");
    assertThat(now.at("/sources").toString())
        .isEqualTo("{\"total\":3,\"starting\":1,\"stopped\":1}");
    assertThat(now.at("/branches").toString())
        .isEqualTo("{\"total\":6,\"notOnEveryPeer\":1,\"needAttention\":4}");
    assertThat(now.at("/peers").toString()).isEqualTo("{\"total\":3,\"met\":1,\"failing\":1}");
  }

  @Test
  void tellsASourceWithWhatEachPeerHoldsOfEachBranch() throws Exception {
    engine.is(StatusSamples.eventful());
    JsonNode source = get("/api/v1/sources/{id}", "/api/v1/sources/" + ID, 200);
    assertThat(source.at("/path").asString()).isEqualTo(CODE.text());
    assertThat(source.at("/state/is").asString()).isEqualTo("running");
    assertThat(source.at("/definition/liveEditBranches/except/0").asString()).isEqualTo("private");
    assertThat(source.at("/items")).hasSize(6);
    JsonNode first = source.at("/items/0");
    assertThat(first.at("/name").asString()).isEqualTo("<script>alert(1)</script>");
    assertThat(first.at("/peers/desk/is").asString()).isEqualTo("exactly");
    assertThat(first.at("/peers/nas/is").asString()).isEqualTo("inside");
    JsonNode hostile = source.at("/items/1");
    assertThat(hostile.at("/name").asString()).isEqualTo("a\u00fc" + StatusSamples.BIDI + "x");
    assertThat(hostile.at("/onEveryPeer").asBoolean()).isFalse();
    assertThat(hostile.at("/peers/desk/why").asString()).isEqualTo("nas is off");
    JsonNode copy = source.at("/items/2");
    assertThat(copy.at("/copyFrom").asString()).isEqualTo("nas");
    assertThat(copy.at("/peers/nas/is").asString()).isEqualTo("notMeant");
    assertThat(copy.at("/attention/kind").asString()).isEqualTo("diverged");
    for (String other : List.of("/code/b", "/code/c")) {
      String id = SourceId.of(new RepoPath(other)).text();
      get("/api/v1/sources/{id}", "/api/v1/sources/" + id, 200);
    }
  }

  @Test
  void writesNothingThatMovesACursorOrTurnsALineAround() throws Exception {
    engine.is(StatusSamples.eventful());
    String body = program.get("/api/v1/sources/" + ID).body();
    assertThat(body).contains("\\u202E").matches("[ -~]+");
  }

  @Test
  void tellsPeersWithWhatTheyLack() throws Exception {
    engine.is(StatusSamples.eventful());
    JsonNode peers = get("/api/v1/peers", "/api/v1/peers", 200);
    assertThat(peers.at("/items").findValuesAsString("id")).containsExactly("desk", "nas", "new");
    assertThat(peers.at("/items/1/reach/kind").asString()).isEqualTo("hostKeyChanged");
    JsonNode nas = get("/api/v1/peers/{id}", "/api/v1/peers/nas", 200);
    assertThat(nas.at("/lackingBranches").asInt()).isEqualTo(1);
    assertThat(nas.at("/items")).hasSize(3);
    assertThat(nas.at("/items/0/pathThere").asString()).isEqualTo("~/x");
    assertThat(nas.at("/items/0/problem/why").asString()).isEqualTo("no repository is there");
    get("/api/v1/peers/{id}", "/api/v1/peers/new", 200);
  }

  @Test
  void givesLongListsInPartsThatMissNothing() throws Exception {
    List<SourceStatus> many =
        IntStream.range(0, 250)
            .mapToObj(i -> new RepoPath("/code/" + i))
            .map(p -> StatusSamples.status(p, new SourceStatus.Starting(), ImmutableList.of()))
            .toList();
    SyncStatus now = StatusSamples.eventful();
    engine.is(
        new SyncStatus(now.at(), now.configuration(), ImmutableList.copyOf(many), now.peers()));
    assertThat(get("/api/v1/sources", "/api/v1/sources", 200).at("/items")).hasSize(100);
    assertThat(allIds("/api/v1/sources", 99)).hasSize(250).doesNotHaveDuplicates().isSorted();
    assertThat(allIds("/api/v1/sources", 250)).hasSize(250);
    assertThat(allIds("/api/v1/peers", 1)).containsExactly("desk", "nas", "new");
    // Also after one that has gone since.
    assertThat(allIds("/api/v1/peers?after=e", 1)).containsExactly("nas", "new");
  }

  private List<String> allIds(String from, int limit) throws Exception {
    List<String> ids = new ArrayList<>();
    String path = from.replaceAll("\\?.*", "");
    String target = from + (from.contains("?") ? "&" : "?") + "limit=" + limit;
    while (true) {
      JsonNode part = get(path, target, 200);
      ids.addAll(part.at("/items").values().stream().map(i -> i.get("id").asString()).toList());
      if (!part.has("next")) {
        return ids;
      }
      String next = URLEncoder.encode(part.get("next").asString(), StandardCharsets.UTF_8);
      target = path + "?limit=" + limit + "&after=" + next;
    }
  }

  @Test
  void pagesBranchesByTheirNames() throws Exception {
    engine.is(StatusSamples.eventful());
    String target = "/api/v1/sources/" + ID + "?limit=1";
    JsonNode first = get("/api/v1/sources/{id}", target, 200);
    assertThat(first.get("next").asString()).isEqualTo("<script>alert(1)</script>");
    String after = URLEncoder.encode(first.get("next").asString(), StandardCharsets.UTF_8);
    JsonNode second = get("/api/v1/sources/{id}", target + "&after=" + after, 200);
    assertThat(second.at("/items/0/name").asString()).startsWith("a\u00fc");
  }

  @Test
  void doesWhatAProgramAsksFor() throws Exception {
    engine.is(StatusSamples.eventful());
    post("/api/v1/peers/{id}/push", "/api/v1/peers/nas/push", 202);
    assertThat(engine.pushed).containsExactly(NAS);
    post("/api/v1/sources/{id}/rescan", "/api/v1/sources/" + ID + "/rescan", 202);
    assertThat(engine.looked).containsExactly(CODE);
  }

  @Test
  void saysWhatIsWrongAsProblemDetails() throws Exception {
    engine.is(StatusSamples.eventful());
    for (String id : List.of("nowhere", "-oProxyCommand=x", "%22%20x", "a%0Ab")) {
      get("/api/v1/peers/{id}", "/api/v1/peers/" + id, 404);
      get("/api/v1/sources/{id}", "/api/v1/sources/" + id, 404);
      post("/api/v1/peers/{id}/push", "/api/v1/peers/" + id + "/push", 404);
      post("/api/v1/sources/{id}/rescan", "/api/v1/sources/" + id + "/rescan", 404);
    }
    for (String limit : List.of("0", "-1", "1001", "x", "", "99999999999999999999")) {
      get("/api/v1/sources", "/api/v1/sources?limit=" + limit, 400);
      get("/api/v1/peers/{id}", "/api/v1/peers/nas?limit=" + limit, 400);
    }
    assertProblem(program.get("/api/v1/nowhere"), 404);
    assertProblem(program.get("/api/v1/peers/nas/push"), 405);
    assertProblem(program.post("/api/v1/state", token.secret()), 405);
    assertProblem(program.post("/api/v1/sources/" + ID + "/rescan", "0"), 401);
    assertThat(engine.looked).isEmpty();
  }

  @Test
  void keepsWhatIsInsideItToItself() throws Exception {
    try (WebServer failing = WebServer.start(new StagedEngine().failing(), WebSettings.onPort(0))) {
      Program.Answer answer = new Program(failing.port()).get("/api/v1/state");
      assertProblem(answer, 500);
      assertThat(answer.body()).doesNotContain("secret");
    }
  }

  @Test
  void describesEachOfItsRoutesAndNoOther() throws Exception {
    assertThat(description.operations()).containsExactlyInAnyOrderElementsOf(routes());
    JsonNode served = get("/api/v1/openapi.json", "/api/v1/openapi.json", 200);
    assertThat(served).isEqualTo(description.document());
    assertThat(served.get("openapi").asString()).startsWith("3.1.");
  }

  private List<String> routes() {
    return server.routes().stream().filter(route -> route.contains(" /api/")).toList();
  }

  private JsonNode get(String route, String target, int status) throws Exception {
    return answered("GET " + route, program.get(target), status);
  }

  private JsonNode post(String route, String target, int status) throws Exception {
    return answered("POST " + route, program.post(target, token.secret()), status);
  }

  private JsonNode answered(String operation, Program.Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    description.describes(operation, status, answer.type(), answer.body());
    return new ObjectMapper().readTree(answer.body());
  }

  private void assertProblem(Program.Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(ProblemDetails.TYPE);
    description.describes("Problem", answer.body());
  }
}
