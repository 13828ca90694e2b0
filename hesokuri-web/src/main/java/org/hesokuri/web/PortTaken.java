package org.hesokuri.web;

/** The port of the web page is in use; nothing was started. */
public final class PortTaken extends Exception {

  private static final long serialVersionUID = 1L;

  PortTaken(int port, Throwable cause) {
    super(
        "port "
            + port
            + " is taken by another program, so the web page cannot be served there; stop that"
            + " program or choose another port",
        cause);
  }
}
