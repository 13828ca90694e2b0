package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/** What {@code hesokuri push} does. */
public final class Pushes {

  private Pushes() {}

  /**
   * Has peers tried at once, whatever pause they are in.
   *
   * @param only the peer that is meant; empty for all
   * @return what was asked for, one sentence each
   * @throws CannotAsk if the daemon cannot be asked, or knows no such peer
   */
  public static ImmutableList<String> now(RunningDaemon daemon, Optional<String> only)
      throws CannotAsk {
    ImmutableList.Builder<String> peers = ImmutableList.builder();
    if (only.isPresent()) {
      peers.add(only.get());
    } else {
      daemon.all("/api/v1/peers").forEach(peer -> peers.add(peer.text("id")));
    }
    ImmutableList.Builder<String> said = ImmutableList.builder();
    for (String peer : peers.build()) {
      daemon.post("/api/v1/peers/" + InUrl.path(peer) + "/push");
      said.add("pushing to " + peer + " what it lacks; hesokuri status tells how it went");
    }
    return said.build();
  }
}
