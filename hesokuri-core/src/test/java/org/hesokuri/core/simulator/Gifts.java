package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;

/**
 * What one life of a daemon has given to peers. A peer may delete what it was given, also again and
 * again; it may be given the same commit again, in pauses that grow from the retry period to a day.
 */
final class Gifts {

  private static final long LONGEST = 24 * 60 * 60 * 1_000_000_000L;
  private static final long A_MOMENT = 30 * 1_000_000_000L;

  private final VirtualTime time;
  private final Map<Gift, Last> last = new HashMap<>();
  private final Map<Taken, List<Long>> taken = new HashMap<>();

  private record Gift(SimulatedBackend giver, SimulatedRepository to, BranchName target) {}

  private record Taken(SimulatedRepository to, CommitHash tip) {}

  private record Last(CommitHash tip, long at, long pause, boolean perhapsForgotten) {
    boolean mayHaveGrown() {
      return pause > Schedule.PERIOD || perhapsForgotten;
    }
  }

  Gifts(VirtualTime time) {
    this.time = time;
  }

  /** Notes a gift; whether it was given before, a long enough pause ago. */
  boolean give(SimulatedBackend giver, SimulatedRepository to, Push push) {
    taken.computeIfAbsent(new Taken(to, push.tip()), key -> new ArrayList<>()).add(time.nanos());
    Gift gift = new Gift(giver, to, push.target());
    Last before = last.get(gift);
    boolean same = before != null && before.tip.equals(push.tip());
    long pause =
        same && !before.perhapsForgotten ? Math.min(LONGEST, 2 * before.pause) : Schedule.PERIOD;
    last.put(gift, new Last(push.tip(), time.nanos(), pause, false));
    return same && push.expected().isEmpty() && time.nanos() - before.at >= before.pause;
  }

  /**
   * A daemon may have left a peer out and taken it back, and forgotten how long its pauses were.
   */
  void reconfigured(SimulatedBackend giver) {
    last.replaceAll(
        (gift, given) ->
            gift.giver == giver ? new Last(given.tip, given.at, Schedule.PERIOD, true) : given);
  }

  /** A daemon is told to hurry, and forgets every pause of the peer. */
  void hurried(SimulatedBackend giver, PeerId peer) {
    String disk = "/" + peer + "/";
    last.keySet().removeIf(g -> g.giver == giver && g.to.path().text().startsWith(disk));
  }

  /**
   * Whether the peer took just this from the daemon, which remembers it. If the peer has a new disk
   * since, that is a reason only where the pause had grown: the daemon cannot tell a lost disk, on
   * which others have written since, from one more deletion.
   */
  boolean remembers(
      SimulatedBackend giver, SimulatedRepository to, BranchName target, CommitHash tip) {
    return last.entrySet().stream()
        .filter(each -> each.getKey().giver == giver && each.getKey().target.equals(target))
        .filter(each -> each.getKey().to.path().equals(to.path()))
        .filter(each -> each.getValue().tip.equals(tip))
        .anyMatch(each -> each.getKey().to == to || each.getValue().mayHaveGrown());
  }

  /** Whether somebody gave the commit about then, so that branches might move or go for it. */
  boolean wasGivenAbout(long then, SimulatedRepository to, CommitHash tip) {
    return taken.getOrDefault(new Taken(to, tip), List.of()).stream()
        .anyMatch(at -> Math.abs(then - at) < A_MOMENT);
  }
}
