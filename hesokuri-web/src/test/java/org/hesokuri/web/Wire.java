package org.hesokuri.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to a server byte by byte, as a browser does or as an attacker may. */
record Wire(int port) {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern TOKEN =
      Pattern.compile("hesokuri-token\" content=\"([0-9a-f]{64})\"");

  /** All that came back until the server hung up. */
  record Answer(String text) {

    int status() {
      if (text.isEmpty()) {
        throw new AssertionError("the server hung up without an answer");
      }
      return Integer.parseInt(text.split(" ", 3)[1]);
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  Answer raw(String request) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** By what name a browser reaches it. */
  String host() {
    return "localhost:" + port;
  }

  /** A request with these headers and no body. */
  Answer ask(String methodAndTarget, String... headers) throws IOException {
    return raw(request(methodAndTarget, headers, ""));
  }

  Answer get(String target) throws IOException {
    return ask("GET " + target, "Host: " + host());
  }

  Answer post(String target, List<String> headers) throws IOException {
    List<String> all = new ArrayList<>(headers);
    all.add("Content-Length: 2");
    return raw(request("POST " + target, all.toArray(String[]::new), "{}"));
  }

  static String request(String methodAndTarget, String[] headers, String body) {
    return methodAndTarget
        + " HTTP/1.1\r\nConnection: close\r\n"
        + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
        + "\r\n"
        + body;
  }

  String token() throws IOException {
    Matcher matcher = TOKEN.matcher(get("/").text());
    if (!matcher.find()) {
      throw new AssertionError("the page has no token");
    }
    return matcher.group(1);
  }

  /** What our own page sends with a change. */
  List<String> honest() throws IOException {
    return List.of(
        "Host: " + host(),
        "Origin: http://" + host(),
        "Content-Type: application/json",
        RequestGuard.TOKEN_HEADER + ": " + token());
  }

  /** The honest headers, with that of the same name replaced. */
  List<String> honestBut(String forged) throws IOException {
    String name = forged.substring(0, forged.indexOf(':') + 1);
    return honest().stream().map(h -> h.startsWith(name) ? forged : h).toList();
  }
}
