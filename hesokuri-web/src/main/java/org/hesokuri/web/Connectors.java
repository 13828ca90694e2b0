package org.hesokuri.web;

import io.javalin.config.JettyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/** Joins bound sockets to the server, so that each connection is known by where it came in. */
final class Connectors {

  private static final long IDLE_MILLIS = 30_000;

  /** So that strangers who hold connections leave enough to the user of this machine. */
  static final int MOST_REMOTE_CONNECTIONS = 64;

  private Connectors() {}

  static void addLoopback(JettyConfig jetty, BoundSockets sockets) {
    for (ServerSocketChannel channel : sockets.channels()) {
      jetty.addConnector(
          (server, http) ->
              open(server, channel, RequestGuard.LOOPBACK, new HttpConnectionFactory(http)));
    }
  }

  static void addRemote(JettyConfig jetty, BoundSockets sockets, Optional<Encryption> encryption) {
    for (ServerSocketChannel channel : sockets.channels()) {
      jetty.addConnector((server, http) -> remote(server, http, channel, encryption));
    }
    jetty.modifyServer(
        server -> encryption.ifPresent(each -> server.addBean(each.watch(server.getScheduler()))));
  }

  private static ServerConnector remote(
      Server server,
      HttpConfiguration http,
      ServerSocketChannel channel,
      Optional<Encryption> encryption) {
    ServerConnector connector =
        open(
            server,
            channel,
            "remote",
            encryption
                .map(each -> encrypted(http, each))
                .orElseGet(() -> new ConnectionFactory[] {new HttpConnectionFactory(http)}));
    server.addBean(new NetworkConnectionLimit(MOST_REMOTE_CONNECTIONS, connector));
    return connector;
  }

  private static ConnectionFactory[] encrypted(HttpConfiguration http, Encryption encryption) {
    HttpConfiguration secure = new HttpConfiguration(http);
    // Which name was called is the guard's to judge; an address has none in the handshake.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory inside = new HttpConnectionFactory(secure);
    return new ConnectionFactory[] {
      new SslConnectionFactory(encryption.factory(), inside.getProtocol()), inside
    };
  }

  private static ServerConnector open(
      Server server, ServerSocketChannel channel, String name, ConnectionFactory... protocols) {
    ServerConnector connector = new ServerConnector(server, 0, 1, protocols);
    connector.setName(name);
    connector.setIdleTimeout(IDLE_MILLIS);
    try {
      connector.open(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("a bound socket cannot be served", e);
    }
    return connector;
  }
}
