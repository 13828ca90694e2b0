package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hesokuri.core.testing.Await;
import org.hesokuri.web.testing.StagedEngine;
import org.hesokuri.web.testing.StatusSamples;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class WebServerTest {

  private static final InetAddress IPV6 = new InetSocketAddress("::1", 0).getAddress();

  /** A server that waits for somebody who says nothing does so for at least that long. */
  private static final long UNTIL_IDLE = TimeUnit.MILLISECONDS.toNanos(WebServer.IDLE_MILLIS);

  private final StagedEngine engine = new StagedEngine().is(StatusSamples.eventful());

  @Test
  void servesThePageItsFilesAndTheDump() throws Exception {
    try (WebServer server = start()) {
      Wire wire = new Wire(server.port());
      assertThat(wire.get("/").text()).contains("200 OK", "Content-Type: text/html");
      assertThat(wire.get("/dump").text()).contains("200 OK", "Content-Type: text/plain");
      assertThat(wire.get("/files/hesokuri.css").text()).contains("200 OK", "text/css");
      assertThat(wire.get("/files/hesokuri.js").text()).contains("200 OK", "text/javascript");
      assertThat(wire.get("/files/hesokuri.svg").text()).contains("200 OK", "image/svg+xml");
      assertThat(wire.get("/files/WebServer.class").status()).isEqualTo(404);
      assertThat(wire.ask("HEAD /", "Host: " + wire.host()).body()).isEmpty();
    }
  }

  @Test
  void knowsNoPeerThatItIsNotToldOf() throws Exception {
    try (WebServer server = start()) {
      Wire wire = new Wire(server.port());
      assertThat(wire.post("/peers/stranger/push", wire.honest()).status()).isEqualTo(404);
      assertThat(wire.post("/peers/-oProxyCommand=x/push", wire.honest()).status()).isEqualTo(404);
      assertThat(wire.post("/peers/%22%20x/push", wire.honest()).status()).isEqualTo(404);
      assertThat(wire.post("/peers/..%2f..%2fx/push", wire.honest()).status())
          .isGreaterThanOrEqualTo(400);
    }
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    try (WebServer server = start()) {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (!address.isLoopbackAddress()) {
            assertNobodyAnswers(new InetSocketAddress(address, server.port()));
          }
        }
      }
    }
  }

  @Test
  void listensWhereLocalhostMayLeadByIpv6() throws Exception {
    Assumptions.assumeTrue(hasIpv6(), "this machine has no ::1");
    try (WebServer server = start();
        Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(IPV6, server.port()), 5_000);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void wantsALoopbackAddressAndAPort() {
    InetAddress world = new InetSocketAddress("192.0.2.1", 0).getAddress();
    assertThatThrownBy(
            () -> new WebSettings(ImmutableSet.of(world), 8080, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback addresses only")
        .hasMessageContaining("192.0.2.1");
    assertThatThrownBy(
            () -> new WebSettings(ImmutableSet.of(), 8080, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WebSettings.onPort(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> WebServer.start(engine, WebSettings.onPort(taken.getLocalPort())))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken by another program")
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void startsNothingAtOneAddressIfThePortIsTakenAtTheOther() throws Exception {
    Assumptions.assumeTrue(hasIpv6(), "this machine has no ::1");
    try (ServerSocket taken = new ServerSocket(0, 1, IPV6)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> WebServer.start(engine, WebSettings.onPort(port)))
          .isInstanceOf(PortTaken.class);
      assertNobodyAnswers(new InetSocketAddress("127.0.0.1", port));
      assertNoThreadStays();
    }
  }

  @Test
  void givesThePortBackWhenItIsClosed() throws Exception {
    WebServer first = start();
    new Wire(first.port()).get("/");
    first.close();
    assertNobodyAnswers(new InetSocketAddress("127.0.0.1", first.port()));
    WebServer.start(engine, WebSettings.onPort(first.port())).close();
  }

  @Test
  void waitsForNobodyWhoIsStillConnectedWhenItIsClosed() throws Exception {
    WebServer server = start();
    try (Socket idle = new Wire(server.port()).connect()) {
      idle.getOutputStream().write("GET / HTT".getBytes(StandardCharsets.UTF_8));
      long begun = System.nanoTime();
      server.close();
      assertThat(System.nanoTime() - begun).isLessThan(UNTIL_IDLE);
    }
    assertNoThreadStays();
  }

  @Test
  void needsFewThreadsHoweverManySayNothing() throws Exception {
    try (WebServer server = start()) {
      List<Socket> silent = new ArrayList<>();
      try {
        for (int i = 0; i < 100; i++) {
          Socket socket = new Wire(server.port()).connect();
          silent.add(socket);
          OutputStream out = socket.getOutputStream();
          out.write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
        assertThat(new Wire(server.port()).get("/").status()).isEqualTo(200);
        assertThat(threads()).hasSizeLessThanOrEqualTo(WebServer.MOST_THREADS + 2);
      } finally {
        for (Socket socket : silent) {
          socket.close();
        }
      }
    }
  }

  @Test
  void waitsForNoBodyThatDribbles() throws Exception {
    try (WebServer server = start()) {
      Wire wire = new Wire(server.port());
      List<String> headers = new ArrayList<>(wire.honest());
      headers.add("Content-Length: 60000");
      for (int i = 0; i < WebServer.MOST_THREADS; i++) {
        long begun = System.nanoTime();
        try (Socket socket = wire.connect()) {
          OutputStream out = socket.getOutputStream();
          out.write(
              Wire.request("POST /peers/nas/push", headers.toArray(String[]::new), "{")
                  .getBytes(StandardCharsets.UTF_8));
          out.flush();
          // It answers and hangs up without the rest, or says that this is too slow.
          String answer =
              new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(answer).startsWith("HTTP/1.1 ");
          assertThat(System.nanoTime() - begun).isLessThan(UNTIL_IDLE);
        }
      }
      assertThat(wire.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void servesAgainWhenThoseWhoTookAllConnectionsAreGone() throws Exception {
    try (WebServer server = start()) {
      Wire wire = new Wire(server.port());
      List<Socket> greedy = new ArrayList<>();
      try {
        for (int i = 0; i < WebServer.MOST_CONNECTIONS + 20; i++) {
          greedy.add(wire.connect());
        }
        assertThat(threads()).hasSizeLessThanOrEqualTo(WebServer.MOST_THREADS + 2);
      } finally {
        for (Socket socket : greedy) {
          socket.close();
        }
      }
      awaitServed(wire);
    }
  }

  /** A server that has not yet noticed that the others are gone hangs up on whoever comes next. */
  private static void awaitServed(Wire wire) {
    Await.until(
        "it serves again",
        () -> {
          try {
            return wire.get("/").status() == 200;
          } catch (SocketException hungUp) {
            return false;
          }
        });
  }

  @Test
  void answersManyAtOnceWithFewThreads() throws Exception {
    try (WebServer server = start()) {
      Wire wire = new Wire(server.port());
      List<Integer> statuses =
          IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> statusOf(wire), task -> new Thread(task).start()))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
      assertThat(statuses).hasSize(64).containsOnly(200);
      assertThat(threads()).hasSizeLessThanOrEqualTo(WebServer.MOST_THREADS + 2);
    }
  }

  private static int statusOf(Wire wire) {
    try {
      return wire.get("/").status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WebServer start() throws PortTaken {
    return WebServer.start(engine, WebSettings.onPort(0));
  }

  private static boolean hasIpv6() throws IOException {
    return NetworkInterface.getByInetAddress(IPV6) != null;
  }

  private static void assertNobodyAnswers(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(address, 1_000)).isInstanceOf(IOException.class);
    }
  }

  /** A thread that was told to end may need a moment to do so. */
  private static void assertNoThreadStays() {
    Await.until(() -> "no thread stays: " + threads(), () -> threads().isEmpty());
  }

  /** The threads of servers that run now. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("hesokuri-web") || name.startsWith("Scheduler-"))
        .sorted()
        .toList();
  }
}
