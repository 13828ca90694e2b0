package org.hesokuri.daemon.ask;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.reason.IoReason;

/** The daemon of this user, found by what it leaves in its state folder. */
public final class RunningDaemon {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_ITEMS = 1_000;

  private final Path stateFolder;
  private final String base;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private RunningDaemon(Path stateFolder, String base) {
    this.stateFolder = stateFolder;
    this.base = base;
  }

  /**
   * Finds the daemon.
   *
   * @param stateFolder where it says at which port it serves
   * @throws CannotAsk if none runs
   */
  public static RunningDaemon in(Path stateFolder) throws CannotAsk {
    Path port = stateFolder.resolve("port");
    try {
      return new RunningDaemon(
          stateFolder, "http://localhost:" + Integer.parseInt(Files.readString(port).strip()));
    } catch (NoSuchFileException e) {
      throw new CannotAsk("no daemon runs: there is no " + port + "; start one: hesokuri", e);
    } catch (NumberFormatException e) {
      throw new CannotAsk(
          port + " holds no port of a daemon; start it again, which writes it: hesokuri", e);
    } catch (IOException e) {
      throw new CannotAsk(
          "cannot read the port of the daemon in " + port + ": " + IoReason.of(e), e);
    }
  }

  /** Where its page is. */
  public String page() {
    return base + "/";
  }

  /** What it says at a path of its API. */
  JsonTree get(String path) throws CannotAsk {
    return send(path, HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).GET().build());
  }

  /** All items of a list that is served in parts. */
  List<JsonTree> all(String path) throws CannotAsk {
    List<JsonTree> items = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      String from = after.map(key -> "&after=" + InUrl.query(key)).orElse("");
      JsonTree part = get(path + "?limit=" + MOST_ITEMS + from);
      items.addAll(part.at("items").items());
      after = part.find("next").map(JsonTree::text);
    } while (after.isPresent());
    return items;
  }

  /**
   * The lines of its stream of events; to be closed.
   *
   * @param after the place after which it begins
   */
  Stream<String> events(String after) throws CannotAsk {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v1/events"))
            .timeout(PATIENCE)
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", after)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw silent(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotAsk("interrupted while the daemon was asked", e);
    }
  }

  private CannotAsk silent(IOException e) {
    Path port = stateFolder.resolve("port");
    if (e instanceof ConnectException) {
      return new CannotAsk(
          "no daemon answers at "
              + base
              + ", which "
              + port
              + " names; it was killed, so start it again: hesokuri",
          e);
    }
    if (e instanceof HttpTimeoutException) {
      return new CannotAsk(
          "the daemon at " + base + " did not answer within " + PATIENCE.toSeconds() + " s", e);
    }
    if (e instanceof JacksonException) {
      return new CannotAsk(
          "another program answers at "
              + base
              + ", which "
              + port
              + " names; start the daemon again, with another port in $HESOPORT: hesokuri",
          e);
    }
    return new CannotAsk(
        "the daemon at "
            + base
            + " broke off its answer ("
            + Quoted.plain(String.valueOf(e.getMessage()))
            + "); try again",
        e);
  }

  /** Has it change something. */
  JsonTree post(String path) throws CannotAsk {
    Path token = stateFolder.resolve("token");
    try {
      return send(
          path,
          HttpRequest.newBuilder(uri(path))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + Files.readString(token).strip())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build());
    } catch (IOException e) {
      throw new CannotAsk(
          "cannot read the token of the daemon in " + token + ": " + IoReason.of(e), e);
    }
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }

  private JsonTree send(String path, HttpRequest request) throws CannotAsk {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonTree answer = JsonTree.parse(response.body());
      if (response.statusCode() >= 400) {
        throw new CannotAsk(
            answer.find("detail").or(() -> answer.find("title")).map(JsonTree::text).orElse(path));
      }
      return answer;
    } catch (IOException e) {
      throw silent(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotAsk("interrupted while the daemon was asked", e);
    }
  }
}
