package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** What comes of one connection to a peer. */
final class Talk {

  private final Map<BranchName, CommitHash> held;
  private final ImmutableSet<KeptTip> kept;
  private final boolean ahead;
  private Optional<PeerFailure> brokenOff = Optional.empty();
  private boolean lostRace;
  private boolean refused;
  private boolean gaveNews;

  /**
   * One in which nothing was pushed yet.
   *
   * @param ahead whether the connection was opened ahead, and the peer may have moved since
   */
  Talk(Advertisement advertised, boolean ahead) {
    // In the order of the peer, so that it is soon seen what is new in its next answer.
    this.held = new LinkedHashMap<>(advertised.branches());
    this.kept = advertised.kept();
    this.ahead = ahead;
  }

  /**
   * The peer took it.
   *
   * @param isNews whether it was another commit than the peer took before: what it deleted and is
   *     given once more shows nobody at work
   */
  void accepted(Push push, boolean isNews) {
    gaveNews |= isNews;
    held.put(push.target(), push.tip());
  }

  void lostRace() {
    lostRace = true;
  }

  void refused() {
    refused = true;
  }

  /**
   * It may have happened or not. The peer holds what it held or what moved on from there, and until
   * it is asked again no more is known; nothing is known where what it held was to be displaced.
   */
  void unanswered(Push push, PeerFailure why) {
    if (push.displaces()) {
      held.remove(push.target());
    }
    brokenOff = Optional.of(why);
  }

  /** What the peer holds, as far as it said. */
  Advertisement held() {
    return new Advertisement(ImmutableMap.copyOf(held), kept);
  }

  /** Whether the connection was opened ahead. */
  boolean isAhead() {
    return ahead;
  }

  /** Whether the peer took something that it was not given before. */
  boolean gaveNews() {
    return gaveNews;
  }

  /** Whether a branch there was no longer as the peer had listed it. */
  boolean hasLostRace() {
    return lostRace;
  }

  boolean hasRefusal() {
    return refused;
  }

  /** Why something has no answer. */
  Optional<PeerFailure> brokenOff() {
    return brokenOff;
  }

  /** Whether the peer has to be asked again before it is known what it holds. */
  boolean isUnsettled() {
    return lostRace || brokenOff.isPresent() || isTooOld();
  }

  /**
   * Whether what went wrong says only that the connection was old. Then the peer is asked how it is
   * now: it may have been sent too little by what it listed long ago, or be another one by now.
   */
  boolean isTooOld() {
    return ahead && (lostRace || refused || brokenOff.isPresent());
  }
}
