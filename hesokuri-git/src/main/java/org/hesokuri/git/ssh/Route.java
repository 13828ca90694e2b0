package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableListMultimap;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;

/**
 * Where the user's ssh configuration leads for a peer. Two routes are equal if a session made by
 * one serves for the other.
 *
 * @param peer the peer
 * @param host the host to connect to
 * @param port the port to connect to
 * @param options every option that the configuration gives the peer
 */
record Route(PeerId peer, String host, String port, ImmutableListMultimap<String, String> options) {

  /** Where an ssh server is that nobody moved. */
  static final String USUAL_PORT = "22";

  /** The host as known_hosts spells it: {@code beta} or {@code [beta]:2222}. */
  String connectAddress() {
    return port.equals(USUAL_PORT) ? host : "[" + host + "]:" + port;
  }

  /** The name that known_hosts has for the host whatever its address, if there is such a one. */
  Optional<String> hostKeyAlias() {
    return options.entries().stream()
        .filter(option -> option.getKey().equalsIgnoreCase("HostKeyAlias"))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** The route for people, such as {@code beta (192.168.1.7, port 2222)}. */
  String shown() {
    String other = host.equals(peer.name()) ? "" : Quoted.plain(host) + ", ";
    return peer + " (" + other + "port " + Quoted.plain(port) + ")";
  }
}
