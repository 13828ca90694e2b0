package org.hesokuri.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on their ways: a real program, a real server. */
final class WaysTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration NO_PATIENCE = Duration.ofMillis(300);
  private static final byte[] MESSAGE = "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void givesAProgramTheMessageAndNothingElse() throws Exception {
    Path program = program("cat > \"$0.in\"; echo \"$#\" > \"$0.arguments\"; echo noise");
    new CommandWay(program, PATIENCE).deliver(MESSAGE);
    assertThat(Path.of(program + ".in")).hasBinaryContent(MESSAGE);
    assertThat(Path.of(program + ".arguments")).hasContent("0");
  }

  @Test
  void saysThatAProgramFailed() throws Exception {
    assertThatIOException()
        .isThrownBy(() -> new CommandWay(program("exit 3"), PATIENCE).deliver(MESSAGE))
        .withMessage("it ended with 3");
    assertThatIOException()
        .isThrownBy(() -> new CommandWay(folder.resolve("gone"), PATIENCE).deliver(MESSAGE));
  }

  @Test
  void doesNotMindAProgramThatReadsNothing() throws Exception {
    new CommandWay(program("exit 0"), PATIENCE).deliver(new byte[1_000_000]);
  }

  @Test
  void endsAProgramThatDoesNotEnd() throws Exception {
    Path program = program("echo $$ > \"$0.new\"; mv \"$0.new\" \"$0.pid\"; exec sleep 600");
    Path begun = Path.of(program + ".pid");
    // On a busy machine it may be ended before it has begun, which says nothing.
    for (Duration patience = NO_PATIENCE; Files.notExists(begun); ) {
      CommandWay way = new CommandWay(program, patience);
      assertThatIOException()
          .isThrownBy(() -> way.deliver(MESSAGE))
          .withMessageContaining("did not end");
      patience = patience.multipliedBy(2);
    }
    long pid = Long.parseLong(Files.readString(begun).strip());
    Await.until("it ends", () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  private Path program(String script) throws IOException {
    Path file = Files.createTempFile(folder, "notify", "");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  @Test
  void postsTheMessageToAWebhook() throws Exception {
    List<String> got = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger status = new AtomicInteger(204);
    HttpServer server = HttpServer.create(loopback(), 0);
    server.createContext(
        "/",
        exchange -> {
          got.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    try {
      Way way = webhook(server.getAddress().getPort(), PATIENCE);
      way.deliver(MESSAGE);
      assertThat(got).containsExactly("POST /s3cret?k=v application/json {\"text\":\"x\"}");
      for (int refusing : new int[] {302, 404, 500}) {
        status.set(refusing);
        assertThatIOException()
            .isThrownBy(() -> way.deliver(MESSAGE))
            .withMessage("it answered " + refusing);
      }
      assertThat(way.name()).isEqualTo("the webhook at 127.0.0.1");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void waitsForNoWebhookForLongAndTellsNoSecretOfIt() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      assertThatIOException()
          .isThrownBy(() -> webhook(silent.getLocalPort(), NO_PATIENCE).deliver(MESSAGE))
          .withMessageContaining("cannot be reached")
          .withMessageNotContaining("s3cret");
    }
    NotifySettings settings =
        new NotifySettings(
            java.util.Optional.empty(),
            java.util.Optional.of(URI.create("https://hooks.example/s3cret")),
            Duration.ofHours(1));
    assertThat(settings.toString()).contains("hooks.example").doesNotContain("s3cret");
  }

  private static Way webhook(int port, Duration patience) {
    return new WebhookWay(URI.create("http://127.0.0.1:" + port + "/s3cret?k=v"), patience);
  }

  private static InetSocketAddress loopback() throws IOException {
    return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
  }
}
