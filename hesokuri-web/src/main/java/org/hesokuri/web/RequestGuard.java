package org.hesokuri.web;

import com.google.common.collect.ImmutableSet;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every request. Lets through only what names one of our own hosts, and what changes
 * something only from our own page with the token; so that no other page in the user's browser, by
 * whatever name it reaches us, can read or change anything.
 */
final class RequestGuard implements Handler {

  /** The header in which a change carries its token. */
  static final String TOKEN_HEADER = "X-Hesokuri-Token";

  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** The longest body that a change may have. */
  static final int MOST_BODY_BYTES = 64 * 1024;

  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final ImmutableSet<String> hosts;
  private final ChangeToken token;

  /**
   * A guard.
   *
   * @param port the port at which we are reached
   */
  RequestGuard(int port, ChangeToken token) {
    this.hosts =
        ImmutableSet.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
    this.token = token;
  }

  @Override
  public void handle(Context request) {
    protect(request);
    mustNameUs(request);
    String method = request.req().getMethod();
    if (READING.contains(method)) {
      return;
    }
    if (!method.equals("POST")) {
      throw new HttpResponseException(405, "this page knows GET and POST only");
    }
    mustBeShort(request.req().getContentLengthLong());
    mustBeJson(request.header("Content-Type"));
    mustComeFromUs(request.header("Origin"));
    if (!token.matches(request.header(TOKEN_HEADER))) {
      throw new HttpResponseException(
          403, "the token is missing or of an earlier start; load the page again");
    }
  }

  private static void protect(Context answer) {
    answer.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    answer.header("X-Content-Type-Options", "nosniff");
    answer.header("X-Frame-Options", "DENY");
    answer.header("Referrer-Policy", "same-origin");
    answer.header("Cross-Origin-Opener-Policy", "same-origin");
    answer.header("Cross-Origin-Resource-Policy", "same-origin");
    answer.header("Cache-Control", "no-store");
  }

  private void mustNameUs(Context request) {
    // Both: a request line with a whole address in it speaks for itself, whatever Host says.
    String inLine =
        (request.req().getServerName() + ":" + request.req().getServerPort())
            .toLowerCase(Locale.ROOT);
    String inHeader = Optional.ofNullable(request.header("Host")).orElse("");
    if (!hosts.contains(inHeader.toLowerCase(Locale.ROOT)) || !hosts.contains(inLine)) {
      throw new HttpResponseException(421, "this page answers to localhost only");
    }
  }

  private static void mustBeShort(long length) {
    if (length < 0) {
      throw new HttpResponseException(411, "a change says how long it is");
    }
    if (length > MOST_BODY_BYTES) {
      throw new HttpResponseException(413, "a change has at most 64 KiB");
    }
  }

  private static void mustBeJson(@Nullable String contentType) {
    String type = Optional.ofNullable(contentType).orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new HttpResponseException(415, "a change is asked for in application/json");
    }
  }

  private void mustComeFromUs(@Nullable String origin) {
    String from = Optional.ofNullable(origin).orElse("");
    if (!from.startsWith("http://") || !hosts.contains(from.substring("http://".length()))) {
      throw new HttpResponseException(403, "a change is taken from this server's own page only");
    }
  }
}
