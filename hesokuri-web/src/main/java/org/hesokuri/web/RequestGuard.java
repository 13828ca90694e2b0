package org.hesokuri.web;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before every request, whatever it is for: it wraps the whole of the server, so that no
 * route can be added beside it. Lets through only what names one of our own hosts, and what changes
 * something only from our own page with the token; so that no other page in the user's browser, by
 * whatever name it reaches us, can read or change anything.
 */
final class RequestGuard extends Handler.Wrapper {

  /** The header in which a change carries its token. */
  static final String TOKEN_HEADER = "X-Hesokuri-Token";

  /** The longest body that a change may have. */
  static final int MOST_BODY_BYTES = 64 * 1024;

  private static final int USUAL_PORT = 80;
  private static final String SCHEME = "http://";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final ImmutableSet<String> hosts;
  private final ChangeToken token;

  /**
   * A guard.
   *
   * @param addresses where the page is served
   * @param port the port at which it is served
   */
  RequestGuard(Set<InetAddress> addresses, int port, ChangeToken token) {
    this.hosts = hosts(addresses, port);
    this.token = token;
  }

  private static ImmutableSet<String> hosts(Set<InetAddress> addresses, int port) {
    ImmutableSet.Builder<String> hosts = ImmutableSet.builder();
    for (String name :
        Iterables.concat(
            Set.of("localhost"), Iterables.transform(addresses, InetAddresses::toUriString))) {
      hosts.add(name + ":" + port);
      if (port == USUAL_PORT) {
        // Browsers leave it out.
        hosts.add(name);
      }
    }
    return hosts.build();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    ProtectiveHeaders.putOn(response.getHeaders());
    Optional<Refusal> refusal = judge(request);
    if (refusal.isEmpty()) {
      return super.handle(request, response, callback);
    }
    response.setStatus(refusal.get().status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    // What else comes over this connection is of the same sender: better not to listen.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    Content.Sink.write(response, true, refusal.get().why() + "\n", callback);
    return true;
  }

  private Optional<Refusal> judge(Request request) {
    if (!namesUs(request)) {
      return refuse(421, "this page answers to localhost only");
    }
    if (saysAnotherMethod(request)) {
      return refuse(400, "a method is said in the first line only");
    }
    if (READING.contains(request.getMethod())) {
      return aboutQuestion(request);
    }
    return request.getMethod().equals("POST")
        ? aboutChange(request)
        : refuse(405, "this page knows GET, HEAD and POST only");
  }

  private boolean namesUs(Request request) {
    // Both: a request line with a whole address in it speaks for itself, whatever Host says. Jetty
    // refuses the difference as well; this does not count on it.
    String inLine = Request.getServerName(request) + ":" + Request.getServerPort(request);
    String inHeader = only(request, "Host").toLowerCase(Locale.ROOT);
    return hosts.contains(inHeader) && hosts.contains(inLine.toLowerCase(Locale.ROOT));
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

  private Optional<Refusal> aboutChange(Request request) {
    if (request.getLength() < 0) {
      return refuse(411, "a change says how long it is");
    }
    if (request.getLength() > MOST_BODY_BYTES) {
      return refuse(413, "a change has at most " + MOST_BODY_BYTES / 1024 + " KiB");
    }
    if (!isJson(only(request, "Content-Type"))) {
      return refuse(415, "a change is asked for in application/json");
    }
    if (!isOurs(only(request, "Origin"))) {
      return refuse(403, "a change is taken from this server's own page only");
    }
    if (!token.matches(only(request, TOKEN_HEADER))) {
      return refuse(403, "the token is missing or of an earlier start; load the page again");
    }
    return Optional.empty();
  }

  private static boolean isJson(String contentType) {
    return contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private boolean isOurs(String origin) {
    return origin.startsWith(SCHEME) && hosts.contains(origin.substring(SCHEME.length()));
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
