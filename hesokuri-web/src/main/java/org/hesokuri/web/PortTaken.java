package org.hesokuri.web;

import com.google.common.net.InetAddresses;
import java.net.BindException;
import java.net.InetSocketAddress;

/** The port of the web page cannot be had; nothing was started. */
public final class PortTaken extends Exception {

  private static final long serialVersionUID = 1L;

  /** Below this one, most systems give ports to the administrator only. */
  private static final int FIRST_FREE_FOR_ALL = 1024;

  PortTaken(InetSocketAddress address, BindException cause) {
    super(isElsewhere(cause) ? elsewhere(address) : taken(address.getPort()), cause);
  }

  /** The system has no other way to tell the two causes apart. */
  private static boolean isElsewhere(BindException cause) {
    return String.valueOf(cause.getMessage()).contains("assign");
  }

  private static String elsewhere(InetSocketAddress address) {
    return InetAddresses.toUriString(address.getAddress())
        + " is no address of this machine now, so the web page cannot be served there; use one that"
        + " it has, or 0.0.0.0 where addresses come and go";
  }

  private static String taken(int port) {
    return "port "
        + port
        + (port < FIRST_FREE_FOR_ALL
            ? " is taken by another program or reserved for the administrator"
            : " is taken by another program")
        + ", so the web page cannot be served there; stop that program or choose another port";
  }
}
