package org.hesokuri.web;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Bound sockets: all that were asked for or none. They are bound before the server is put together,
 * so that a port that is taken leaves nothing behind.
 *
 * @param channels the sockets
 * @param ports the port of each of them
 */
record BoundSockets(ImmutableList<ServerSocketChannel> channels, ImmutableList<Integer> ports) {

  private static final int BACKLOG = 64;
  private static final int ATTEMPTS_AT_A_FREE_PORT = 20;

  /** Binds one port at each of several addresses; with port 0, one that is free at all of them. */
  static BoundSockets onePort(Set<InetAddress> addresses, int port) throws PortTaken {
    for (int attempt = 1; ; attempt++) {
      try {
        return bind(
            addresses.stream().map(each -> new InetSocketAddress(each, port)).toList(), true);
      } catch (PortTaken e) {
        // A port that is free at one address may be in use at another.
        if (port != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT) {
          throw e;
        }
      }
    }
  }

  /** Binds each address at its own port. */
  static BoundSockets each(ImmutableSet<InetSocketAddress> addresses) throws PortTaken {
    return bind(addresses.asList(), false);
  }

  private static BoundSockets bind(List<InetSocketAddress> addresses, boolean samePort)
      throws PortTaken {
    List<ServerSocketChannel> bound = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (InetSocketAddress address : addresses) {
        int port = samePort && !ports.isEmpty() ? ports.get(0) : address.getPort();
        bound.add(bind(new InetSocketAddress(address.getAddress(), port)));
        ports.add(bound.get(bound.size() - 1).socket().getLocalPort());
      }
      return new BoundSockets(ImmutableList.copyOf(bound), ImmutableList.copyOf(ports));
    } catch (PortTaken e) {
      close(bound);
      throw e;
    } catch (IOException e) {
      close(bound);
      throw new UncheckedIOException("the web page cannot be served at " + addresses, e);
    }
  }

  private static ServerSocketChannel bind(InetSocketAddress address) throws IOException, PortTaken {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(address, BACKLOG);
    } catch (BindException e) {
      channel.close();
      throw new PortTaken(address, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
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
