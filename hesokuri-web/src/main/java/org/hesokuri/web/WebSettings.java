package org.hesokuri.web;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/**
 * Where the page is served.
 *
 * @param addresses the loopback addresses, at least one
 * @param port the port on all of them; 0 for any that is free
 * @param programToken what a program must send to change something; without it, no program can
 * @param remote how it is reached from other machines; without it, it is not
 */
public record WebSettings(
    ImmutableSet<InetAddress> addresses,
    int port,
    Optional<ChangeToken> programToken,
    Optional<RemoteAccess> remote) {

  private static final InetAddress IPV4 = InetAddresses.forString("127.0.0.1");
  private static final InetAddress IPV6 = InetAddresses.forString("::1");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if an address is not a loopback address, as others could read
   *     the page there without a password; or if there is no such port
   */
  public WebSettings {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("the web page needs an address to be served at");
    }
    for (InetAddress address : addresses) {
      if (!address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "without a password the web page is served on loopback addresses only; "
                + InetAddresses.toAddrString(address)
                + " is none");
      }
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "the port " + port + " is not between 0 and " + HIGHEST_PORT);
    }
  }

  /**
   * The addresses to which {@code localhost} resolves: 127.0.0.1, and ::1 where this machine has
   * it.
   */
  public static WebSettings onPort(int port) {
    return new WebSettings(
        has(IPV6) ? ImmutableSet.of(IPV4, IPV6) : ImmutableSet.of(IPV4),
        port,
        Optional.empty(),
        Optional.empty());
  }

  /** The same, with programs that know the token allowed to change something. */
  public WebSettings withProgramToken(ChangeToken token) {
    return new WebSettings(addresses, port, Optional.of(token), remote);
  }

  /** The same, reached from other machines, too. */
  public WebSettings withRemoteAccess(RemoteAccess access) {
    return new WebSettings(addresses, port, programToken, Optional.of(access));
  }

  private static boolean has(InetAddress address) {
    try {
      return Optional.ofNullable(NetworkInterface.getByInetAddress(address)).isPresent();
    } catch (SocketException unknowable) {
      // A machine that cannot list its interfaces is served at the address that all have.
      return false;
    }
  }
}
