package org.hesokuri.git.ssh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is sent at once, and in halves where the peer refuses the whole because of a part of it: one
 * object that it does not want, too much of them, a hook. So only the culprits are refused in the
 * end, each found in about as many attempts as the list can be halved.
 *
 * <p>Where nothing is taken any more, such as on a full disk, halving ends soon. The halves are
 * mixed, so that those that remain then are others each time, and all that can arrive does in time.
 */
final class Portions<T> {

  /** Enough to single out some of a million. */
  private static final int MOST_IN_VAIN = 24;

  private final Deque<List<T>> waiting = new ArrayDeque<>();
  private boolean halved;
  private int inVain;

  /** All of it at once, if there is any. */
  Portions(List<T> all) {
    if (!all.isEmpty()) {
      waiting.push(all);
    }
  }

  /** What is to be sent next; empty if nothing is left, or it is no longer worth while. */
  Optional<List<T>> next() {
    return inVain < MOST_IN_VAIN ? Optional.ofNullable(waiting.poll()) : Optional.empty();
  }

  /** The peer took at least some of a portion: it takes something. */
  void taken() {
    inVain = 0;
  }

  /**
   * The peer refused a portion as a whole.
   *
   * @return whether it is sent again in halves; otherwise that was the last word about it
   */
  boolean halve(List<T> refused) {
    inVain++;
    if (refused.size() < 2) {
      return false;
    }
    List<T> parts = new ArrayList<>(refused);
    if (!halved) {
      Collections.shuffle(parts);
      halved = true;
    }
    int middle = parts.size() / 2;
    waiting.push(parts.subList(middle, parts.size()));
    waiting.push(parts.subList(0, middle));
    return true;
  }
}
