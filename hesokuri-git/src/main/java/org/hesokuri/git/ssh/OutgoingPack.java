package org.hesokuri.git.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The objects that a peer lacks. They are found before anything is sent, so that a damaged local
 * repository is noticed while nothing has happened yet.
 */
interface OutgoingPack extends AutoCloseable {

  /**
   * Sends the objects.
   *
   * @throws IOException if they cannot be sent, or not be read here; {@link #damage} tells which
   */
  void writeTo(OutputStream out) throws IOException;

  /**
   * What was wrong with the objects here when they were sent. The peer then got a pack that it
   * cannot read, and so changed nothing.
   */
  Optional<Exception> damage();

  @Override
  void close();
}
