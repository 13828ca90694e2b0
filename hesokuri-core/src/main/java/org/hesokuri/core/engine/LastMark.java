package org.hesokuri.core.engine;

import java.util.Optional;
import org.hesokuri.core.git.RefsMark;

/**
 * Whether what a peer listed is known to be still so, by its marks. A mark is believed in only if
 * the peer listed what it holds after the mark was taken; an equal one later then means that
 * nothing has moved since, and so that whatever was listed or confirmed meanwhile still holds.
 */
final class LastMark {

  private Optional<RefsMark> before = Optional.empty();
  private Optional<RefsMark> next = Optional.empty();
  private boolean awaitingList;

  /**
   * The peer gave a mark, or could not.
   *
   * @return whether nothing has moved since it listed what it holds
   */
  boolean isStill(Optional<RefsMark> mark) {
    boolean still = mark.isPresent() && mark.equals(before);
    awaitingList = !still;
    next = mark;
    return still;
  }

  /** Whether the last mark counts for nothing before the peer lists what it holds. */
  boolean isAwaitingList() {
    return awaitingList;
  }

  /** The peer has just listed what it holds. */
  void listed() {
    if (awaitingList) {
      before = next;
      awaitingList = false;
    }
  }
}
