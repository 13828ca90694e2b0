package org.hesokuri.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before every request, whatever it is for: it wraps the whole of the server, so that no
 * route can be added beside it. Lets through only what names one of our own hosts, and what changes
 * something only from our own page with its token, or from a program with the one that only the
 * user can read; so that no other page in the user's browser, by whatever name it reaches us, can
 * read or change anything.
 */
final class RequestGuard extends Handler.Wrapper {

  /** The header in which a change carries its token. */
  static final String TOKEN_HEADER = "X-Hesokuri-Token";

  /** The longest body that a change may have. */
  static final int MOST_BODY_BYTES = 64 * 1024;

  /** What connectors are called that listen on loopback only. */
  static final String LOOPBACK = "loopback";

  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final Door loopback;
  private final Optional<Door> remote;
  private final ChangeToken ofPage;
  private final Optional<ChangeToken> ofPrograms;

  /**
   * A guard.
   *
   * @param loopback the way in from this machine
   * @param remote the way in from others, if there is one
   * @param ofPage what our own page sends with a change
   * @param ofPrograms what programs send with a change; without it, none can
   */
  RequestGuard(
      Door loopback, Optional<Door> remote, ChangeToken ofPage, Optional<ChangeToken> ofPrograms) {
    this.loopback = loopback;
    this.remote = remote;
    this.ofPage = ofPage;
    this.ofPrograms = ofPrograms;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    ProtectiveHeaders.putOn(response.getHeaders());
    Door door = doorOf(request);
    Optional<Refusal> refusal = judge(request, door);
    if (refusal.isEmpty()) {
      return super.handle(request, response, callback);
    }
    // What else comes over this connection is of the same sender: better not to listen.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    if (refusal.get().status() == HttpStatus.UNAUTHORIZED_401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, door.challenge());
    }
    if (refusal.get().retryAfter() > 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, refusal.get().retryAfter());
    }
    Explanation.of(request, refusal.get()).send(response, callback);
    return true;
  }

  /** What did not certainly come in on loopback is asked for more. */
  private Door doorOf(Request request) {
    boolean here = LOOPBACK.equals(request.getConnectionMetaData().getConnector().getName());
    return here ? loopback : remote.orElse(Door.CLOSED);
  }

  private Optional<Refusal> judge(Request request, Door door) {
    if (!namesUs(request, door)) {
      return refuse(421, door.names());
    }
    Optional<Refusal> stranger = door.admit(request);
    if (stranger.isPresent()) {
      return stranger;
    }
    if (saysAnotherMethod(request)) {
      return refuse(400, "a method is said in the first line only");
    }
    if (READING.contains(request.getMethod())) {
      return aboutQuestion(request);
    }
    return request.getMethod().equals("POST")
        ? aboutChange(request, door)
        : refuse(405, "this page knows GET, HEAD and POST only");
  }

  private static boolean namesUs(Request request, Door door) {
    // Both: a request line with a whole address in it speaks for itself, whatever Host says. Jetty
    // refuses the difference as well; this does not count on it.
    String line = Request.getServerName(request) + ":" + Request.getServerPort(request);
    String inLine = line.toLowerCase(Locale.ROOT);
    String inHeader = only(request, "Host").toLowerCase(Locale.ROOT);
    return door.answersTo(request, inHeader) && door.answersTo(request, inLine);
  }

  /** Javalin would route by that header, after the guard had judged by the first line. */
  private static boolean saysAnotherMethod(Request request) {
    return request.getHeaders().getFieldNamesCollection().stream()
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("method-override"));
  }

  private static Optional<Refusal> aboutQuestion(Request request) {
    boolean bare =
        request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    return bare ? Optional.empty() : refuse(413, "a question has no body");
  }

  private Optional<Refusal> aboutChange(Request request, Door door) {
    Credentials given = Credentials.of(request);
    boolean person = door.asksForPassword() && given instanceof Credentials.Password;
    if (request.getHeaders().contains(HttpHeader.AUTHORIZATION) && !person) {
      return aboutChangeByProgram(request, given);
    }
    if (Explanation.isForProgram(request) && !request.getHeaders().contains(HttpHeader.ORIGIN)) {
      return refuse(
          401,
          "a program changes something with Authorization: Bearer and the token from "
              + Credentials.TOKEN_FILE);
    }
    return aboutChangeByPage(request, door);
  }

  private Optional<Refusal> aboutChangeByProgram(Request request, Credentials given) {
    // A browser says where a change comes from; whoever makes one send a token is not its user.
    if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
      return refuse(403, "a page changes something with its own token, not with that of programs");
    }
    if (!(given instanceof Credentials.Token token)
        || ofPrograms.filter(right -> right.matches(token.text())).isEmpty()) {
      return refuse(401, Credentials.NOT_THE_TOKEN);
    }
    if (request.getLength() <= 0 && isBare(request)) {
      return Optional.empty();
    }
    return aboutBody(request);
  }

  private Optional<Refusal> aboutChangeByPage(Request request, Door door) {
    Optional<Refusal> body = aboutBody(request);
    if (body.isPresent()) {
      return body;
    }
    if (!isOurs(only(request, "Origin"), request, door)) {
      return refuse(403, "a change is taken from this server's own page only");
    }
    if (!ofPage.matches(only(request, TOKEN_HEADER))) {
      return refuse(403, "the token is missing or of an earlier start; load the page again");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> aboutBody(Request request) {
    if (request.getLength() < 0) {
      return refuse(411, "a change says how long it is");
    }
    if (request.getLength() > MOST_BODY_BYTES) {
      return refuse(413, "a change has at most " + MOST_BODY_BYTES / 1024 + " KiB");
    }
    if (!isJson(only(request, "Content-Type"))) {
      return refuse(415, "a change is asked for in application/json");
    }
    return Optional.empty();
  }

  /** Whether no header speaks of a body. */
  private static boolean isBare(Request request) {
    return !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        && !request.getHeaders().contains(HttpHeader.CONTENT_TYPE);
  }

  private static boolean isJson(String contentType) {
    return contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static boolean isOurs(String origin, Request request, Door door) {
    return origin.startsWith(door.scheme())
        && door.answersTo(request, origin.substring(door.scheme().length()));
  }

  /** The value of a header that is there exactly once; else nothing that could be right. */
  private static String only(Request request, String header) {
    List<String> values = request.getHeaders().getValuesList(header);
    return values.size() == 1 ? values.get(0) : "";
  }

  private static Optional<Refusal> refuse(int status, String why) {
    return Optional.of(new Refusal(status, why));
  }
}
