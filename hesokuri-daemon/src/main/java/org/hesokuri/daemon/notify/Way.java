package org.hesokuri.daemon.notify;

import java.io.IOException;

/** A way on which a message reaches the user. */
interface Way extends AutoCloseable {

  /**
   * Hands over a message; returns within half a minute.
   *
   * @param json the message
   * @throws IOException with a reason that may be logged, if it was not taken
   */
  void deliver(byte[] json) throws IOException, InterruptedException;

  /** How it is called in the log. */
  String name();

  @Override
  void close();
}
