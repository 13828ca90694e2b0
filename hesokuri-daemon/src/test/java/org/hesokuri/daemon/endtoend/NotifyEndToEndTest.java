package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trouble, told to a program and to an address of the user's, and that it is over. */
final class NotifyEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA).impatient().sources("good").liveEdit("moving");

  private static final List<String> posted = new CopyOnWriteArrayList<>();
  private static HttpServer server;

  private final Host alpha = network.host(ALPHA);

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    Host alpha = network.host(ALPHA);
    Path program = alpha.home().resolve("notify me");
    Files.writeString(
        program, "#!/bin/sh\ncat >> \"$HOME/messages\"\necho >> \"$HOME/messages\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    alpha
        .with("HESONOTIFY_COMMAND", program.toString())
        .with("HESONOTIFY_WEBHOOK", "http://127.0.0.1:" + server.getAddress().getPort() + "/s3cret")
        .with("HESONOTIFY_AFTER", "PT1S");
    network.bornEverywhere();
    alpha.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @Test
  void tellsOfTroubleOnBothWaysOnceAndThatItIsOver() {
    String first = alpha.git("good").commit("file", "everywhere\n");
    network.host(BETA).awaitTip("good", alpha.copy("main"), first);
    alpha.configure("[");
    await("\"kind\":\"configuration\",\"state\":\"begun\"");
    alpha.configure(network.configuration());
    await("\"kind\":\"configuration\",\"state\":\"over\"");

    network.host(BETA).sshd().close();
    alpha.git("good").commit("file", "not yet elsewhere\n");
    await("main is not on every peer: " + BETA + " lacks it: ");
    assertThat(posted.stream().filter(m -> m.contains("\"kind\":\"configuration\""))).hasSize(2);
    // On a slow machine the first commit may have taken longer than a second, too.
    List<String> unsafe = posted.stream().filter(m -> m.contains("\"kind\":\"unsafe\"")).toList();
    for (int i = 0; i < unsafe.size(); i++) {
      assertThat(unsafe.get(i)).contains("\"state\":\"" + (i % 2 == 0 ? "begun" : "over") + "\"");
    }
    assertThat(alpha.logText()).contains("notifies: ").doesNotContain("s3cret");
  }

  @Test
  void tellsOfADivergenceAndOfAnAdvanceThatIsBlocked() throws IOException {
    TestGit git = alpha.git("moving");
    Path file = alpha.path("moving").resolve("file");
    git.commit("file", "committed\n");
    Files.writeString(file, "not committed\n");
    String ahead = git.run("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Ahead");
    git.run("update-ref", "refs/heads/main_hesokr_" + BETA, ahead);
    await("\"kind\":\"blocked\",\"state\":\"begun\"");
    git.run("checkout", "-q", "--", "file");
    await("\"kind\":\"blocked\",\"state\":\"over\"");
    alpha.awaitCheckout("moving", ahead);

    String theirs = git.run("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Theirs");
    git.commit("file", "ours\n");
    git.run("update-ref", "refs/heads/main_hesokr_" + BETA, theirs);
    await("\"kind\":\"diverged\",\"state\":\"begun\"");
    git.run("merge", "-q", "--no-edit", "main_hesokr_" + BETA);
    await("\"kind\":\"diverged\",\"state\":\"over\"");
    for (String kind : List.of("blocked", "diverged")) {
      assertThat(posted.stream().filter(m -> m.contains("\"kind\":\"" + kind + "\"")))
          .as("once when it began, once when it was over")
          .hasSize(2);
    }
  }

  private void await(String text) {
    Await.until(
        () -> text + " among " + messages() + " and " + posted,
        () -> messages().contains(text) && posted.stream().anyMatch(m -> m.contains(text)));
  }

  private String messages() {
    try {
      Path file = alpha.home().resolve("messages");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
