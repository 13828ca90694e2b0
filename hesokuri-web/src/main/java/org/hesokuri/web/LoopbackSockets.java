package org.hesokuri.web;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Bound sockets, one for each address, all with the same port: all of them or none. They are bound
 * before the server is put together, so that a port that is taken leaves nothing behind.
 *
 * @param channels the sockets
 * @param port their port
 */
record LoopbackSockets(ImmutableList<ServerSocketChannel> channels, int port) {

  private static final int BACKLOG = 64;
  private static final int ATTEMPTS_AT_A_FREE_PORT = 20;

  static LoopbackSockets bind(WebSettings settings) throws PortTaken {
    for (int attempt = 1; ; attempt++) {
      try {
        return bindAll(settings);
      } catch (PortTaken e) {
        // A port that is free at one address may be in use at another.
        if (settings.port() != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT) {
          throw e;
        }
      }
    }
  }

  private static LoopbackSockets bindAll(WebSettings settings) throws PortTaken {
    List<ServerSocketChannel> bound = new ArrayList<>();
    int port = settings.port();
    try {
      for (InetAddress address : settings.addresses()) {
        ServerSocketChannel channel = ServerSocketChannel.open();
        bound.add(channel);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(address, port), BACKLOG);
        port = channel.socket().getLocalPort();
      }
      return new LoopbackSockets(ImmutableList.copyOf(bound), port);
    } catch (BindException e) {
      close(bound);
      throw new PortTaken(port, e);
    } catch (IOException e) {
      close(bound);
      throw new UncheckedIOException("the web page cannot be served at port " + port, e);
    }
  }

  void close() {
    close(channels);
  }

  private static void close(List<ServerSocketChannel> channels) {
    for (ServerSocketChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a socket of the web page cannot be closed", e);
      }
    }
  }
}
