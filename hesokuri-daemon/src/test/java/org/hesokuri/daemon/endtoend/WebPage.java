package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of a daemon, as a browser uses it. */
final class WebPage {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private static final Pattern TOKEN =
      Pattern.compile("<meta name=\"hesokuri-token\" content=\"([^\"]+)\">");

  private final String address;

  private WebPage(String address) {
    this.address = address;
  }

  static WebPage at(int port) {
    return new WebPage("http://localhost:" + port);
  }

  /** The overview. */
  String html() {
    return get("/");
  }

  /** The page of the source whose folder has that name. */
  String sourceHtml(String name) {
    Matcher link =
        Pattern.compile("href=\"(/sources/[0-9a-f]+)\"><bdi>" + Pattern.quote(name) + "<")
            .matcher(get("/?show=all"));
    assertThat(link.find()).as("a link to " + name).isTrue();
    return get(link.group(1));
  }

  /** The whole state of the daemon. */
  String dump() {
    return get("/dump");
  }

  /** Presses the button of a peer. */
  void pushNow(String peer) {
    Matcher token = TOKEN.matcher(html());
    assertThat(token.find()).as("a token in the page").isTrue();
    HttpResponse<String> answer =
        send(
            request("/peers/" + peer + "/push")
                .header("Content-Type", "application/json")
                .header("Origin", address)
                .header("X-Hesokuri-Token", token.group(1))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private String get(String path) {
    HttpResponse<String> answer = send(request(path).GET());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
