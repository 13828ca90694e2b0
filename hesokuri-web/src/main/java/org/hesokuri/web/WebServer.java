package org.hesokuri.web;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page of an engine on this machine's loopback addresses, to nobody else. All methods
 * may be called from any thread.
 */
public final class WebServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final int MOST_HEADER_BYTES = 8 * 1024;
  private static final long IDLE_MILLIS = 30_000;
  private static final int MOST_THREADS = 12;
  private static final int FEWEST_THREADS = 4;
  private static final int IDLE_THREAD_MILLIS = 20_000;
  private static final Map<String, String> FILES =
      Map.of("hesokuri.css", "text/css", "hesokuri.js", "text/javascript");

  private final Javalin javalin;
  private final int port;

  private WebServer(Javalin javalin, int port) {
    this.javalin = javalin;
    this.port = port;
  }

  /**
   * Starts to serve.
   *
   * @param engine what the page is about
   * @param wantedPort the port; 0 for any free one
   * @throws PortTaken if the port is in use; nothing was started
   */
  public static WebServer start(Hesokuri engine, int wantedPort) throws PortTaken {
    int port = wantedPort == 0 ? freePort() : wantedPort;
    ChangeToken token = ChangeToken.random();
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.http.maxRequestSize = RequestGuard.MOST_BODY_BYTES;
              config.http.defaultContentType = "text/plain; charset=utf-8";
              config.jetty.threadPool = threads();
              config.jetty.modifyHttpConfiguration(WebServer::limit);
              config.jetty.addConnector((server, http) -> connector(server, http, "127.0.0.1", port));
              if (hasIpv6Loopback()) {
                config.jetty.addConnector((server, http) -> connector(server, http, "::1", port));
              }
              config.routes.before(new RequestGuard(port, token));
              config.routes.get("/", request -> overview(request, engine, token, port));
              config.routes.get("/dump", request -> dump(request, engine));
              config.routes.get("/files/{name}", WebServer::file);
              config.routes.post("/peers/{peer}/push", request -> push(request, engine));
              config.routes.exception(HttpResponseException.class, WebServer::refuse);
              config.routes.exception(Exception.class, WebServer::fail);
            });
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      javalin.stop();
      throw new PortTaken(port, e);
    } catch (RuntimeException e) {
      javalin.stop();
      if (isBindFailure(e)) {
        throw new PortTaken(port, e);
      }
      throw e;
    }
    return new WebServer(javalin, port);
  }

  /** The port at which the page is served. */
  public int port() {
    return port;
  }

  /** Stops serving. */
  @Override
  public void close() {
    javalin.stop();
  }

  private static boolean isBindFailure(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  private static boolean hasIpv6Loopback() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads =
        new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, IDLE_THREAD_MILLIS);
    threads.setName("hesokuri-web");
    threads.setReservedThreads(0);
    return threads;
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MOST_HEADER_BYTES);
    http.setIdleTimeout(IDLE_MILLIS);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, String host, int port) {
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static void overview(Context request, Hesokuri engine, ChangeToken token, int port) {
    OverviewPage page =
        OverviewPage.of(engine.status(), engine.recentEvents(), token.forPage(), port);
    request.contentType("text/html; charset=utf-8").result(Templates.overview(page));
  }

  private static void dump(Context request, Hesokuri engine) {
    request.result(Dump.of(engine.status(), engine.recentEvents()));
  }

  private static void file(Context request) throws IOException {
    String name = request.pathParam("name");
    String type =
        Optional.ofNullable(FILES.get(name))
            .orElseThrow(() -> new NotFoundResponse("there is no such file"));
    try (InputStream content = WebServer.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new NotFoundResponse("there is no such file");
      }
      request.contentType(type + "; charset=utf-8").result(content.readAllBytes());
    }
  }

  private static void push(Context request, Hesokuri engine) {
    boolean known;
    try {
      known = engine.pushNow(new PeerId(request.pathParam("peer")));
    } catch (IllegalArgumentException noIdentity) {
      known = false;
    }
    if (!known) {
      throw new NotFoundResponse("no source is shared with a peer of that name");
    }
    request.status(202).contentType("application/json").result("{\"pushing\":true}");
  }

  private static void refuse(HttpResponseException refusal, Context request) {
    request.status(refusal.getStatus()).contentType("text/plain; charset=utf-8");
    request.result(refusal.getMessage() + "\n");
  }

  private static void fail(Exception bug, Context request) {
    LOG.error("a page failed in a way that nobody foresaw; please report this", bug);
    request.status(500).contentType("text/plain; charset=utf-8");
    request.result("this page failed; the daemon's log says more\n");
  }
}
