package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Traffic;

/** A connection to one repository on a peer. */
final class SshPeerConnection implements PeerConnection {

  private final LocalObjects local;
  private final ReceivePack peer;
  private final Reopening again;
  private final Advertisement advertised;
  private final List<ReceivePack> opened = new ArrayList<>();
  private boolean used;

  /**
   * Makes the connection.
   *
   * @param peer the peer's git, which has said what it holds
   * @param again opens another connection to the same repository
   */
  SshPeerConnection(LocalObjects local, ReceivePack peer, Reopening again) {
    this.local = local;
    this.peer = peer;
    this.again =
        () -> {
          ReceivePack further = again.open();
          opened.add(further);
          return further;
        };
    this.opened.add(peer);
    this.advertised = ListedRefs.meaningOf(peer.refs());
  }

  @Override
  public Advertisement advertised() {
    return advertised;
  }

  @Override
  public ImmutableMap<Push, PushResult> push(ImmutableList<Push> pushes) {
    if (used) {
      throw new IllegalStateException("a connection is good for one push");
    }
    used = true;
    if (pushes.isEmpty()) {
      return ImmutableMap.of();
    }
    return new PushRound(local, peer, again, pushes).run();
  }

  @Override
  public Traffic traffic() {
    return opened.stream()
        .map(each -> each.channel().traffic())
        .reduce(Traffic.NONE, Traffic::plus);
  }

  @Override
  public void close() {
    peer.close();
  }
}
