package org.hesokuri.daemon.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Something on the way between two machines that can lose a connection without telling either: a
 * router that was restarted, a laptop that slept.
 */
final class Relay implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  private Relay(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  /** Stands before a port of this machine. */
  static Relay to(int target) throws IOException {
    Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), target);
    daemon("relay", relay::serve);
    return relay;
  }

  int port() {
    return door.getLocalPort();
  }

  /** From now on nothing comes through, on old and new connections; nobody is told. */
  void fallSilent() {
    silent = true;
    connections.forEach(connection -> connection.lost = true);
  }

  /** New connections are served again; the old ones stay lost. */
  void comeBack() {
    silent = false;
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Connection connection = new Connection(door.accept(), silent);
        connections.add(connection);
        daemon("relay-there", () -> connection.pass(connection.from, connection.to));
        daemon("relay-back", () -> connection.pass(connection.to, connection.from));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private final class Connection {
    private final Socket from;
    private final Socket to;
    private volatile boolean lost;

    Connection(Socket from, boolean lost) throws IOException {
      this.from = from;
      this.to = new Socket("127.0.0.1", target);
      this.lost = lost;
      from.setTcpNoDelay(true);
      to.setTcpNoDelay(true);
    }

    void pass(Socket source, Socket sink) {
      byte[] buffer = new byte[1 << 16];
      try {
        InputStream in = source.getInputStream();
        OutputStream out = sink.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!lost) {
            out.write(buffer, 0, read);
          }
        }
        if (!lost) {
          close();
        }
      } catch (IOException ended) {
        close();
      }
    }

    void close() {
      try {
        from.close();
        to.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    connections.forEach(Connection::close);
  }
}
