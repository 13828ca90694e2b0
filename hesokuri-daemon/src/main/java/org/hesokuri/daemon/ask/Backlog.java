package org.hesokuri.daemon.ask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The branches that peers lack, told so that one cause is one line: a hundred branches that wait
 * for a machine which is off are one thing to know, not a hundred.
 */
final class Backlog {

  private static final int SHOWN_BRANCHES = 3;

  private final Map<String, String> unreachable = new TreeMap<>();
  private final Map<String, Waiting> waiting = new TreeMap<>();
  private final Map<String, Map<Cause, List<Lacking>>> bySource = new TreeMap<>();

  private record Cause(String peer, String why) {}

  private record Lacking(String branch, String tip) {}

  private static final class Waiting {
    private final TreeSet<String> sources = new TreeSet<>();
    private int branches;
  }

  /** A peer that cannot be met, and why: it is told of the peer, and not of each branch. */
  void unreachable(String peer, String why) {
    unreachable.put(peer, why);
  }

  /** A branch of a source that a peer lacks, and why. */
  void add(String path, String branch, String tip, String peer, String why) {
    if (why.equals(unreachable.get(peer))) {
      Waiting of = waiting.computeIfAbsent(peer, each -> new Waiting());
      of.sources.add(path);
      of.branches++;
    } else {
      bySource
          .computeIfAbsent(path, each -> new LinkedHashMap<>())
          .computeIfAbsent(new Cause(peer, why), each -> new ArrayList<>())
          .add(new Lacking(branch, tip));
    }
  }

  /** How much waits for a peer that cannot be met; empty if nothing does. */
  Optional<String> waitingFor(String peer) {
    return Optional.ofNullable(waiting.get(peer))
        .map(
            of ->
                counted(of.branches, "branch", "branches")
                    + " of "
                    + counted(of.sources.size(), "source", "sources")
                    + (of.branches == 1 ? " waits" : " wait")
                    + " for it");
  }

  /** What else is lacking of a source, a line for each peer and cause. */
  List<String> linesOf(String path) {
    List<String> lines = new ArrayList<>();
    bySource
        .getOrDefault(path, Map.of())
        .forEach((cause, all) -> lines.add(line(path, cause, all)));
    return lines;
  }

  private static String line(String path, Cause cause, List<Lacking> all) {
    if (all.size() == 1) {
      Lacking only = all.get(0);
      return path
          + " "
          + only.branch()
          + " at "
          + only.tip()
          + " is not on "
          + cause.peer()
          + ": "
          + cause.why();
    }
    List<String> names = all.stream().limit(SHOWN_BRANCHES).map(Lacking::branch).toList();
    int more = all.size() - names.size();
    return path
        + ": "
        + all.size()
        + " branches are not on "
        + cause.peer()
        + ": "
        + cause.why()
        + " ("
        + String.join(", ", names)
        + (more > 0 ? " and " + more + " more" : "")
        + ")";
  }

  private static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
