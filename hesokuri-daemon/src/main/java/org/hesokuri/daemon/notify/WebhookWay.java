package org.hesokuri.daemon.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts a message to the user's address. */
final class WebhookWay implements Way {

  static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

  private final URI address;
  private final Duration patience;
  private final HttpClient client;

  WebhookWay(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Without the path and the query, which may be secrets. */
  @Override
  public String name() {
    return "the webhook at " + address.getHost();
  }

  @Override
  public void deliver(byte[] json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    int status;
    try {
      status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      // Its message may hold the address.
      throw new IOException("it cannot be reached (" + e.getClass().getSimpleName() + ")", e);
    }
    if (status < 200 || status > 299) {
      throw new IOException("it answered " + status);
    }
  }

  @Override
  public void close() {}
}
