package org.hesokuri.web;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** The way in from this machine, open to everybody on it. */
final class LoopbackDoor implements Door {

  private static final int USUAL_PORT = 80;

  private final ImmutableSet<String> known;

  LoopbackDoor(Set<InetAddress> addresses, int port) {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (String name :
        Iterables.concat(
            Set.of("localhost"), Iterables.transform(addresses, InetAddresses::toUriString))) {
      names.add(name + ":" + port);
      if (port == USUAL_PORT) {
        // Browsers leave it out.
        names.add(name);
      }
    }
    this.known = names.build();
  }

  @Override
  public boolean answersTo(Request request, String hostAndPort) {
    return known.contains(hostAndPort);
  }

  @Override
  public String names() {
    return "this page answers to localhost only";
  }

  @Override
  public String challenge() {
    return "Bearer realm=\"hesokuri\"";
  }

  @Override
  public String scheme() {
    return "http://";
  }

  @Override
  public boolean asksForPassword() {
    return false;
  }

  @Override
  public Optional<Refusal> admit(Request request) {
    return Optional.empty();
  }
}
