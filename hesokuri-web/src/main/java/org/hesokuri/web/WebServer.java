package org.hesokuri.web;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.api.ApiRoutes;
import org.hesokuri.web.api.EventFeed;
import org.hesokuri.web.metrics.Metrics;
import org.hesokuri.web.page.Pages;
import org.hesokuri.web.unsafe.UnsafeWatch;

/**
 * Serves the page of an engine on this machine's loopback addresses and, only if it is set up with
 * a password, to other machines. All methods may be called from any thread.
 */
public final class WebServer implements AutoCloseable {

  private static final int MOST_HEADER_BYTES = 8 * 1024;
  static final int MOST_CONNECTIONS = 128;
  static final long IDLE_MILLIS = 30_000;

  /** Slower than this, in bytes a second, is no browser of this machine. */
  private static final long SLOWEST_RATE = 256;

  // One thread for each address waits for connections; the others come and go with the requests.
  static final int MOST_THREADS = 12;
  private static final int FEWEST_THREADS = 2;
  private static final int IDLE_THREAD_MILLIS = 10_000;

  private final Javalin javalin;
  private final EventFeed feed;
  private final Metrics metrics;
  private final UnsafeWatch watch;
  private final int port;
  private final ImmutableList<Integer> remotePorts;

  private WebServer(
      Javalin javalin,
      EventFeed feed,
      Metrics metrics,
      UnsafeWatch watch,
      int port,
      ImmutableList<Integer> remotePorts) {
    this.javalin = javalin;
    this.feed = feed;
    this.metrics = metrics;
    this.watch = watch;
    this.port = port;
    this.remotePorts = remotePorts;
  }

  /**
   * Starts to serve.
   *
   * @param engine what the page is about; stays the caller's to close
   * @throws PortTaken if the port is in use at one of the addresses; nothing was started
   */
  public static WebServer start(Hesokuri engine, WebSettings settings) throws PortTaken {
    return start(engine, settings, Surroundings.NONE);
  }

  /** As above, with pages that can tell more than what the engine says. */
  public static WebServer start(Hesokuri engine, WebSettings settings, Surroundings surroundings)
      throws PortTaken {
    return start(engine, settings, surroundings, EventFeed.Times.USUAL);
  }

  /** As above, with a feed that is as patient as a test can be. */
  static WebServer start(Hesokuri engine, WebSettings settings, EventFeed.Times times)
      throws PortTaken {
    return start(engine, settings, Surroundings.NONE, times);
  }

  private static WebServer start(
      Hesokuri engine, WebSettings settings, Surroundings surroundings, EventFeed.Times times)
      throws PortTaken {
    BoundSockets here = BoundSockets.onePort(settings.addresses(), settings.port());
    Optional<BoundSockets> elsewhere = elsewhere(settings, here);
    int port = here.ports().get(0);
    ChangeToken token = ChangeToken.random();
    RequestGuard guard = guard(settings, port, token);
    EventFeed feed = new EventFeed(engine, times);
    UnsafeWatch watch = new UnsafeWatch(engine);
    Metrics metrics = new Metrics(engine, feed::count, watch::with);
    PageRoutes routes =
        new PageRoutes(
            engine,
            new Pages(
                engine,
                watch::with,
                () -> newestFirst(engine, surroundings),
                surroundings.machine(),
                token.secret(),
                port));
    Javalin javalin =
        Javalin.create(
            config -> {
              calm(config);
              config.jetty.threadPool = threads();
              config.jetty.modifyServer(server -> guarded(server, guard, feed));
              config.jetty.modifyHttpConfiguration(WebServer::limit);
              Connectors.addLoopback(config.jetty, here);
              elsewhere.ifPresent(
                  each ->
                      Connectors.addRemote(
                          config.jetty, each, settings.remote().flatMap(RemoteAccess::encryption)));
              routes.addTo(config.routes);
              new ApiRoutes(engine, feed).addTo(config.routes);
              new WatchRoutes(engine, metrics).addTo(config.routes);
              RouteErrors.addTo(config.routes);
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      feed.close();
      metrics.close();
      watch.close();
      javalin.stop();
      here.close();
      elsewhere.ifPresent(BoundSockets::close);
      throw e;
    }
    return new WebServer(
        javalin,
        feed,
        metrics,
        watch,
        port,
        elsewhere.map(BoundSockets::ports).orElseGet(ImmutableList::of));
  }

  private static Optional<BoundSockets> elsewhere(WebSettings settings, BoundSockets here)
      throws PortTaken {
    if (settings.remote().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(BoundSockets.each(settings.remote().get().addresses()));
    } catch (PortTaken | RuntimeException e) {
      here.close();
      throw e;
    }
  }

  private static RequestGuard guard(WebSettings settings, int port, ChangeToken ofPage) {
    return new RequestGuard(
        new LoopbackDoor(settings.addresses(), port),
        settings
            .remote()
            .map(
                access ->
                    new RemoteDoor(
                        access,
                        new Login(access.password(), System::nanoTime),
                        settings.programToken())),
        ofPage,
        settings.programToken());
  }

  private static ImmutableList<Happening> newestFirst(Hesokuri engine, Surroundings surroundings) {
    return surroundings
        .activity()
        .map(ActivityFile::newestFirst)
        .orElseGet(
            () ->
                engine.recentEvents().reverse().stream()
                    .map(Happening::of)
                    .collect(ImmutableList.toImmutableList()));
  }

  /** The port at which the page is served. */
  public int port() {
    return port;
  }

  /** The ports at which other machines reach it, one for each configured address. */
  public ImmutableList<Integer> remotePorts() {
    return remotePorts;
  }

  /** Stops serving at once; what is just being answered is cut. */
  @Override
  public void close() {
    feed.close();
    metrics.close();
    watch.close();
    javalin.stop();
  }

  /** How many listen to events now. */
  public int eventStreams() {
    return feed.count();
  }

  /** What runs inside, for tests that look at all of it. */
  Javalin javalin() {
    return javalin;
  }

  /** Each route by method and path, such as {@code GET /api/v1/state}; for tests of all of them. */
  public ImmutableSortedSet<String> routes() {
    return Stream.concat(
            Stream.of("GET " + EventStreams.PATH),
            javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint.method.name() + " " + route.endpoint.path))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  private static void calm(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.maxRequestSize = RequestGuard.MOST_BODY_BYTES;
    config.http.prefer405over404 = true;
    // Without a charset, which would stick to types that know none.
    config.http.defaultContentType = "text/plain";
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads =
        new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, IDLE_THREAD_MILLIS);
    threads.setName("hesokuri-web");
    threads.setReservedThreads(0);
    return threads;
  }

  private static void guarded(Server server, RequestGuard guard, EventFeed feed) {
    EventStreams streams = new EventStreams(feed);
    streams.setHandler(new MinimumDataRateHandler(SLOWEST_RATE, SLOWEST_RATE));
    guard.setHandler(streams);
    server.setHandler(guard);
    server.setErrorHandler(new PlainErrors());
    // Who opens connections and says little holds sockets, not threads, and not many of them.
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    // Javalin's own, which would wake the process each second to look at what is limited above.
    server.getBeans(LowResourceMonitor.class).forEach(server::removeBean);
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MOST_HEADER_BYTES);
    http.setIdleTimeout(IDLE_MILLIS);
  }
}
