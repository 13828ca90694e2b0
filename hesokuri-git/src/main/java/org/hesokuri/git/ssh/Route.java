package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableListMultimap;
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

  /** The route for people, such as {@code beta (192.168.1.7, port 2222)}. */
  String shown() {
    String other = host.equals(peer.name()) ? "" : Quoted.plain(host) + ", ";
    return peer + " (" + other + "port " + Quoted.plain(port) + ")";
  }
}
