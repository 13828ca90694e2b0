package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StatusSamples.CODE;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.testing.Await;
import org.hesokuri.web.api.Description;
import org.hesokuri.web.api.EventFeed;
import org.hesokuri.web.api.ProblemDetails;
import org.hesokuri.web.testing.StagedEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Event streams over sockets: what they cost, and who is not served. */
@Tag("slow")
final class EventStreamsTest {

  private static final int MOST_BYTES = 20_000_000;

  private final StagedEngine engine = new StagedEngine();

  /** An open stream, read line by line. */
  private static final class Reader implements Closeable {
    private final Socket socket;
    private final BufferedReader lines;

    Reader(Wire wire, String... headers) throws IOException {
      socket = wire.connect();
      List<String> all = new ArrayList<>(List.of(headers));
      all.add("Host: " + wire.host());
      String request =
          "GET /api/v1/events HTTP/1.1\r\n"
              + String.join("\r\n", all)
              + "\r\nAccept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Reads until a line begins like that. */
    String await(String beginning) throws IOException {
      StringBuilder read = new StringBuilder();
      // Signs of life come all the time, so that a limit for each read alone would never be over.
      long deadline = System.nanoTime() + Await.PATIENCE.toNanos();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
        read.append(line).append('\n');
        if (System.nanoTime() > deadline) {
          break;
        }
      }
      throw new AssertionError("no " + beginning + " among " + read);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void tellsWhatHappensAtOnce() throws Exception {
    // It neither looks by itself nor gives signs of life, so nothing else makes it tell.
    Duration never = Duration.ofHours(1);
    EventFeed.Times times = new EventFeed.Times(Duration.ofMillis(20), never, never, never);
    try (WebServer server = WebServer.start(engine, WebSettings.onPort(0), times);
        Reader reader = new Reader(new Wire(server.port()))) {
      assertThat(reader.await("HTTP/1.1 ")).contains("200");
      assertThat(reader.await("Content-Type: ")).isEqualTo("Content-Type: text/event-stream");
      reader.await("event: status");
      engine.tell(new SyncEvent.PeerMet(NAS));
      String id = reader.await("id: ").substring(4);
      assertThat(reader.await("data: ")).contains("\"kind\":\"peerMet\"");
      assertThat(reader.await("event: ")).isEqualTo("event: status");

      engine.tell(new SyncEvent.PeerMet(NAS));
      try (Reader later = new Reader(new Wire(server.port()), "Last-Event-ID: " + id)) {
        assertThat(later.await("id: ")).endsWith("-2");
      }
    }
  }

  @Test
  void costsLittleHoweverManyListen() throws Exception {
    try (WebServer server = start()) {
      Wire wire = new Wire(server.port());
      // What the first of all brings with it is not counted.
      try (Reader first = new Reader(wire)) {
        first.await("event: status");
      }
      await(() -> server.eventStreams() == 0);
      long before = bytesInUse();
      List<Reader> readers = new ArrayList<>();
      try {
        for (int i = 0; i < EventFeed.MOST_LISTENERS; i++) {
          readers.add(new Reader(wire));
          readers.get(i).await("event: status");
        }
        engine.tell(new SyncEvent.PeerMet(NAS));
        for (Reader reader : readers) {
          assertThat(reader.await("data: {\"number\"")).contains("peerMet");
        }
        long cost = bytesInUse() - before;
        System.out.println(readers.size() + " event streams cost " + cost / 1_000 + " kB");
        assertThat(cost).isLessThan(MOST_BYTES);
        assertThat(threads()).hasSizeLessThanOrEqualTo(WebServer.MOST_THREADS + 2);
        // The page is still there for others.
        assertThat(wire.get("/").status()).isEqualTo(200);

        Wire.Answer tooMany = wire.get("/api/v1/events");
        assertThat(tooMany.status()).isEqualTo(503);
        assertThat(tooMany.text()).contains("Retry-After: ", ProblemDetails.TYPE);
        Description.read()
            .describes("GET /api/v1/events", 503, ProblemDetails.TYPE, tooMany.body());
      } finally {
        for (Reader reader : readers) {
          reader.close();
        }
      }
      await(() -> server.eventStreams() == 0);
      try (Reader again = new Reader(wire)) {
        again.await("event: status");
      }
    }
  }

  @Test
  void cutsOffWhoDoesNotRead() throws Exception {
    Duration shortly = Duration.ofMillis(100);
    EventFeed.Times times =
        new EventFeed.Times(shortly, shortly, Duration.ofMinutes(1), Duration.ofSeconds(1));
    try (WebServer server = WebServer.start(engine, WebSettings.onPort(0), times);
        Socket lazy = new Socket()) {
      lazy.setReceiveBufferSize(1_024);
      lazy.connect(new InetSocketAddress("127.0.0.1", server.port()));
      String request = "GET /api/v1/events HTTP/1.1\r\nHost: localhost:" + server.port();
      lazy.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      await(() -> server.eventStreams() == 1);
      String why = "x".repeat(100_000);
      await(
          () -> {
            engine.tell(new SyncEvent.SourceStopped(CODE, why));
            return server.eventStreams() == 0;
          });
      // What the kernel has is still there; then it ends, and not in order.
      lazy.setSoTimeout(20_000);
      assertThat(endOf(lazy)).isTrue();
      assertThat(new Wire(server.port()).get("/").status()).isEqualTo(200);
    }
  }

  private static boolean endOf(Socket socket) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try {
      while (socket.getInputStream().read(buffer) >= 0) {
        continue;
      }
      return true;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Test
  void waitsForNobodyWhoListensWhenItIsClosed() throws Exception {
    WebServer server = start();
    try (Reader reader = new Reader(new Wire(server.port()))) {
      reader.await("event: status");
      long begun = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun).toMillis())
          .isLessThan(WebServer.IDLE_MILLIS);
      assertThat(endOf(reader.socket)).isTrue();
    }
    await(() -> threads().isEmpty());
    assertThat(engine.listeners()).isZero();
  }

  @Test
  void isListenedToOnlyByGetAndFromAPlaceThatThereIs() throws Exception {
    ChangeToken token = ChangeToken.random();
    try (WebServer server =
        WebServer.start(engine, WebSettings.onPort(0).withProgramToken(token))) {
      Wire wire = new Wire(server.port());
      String host = "Host: " + wire.host();
      String bearer = "Authorization: Bearer " + token.secret();
      assertThat(wire.ask("POST /api/v1/events", host, bearer).status()).isEqualTo(405);
      assertThat(wire.ask("HEAD /api/v1/events", host).status()).isEqualTo(405);
      for (String place : List.of("x", "1", "00000000-", "0-0-0", "0".repeat(40))) {
        String last = "Last-Event-ID: " + place;
        assertThat(wire.ask("GET /api/v1/events", host, last).status()).isEqualTo(400);
      }
      assertThat(wire.ask("GET /api/v1/events", "Host: evil.example").status()).isEqualTo(421);
      assertThat(server.eventStreams()).isZero();
    }
  }

  private WebServer start() throws PortTaken {
    return WebServer.start(engine, WebSettings.onPort(0));
  }

  private static void await(Await.Question condition) {
    Await.until("what was awaited", condition);
  }

  /** On the heap after a collection, and beside it. */
  private static long bytesInUse() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return runtime.totalMemory() - runtime.freeMemory() + direct;
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("hesokuri-web") || name.startsWith("Scheduler-"))
        .toList();
  }
}
