package org.hesokuri.core.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** An open connection to one source on one peer, good for one push at most. */
public interface PeerConnection extends AutoCloseable {

  /** {@return what the peer said that it holds, when the connection opened} */
  Advertisement advertised();

  /**
   * Pushes, each ref by itself, each guarded by the value that it expects. A push that displaces a
   * tip keeps that tip on the peer first, and happens only if the peer then lists it. What the peer
   * refuses as a whole because of a part of it is sent again in parts. Blocks, with a limit on
   * time.
   *
   * @param pushes what is pushed; none but the connection's own peer is meant
   * @return what the peer said of each push, in the order given; where it said nothing, because the
   *     connection broke, {@link PushResult.Unknown}
   */
  ImmutableMap<Push, PushResult> push(ImmutableList<Push> pushes);

  /** {@return what has crossed the connection so far} */
  Traffic traffic();

  /** Ends the connection; the session below may live on for the next one. */
  @Override
  void close();
}
