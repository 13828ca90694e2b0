package org.hesokuri.daemon.ask;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

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
    ImmutableList<String> known =
        daemon.all("/api/v1/peers").stream()
            .map(peer -> peer.text("id"))
            .collect(ImmutableList.toImmutableList());
    if (known.isEmpty()) {
      throw CannotAsk.unknown(
          "no other machine shares a source with this one; hesokuri add, or :host-to-path in the"
              + " configuration, names some");
    }
    if (only.isPresent() && !known.contains(only.get())) {
      throw CannotAsk.unknown(
          "no source is shared with a peer "
              + Quoted.of(only.get())
              + "; the peers are "
              + String.join(", ", known));
    }
    ImmutableList.Builder<String> said = ImmutableList.builder();
    for (String peer : only.map(ImmutableList::of).orElse(known)) {
      daemon.post("/api/v1/peers/" + InUrl.path(peer) + "/push");
      said.add("pushing to " + peer + " what it lacks; hesokuri status tells how it went");
    }
    return said.build();
  }
}
