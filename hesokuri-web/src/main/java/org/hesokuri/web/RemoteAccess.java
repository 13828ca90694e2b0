package org.hesokuri.web;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InternetDomainName;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * How the page is reached from other machines: never without a password.
 *
 * @param addresses where it listens, at least one, each with a port of its own; a wildcard address
 *     is every address of this machine
 * @param names the host names, in lower case, by which browsers may call it there, besides the
 *     address itself
 * @param password the hash of what everybody must know who comes in
 * @param encryption what it is encrypted with; without it, everything is sent in the clear, the
 *     password included
 */
public record RemoteAccess(
    ImmutableSet<InetSocketAddress> addresses,
    ImmutableSet<String> names,
    PasswordHash password,
    Optional<Encryption> encryption) {

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if there is no address, or one is a name that did not resolve;
   *     or if a name is no host name in lower case
   */
  public RemoteAccess {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("there is no address to be reached at");
    }
    for (InetSocketAddress address : addresses) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException(address.getHostString() + " is no address");
      }
    }
    for (String name : names) {
      if (!InternetDomainName.isValid(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(name + " is no host name in lower case");
      }
    }
  }
}
