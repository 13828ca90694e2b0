package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hesokuri.web.FakeHesokuri.NAS;
import static org.hesokuri.web.FakeHesokuri.behind;
import static org.hesokuri.web.FakeHesokuri.diverged;
import static org.hesokuri.web.FakeHesokuri.local;
import static org.hesokuri.web.FakeHesokuri.ok;
import static org.hesokuri.web.FakeHesokuri.running;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hesokuri.core.status.SourceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebServerTest {

  private final FakeHesokuri engine = new FakeHesokuri();
  private WebServer server;

  @BeforeEach
  void begin() throws Exception {
    server = WebServer.start(engine, 0);
  }

  @AfterEach
  void end() {
    server.close();
  }

  /** Sends bytes as they are and returns all that comes back until the server hangs up. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()), 5_000);
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String us() {
    return "localhost:" + server.port();
  }

  private String get(String target) throws IOException {
    return raw("GET " + target + " HTTP/1.1\r\nHost: " + us() + "\r\nConnection: close\r\n\r\n");
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  private String token() throws IOException {
    Matcher matcher = Pattern.compile("hesokuri-token\" content=\"([0-9a-f]{64})\"").matcher(get("/"));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private String post(String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("POST " + target + " HTTP/1.1\r\n");
    request.append("Connection: close\r\nContent-Length: 2\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return raw(request.append("\r\n{}").toString());
  }

  private String[] honest() throws IOException {
    return new String[] {
      "Host: " + us(),
      "Origin: http://" + us(),
      "Content-Type: application/json",
      "X-Hesokuri-Token: " + token()
    };
  }

  @Test
  void tellsANewcomerWhatToWriteAndWhere() throws Exception {
    engine.problems("there is no file /home/u/.hesocfg");
    assertThat(get("/"))
        .contains("Nothing is kept in step", "/home/u/.hesocfg", ":host-to-path", "no identity yet");
  }

  @Test
  void saysOkOnlyWhereThePeerSaidSo() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    String page = get("/");
    assertThat(page)
        .contains("1 branch is not on every peer yet, of 1.", ">ok<", "has 000000000")
        .contains("nas does not answer on port 22");
    assertThat(page.split(">ok<", -1)).hasSize(2);
  }

  @Test
  void saysThatAllIsWellWhenItIs() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), ok()));
    assertThat(get("/")).contains("The only branch is on every peer that should hold it.");
  }

  @Test
  void showsDivergencesStoppedSourcesAndPeersThatCannotBeMet() throws Exception {
    engine
        .configured()
        .source("/code/x", running(), local("main", ok(), ok()), diverged("main"))
        .source("/gone", new SourceStatus.Stopped("the disk is not mounted", FakeHesokuri.NOW));
    assertThat(get("/"))
        .contains("1 source is stopped; see below why.", "the disk is not mounted")
        .contains("have diverged: nothing moves until you merge (since 3 h ago)")
        .contains("nas refused the connection on port 22", "next try in 40 s");
  }

  @Test
  void showsAnInvalidFileBesideWhatRuns() throws Exception {
    engine.configured().problems("line 3, column 7: \"x\" is no set");
    assertThat(get("/")).contains("line 3, column 7", "goes on.");
  }

  @Test
  void neverTakesANameForMarkup() throws Exception {
    engine
        .configured()
        .source("/code/<b>x", running(), local("<img/src=x>", ok(), behind()), diverged("a&b"));
    assertThat(get("/"))
        .doesNotContain("<script>alert", "<b>x", "<img")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img/src=x&gt;", "a&amp;b");
  }

  @Test
  void dumpsTheWholeState() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(get("/dump"))
        .contains("text/plain", "this machine is laptop", "branch main at ", "nas: Exactly[");
  }

  @Test
  void pushesNowForItsOwnPageWithTheToken() throws Exception {
    assertThat(status(post("/peers/nas/push", honest()))).isEqualTo(202);
    assertThat(engine.pushed).containsExactly(NAS);
    assertThat(status(post("/peers/stranger/push", honest()))).isEqualTo(404);
    assertThat(status(post("/peers/..%2f..%2fx/push", honest()))).isGreaterThanOrEqualTo(400);
  }

  @Test
  void takesNoChangeByGet() throws Exception {
    assertThat(status(get("/peers/nas/push"))).isGreaterThanOrEqualTo(400);
    assertThat(engine.pushed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void takesNoChangeThatLacksOneThing(int missing) throws Exception {
    String[] headers = honest();
    headers[missing] = "X-Nothing: here";
    assertThat(status(post("/peers/nas/push", headers))).isGreaterThanOrEqualTo(400);
    assertThat(engine.pushed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: https://localhost",
        "Origin: http://localhost:1",
        "X-Hesokuri-Token: 0000000000000000000000000000000000000000000000000000000000000000",
        "X-Hesokuri-Token: ",
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x",
        "Host: evil.example"
      })
  void takesNoChangeFromAnotherPage(String forged) throws Exception {
    String[] headers = honest();
    for (int i = 0; i < headers.length; i++) {
      if (headers[i].split(":")[0].equals(forged.split(":")[0])) {
        headers[i] = forged;
      }
    }
    int status = status(post("/peers/nas/push", headers));
    assertThat(status).isIn(400, 403, 415, 421);
    if (forged.startsWith("Content-Type")) {
      assertThat(status).isEqualTo(415);
    }
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void answersOnlyToItsOwnNames() throws Exception {
    for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + ":" + server.port();
      assertThat(status(raw(request + "\r\nConnection: close\r\n\r\n"))).isEqualTo(200);
    }
    List<String> strangers =
        List.of("evil.example", "evil.example:" + server.port(), "localhost", "localhost:1",
            "127.0.0.1.evil.example:" + server.port(), "localhost." + ":" + server.port());
    for (String path : List.of("/", "/dump", "/files/hesokuri.css", "/nowhere")) {
      for (String host : strangers) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        assertThat(status(raw(request))).as("%s from %s", path, host).isEqualTo(421);
      }
    }
  }

  @Test
  void isNotFooledByOtherWaysToNameAHost() throws Exception {
    String close = "Connection: close\r\n\r\n";
    assertThat(status(raw("GET http://evil.example/ HTTP/1.1\r\nHost: " + us() + "\r\n" + close)))
        .isGreaterThanOrEqualTo(400);
    assertThat(
            status(
                raw(
                    "GET http://" + us() + "/ HTTP/1.1\r\nHost: evil.example\r\n" + close)))
        .isGreaterThanOrEqualTo(400);
    assertThat(status(raw("GET / HTTP/1.0\r\n\r\n"))).isGreaterThanOrEqualTo(400);
    assertThat(status(raw("GET / HTTP/1.1\r\n" + close))).isEqualTo(400);
    String forwarded = "\r\nX-Forwarded-Host: " + us() + "\r\nForwarded: host=" + us() + "\r\n";
    assertThat(status(raw("GET / HTTP/1.1\r\nHost: evil.example" + forwarded + close)))
        .isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"})
  void knowsNoOtherMethods(String method) throws Exception {
    String answer =
        raw(method + " / HTTP/1.1\r\nHost: " + us() + "\r\nConnection: close\r\n\r\n");
    assertThat(status(answer)).isGreaterThanOrEqualTo(400);
    assertThat(answer).doesNotContain("Access-Control", "hesokuri-token");
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    String[] headers = honest();
    String request =
        "POST /peers/nas/push HTTP/1.1\r\nConnection: close\r\nContent-Length: 70000\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n"
            + "x".repeat(70_000);
    assertThat(status(raw(request))).isEqualTo(413);
    assertThat(status(raw(request.replace("Content-Length: 70000", "Transfer-Encoding: chunked"))))
        .isIn(400, 411);
    assertThat(engine.pushed).isEmpty();
  }

  @Test
  void sendsItsHeadersWithEveryAnswer() throws Exception {
    for (String path : List.of("/", "/dump", "/files/hesokuri.js", "/nowhere")) {
      assertThat(get(path))
          .contains("Content-Security-Policy: default-src 'none'; script-src 'self'")
          .contains("X-Content-Type-Options: nosniff", "X-Frame-Options: DENY")
          .contains("frame-ancestors 'none'", "Cache-Control: no-store")
          .doesNotContain("Server: ", "Access-Control", "unsafe-inline");
    }
  }

  @Test
  void usesNeitherInlineScriptNorInlineStyle() throws Exception {
    engine.configured().source("/code/x", running(), local("main", ok(), behind()));
    assertThat(get("/")).doesNotContainPattern("<script(?![^>]*src=)").doesNotContainPattern("\\son[a-z]+=");
    assertThat(get("/")).doesNotContain("style=", "<style");
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          try (Socket socket = new Socket()) {
            assertThatThrownBy(
                    () -> socket.connect(new InetSocketAddress(address, server.port()), 1_000))
                .isInstanceOf(IOException.class);
          }
        }
      }
    }
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> WebServer.start(engine, taken.getLocalPort()))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
    }
  }

  @Test
  void rendersAThousandSourcesQuicklyEnough() throws Exception {
    engine.configured();
    for (int i = 0; i < 1_000; i++) {
      engine.source("/code/repo" + i, running(), local("main", ok(), behind()), diverged("main"));
    }
    get("/");
    long begun = System.nanoTime();
    String page = get("/");
    long millis = (System.nanoTime() - begun) / 1_000_000;
    System.getLogger("test").log(System.Logger.Level.INFO, "1,000 sources: {0} ms", millis);
    assertThat(page).contains("repo999");
    assertThat(millis).isLessThan(5_000);
  }
}
