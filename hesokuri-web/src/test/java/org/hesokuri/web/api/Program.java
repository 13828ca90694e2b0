package org.hesokuri.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks as a program of the user does. */
public record Program(int port) {

  private static final int PATIENCE_MILLIS = 20_000;

  /** What it is answered. */
  public record Answer(int status, String type, String body) {}

  public Answer get(String target) throws IOException {
    return answer(connection(target));
  }

  /** A change without a body. */
  public Answer post(String target, String token) throws IOException {
    HttpURLConnection connection = connection(target);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + token);
    return answer(connection);
  }

  private HttpURLConnection connection(String target) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://localhost:" + port + target).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    return connection;
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream body =
        status < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return new Answer(
          status,
          connection.getContentType(),
          new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
