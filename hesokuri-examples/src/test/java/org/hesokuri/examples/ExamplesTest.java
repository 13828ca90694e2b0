package org.hesokuri.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.git.JGitBackend;
import org.hesokuri.git.testing.TestGit;
import org.hesokuri.web.WebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say. */
final class ExamplesTest {

  private static final PeerId SELF = new PeerId("me");

  @TempDir Path temp;

  private TestGit repository() {
    TestGit git = TestGit.init(temp.resolve("home"), temp.resolve("repository"));
    git.commit("file", "1\n");
    return git;
  }

  /**
   * Standard input that ends when the engine has said that it tried the peer, for which it first
   * looked at the repository.
   */
  private static final class UntilTried extends ByteArrayOutputStream {
    private final CountDownLatch tried = new CountDownLatch(1);

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (toString(StandardCharsets.UTF_8).contains("cannot meet nobody.invalid")) {
        tried.countDown();
      }
    }

    InputStream end() {
      return new InputStream() {
        @Override
        public int read() {
          try {
            return tried.await(60, TimeUnit.SECONDS) ? -1 : 0;
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
          }
        }
      };
    }
  }

  @Test
  void anEmbeddedEngineWorksOnARepositoryAndTellsWhatHappens() throws Exception {
    TestGit git = repository();
    PrintStream out = System.out;
    InputStream in = System.in;
    UntilTried printed = new UntilTried();
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setIn(printed.end());
      EmbeddedEngine.main(
          new String[] {"me", git.folder().toString(), "nobody.invalid", "/srv/repository"});
    } finally {
      System.setOut(out);
      System.setIn(in);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(git.folder() + ": started", git.hash("main"));
  }

  @Test
  void thatProgramHasLessThanFifteenLines() throws Exception {
    Path source = Path.of("src/main/java/org/hesokuri/examples/EmbeddedEngine.java");
    String body = Files.readString(source).split("throws Exception \\{\n")[1].split("\n  }\n")[0];
    assertThat(body.lines()).hasSizeLessThan(15);
    assertThat(Files.readString(Path.of("../docs/embedding.md")))
        .contains(body.lines().map(line -> line.substring(4)).toList());
  }

  @Test
  void thePagesNeedNoDaemon() throws Exception {
    TestGit git = repository();
    CountDownLatch started = new CountDownLatch(1);
    try (Hesokuri engine =
        Hesokuri.builder().backend(new JGitBackend(TestGit.environment(git.home()))).build()) {
      engine.listen(
          event -> {
            if (event.event() instanceof SyncEvent.SourceStarted) {
              started.countDown();
            }
          });
      Source source = Source.at(ImmutableSortedMap.of(SELF, new RepoPath(git.folder().toString())));
      engine.reconfigure(new Configuration(SELF, ImmutableList.of(source)), ImmutableList.of());
      assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
      try (WebServer pages = EmbeddedPages.of(engine)) {
        assertThat(get(pages.port(), "/")).contains("Hesokuri").contains(git.folder().toString());
        assertThat(get(pages.port(), "/api/v1/state")).contains("\"identity\":\"me\"");
      }
    }
  }

  private static String get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
