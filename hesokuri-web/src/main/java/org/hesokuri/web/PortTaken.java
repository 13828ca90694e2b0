package org.hesokuri.web;

import java.net.BindException;

/** The port of the web page cannot be had; nothing was started. */
public final class PortTaken extends Exception {

  private static final long serialVersionUID = 1L;

  /** Below this one, most systems give ports to the administrator only. */
  private static final int FIRST_FREE_FOR_ALL = 1024;

  PortTaken(int port, BindException cause) {
    super(
        "port "
            + port
            + (port < FIRST_FREE_FOR_ALL
                ? " is taken by another program or reserved for the administrator"
                : " is taken by another program")
            + ", so the web page cannot be served there; stop that program or choose another port",
        cause);
  }
}
