package org.hesokuri.core.simulator;

import java.util.HashMap;
import java.util.Map;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * What one life of a daemon has given to peers. A peer may delete what it was given, also again and
 * again; it may be given the same commit again, in pauses that grow from the retry period to a day.
 */
final class Gifts {

  private static final long LONGEST = 24 * 60 * 60 * 1_000_000_000L;
  private static final long A_MOMENT = 30 * 1_000_000_000L;

  private final VirtualTime time;
  private final Map<Gift, Last> last = new HashMap<>();
  private final Map<Taken, Long> taken = new HashMap<>();

  private record Gift(
      SimulatedBackend giver, SimulatedRepository to, BranchName target, CommitHash tip) {}

  private record Taken(SimulatedRepository to, BranchName target, CommitHash tip) {}

  private record Last(long at, long pause) {}

  Gifts(VirtualTime time) {
    this.time = time;
  }

  /** Notes a gift; whether it was given before, a long enough pause ago. */
  boolean give(SimulatedBackend giver, SimulatedRepository to, Push push) {
    taken.put(new Taken(to, push.target(), push.tip()), time.nanos());
    Gift gift = new Gift(giver, to, push.target(), push.tip());
    Last before = last.get(gift);
    if (before == null || push.expected().isPresent()) {
      last.putIfAbsent(gift, new Last(time.nanos(), Schedule.PERIOD));
      return false;
    }
    if (time.nanos() - before.at < before.pause) {
      return false;
    }
    last.put(gift, new Last(time.nanos(), Math.min(LONGEST, 2 * before.pause)));
    return true;
  }

  /** A daemon is told to hurry, and forgets every pause. */
  void hurried(SimulatedBackend giver) {
    last.keySet().removeIf(gift -> gift.giver == giver);
  }

  /** Whether the branch was given about then, so that its owner might delete it then. */
  boolean wasGivenAbout(long then, SimulatedRepository to, BranchName target, CommitHash tip) {
    Long at = taken.get(new Taken(to, target, tip));
    return at != null && Math.abs(then - at) < A_MOMENT;
  }
}
