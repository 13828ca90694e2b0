package org.hesokuri.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.UnsafeSince;

/**
 * How many branches there are, and of how many something is to be said.
 *
 * @param total how many there are
 * @param notOnEveryPeer how many some peer should hold and does not
 * @param needAttention how many wait for the user
 */
record Counts(int total, int notOnEveryPeer, int needAttention) {

  static final Counts NONE = new Counts(0, 0, 0);

  static Counts of(List<BranchStatus> branches) {
    int lacking = 0;
    int attention = 0;
    for (BranchStatus branch : branches) {
      lacking += UnsafeSince.isOnEveryPeer(branch) ? 0 : 1;
      attention += branch.attention().isPresent() ? 1 : 0;
    }
    return new Counts(branches.size(), lacking, attention);
  }

  static boolean isLacking(Holding holding) {
    return holding.fold(exactly -> false, inside -> false, lacking -> true, notMeant -> false);
  }

  Counts plus(Counts other) {
    return new Counts(
        total + other.total,
        notOnEveryPeer + other.notOnEveryPeer,
        needAttention + other.needAttention);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeNumberField("total", total);
    json.writeNumberField("notOnEveryPeer", notOnEveryPeer);
    json.writeNumberField("needAttention", needAttention);
  }
}
