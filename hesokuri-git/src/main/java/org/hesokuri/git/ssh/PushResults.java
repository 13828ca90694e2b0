package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Quoted;

/** What became of each push of a list, filled in as it turns out. */
final class PushResults {

  /** How words of git-receive-pack (which it never translates) begin if no lost race is behind. */
  private static final ImmutableSet<String> RULES_OF_THE_PEER =
      ImmutableSet.of(
          "hook declined",
          "pre-receive hook declined",
          "branch is currently checked out",
          "deletion ",
          "non-fast-forward");

  private static final int MOST_WORDS = 600;

  private final ImmutableList<Push> pushes;
  private final Map<Push, PushResult> results = new HashMap<>();

  PushResults(List<Push> pushes) {
    this.pushes = ImmutableSet.copyOf(pushes).asList();
  }

  /** The pushes that have no result yet, in their order. */
  List<Push> open() {
    return pushes.stream().filter(this::isOpen).toList();
  }

  boolean isOpen(Push push) {
    return !results.containsKey(push);
  }

  /** A result for each push, in their order. */
  ImmutableMap<Push, PushResult> inOrder() {
    ImmutableMap.Builder<Push, PushResult> all = ImmutableMap.builder();
    for (Push push : pushes) {
      all.put(push, Optional.ofNullable(results.get(push)).orElseThrow());
    }
    return all.buildOrThrow();
  }

  void accept(Push push) {
    results.put(push, new PushResult.Accepted());
  }

  void refuse(Push push, String why) {
    results.put(push, new PushResult.Refused(why));
  }

  /** Refuses it in words of the peer's, which are made harmless. */
  void refuseInWords(Push push, String words) {
    refuse(push, Quoted.plain(words, MOST_WORDS));
  }

  /** Gives every open push an unknown outcome. */
  void loseSight(PeerFailure failure) {
    open().forEach(push -> results.put(push, new PushResult.Unknown(failure)));
  }

  /** Marks each open push as lost whose branch is not what it expects on the peer. */
  void settleLostRaces(ReceivePack peer) {
    for (Push push : open()) {
      if (!isAsExpected(push, peer)) {
        results.put(push, new PushResult.LostRace());
      }
    }
  }

  /** Whether the branch on the peer was, when the connection opened, what the push expects. */
  static boolean isAsExpected(Push push, ReceivePack peer) {
    Optional<String> there =
        Optional.ofNullable(peer.refs().get(push.target().ref())).map(ObjectId::name);
    return there.equals(push.expected().map(CommitHash::hex));
  }

  /**
   * Takes over what the peer reported on some of them. Git says only that it "failed to update" a
   * ref, both when somebody was faster and when the ref can never be: the peer is asked once more
   * which it was.
   */
  void settle(List<Push> sent, PushReport report, Connections line) {
    for (Push push : sent) {
      if (report.accepted().contains(push.target().ref())) {
        accept(push);
      }
    }
    ReceivePack peer = line.last();
    if (sent.stream().anyMatch(push -> isOpen(push) && mayBeLostRace(push, report))) {
      try {
        ReceivePack now = line.unused();
        sent.stream()
            .filter(push -> isOpen(push) && mayBeLostRace(push, report))
            .filter(push -> !isAsExpected(push, now))
            .forEach(push -> results.put(push, new PushResult.LostRace()));
      } catch (PeerFailure gone) {
        // Not knowing better, the peer's own words stand.
        refuseAsReported(sent, report);
      }
    }
    refuseAsReported(sent, report);
    report.broken().ifPresent(broken -> loseSight(peer.channel().failure(broken)));
  }

  private static boolean mayBeLostRace(Push push, PushReport report) {
    return !report.ofTheWhole()
        && Optional.ofNullable(report.refused().get(push.target().ref()))
            .filter(words -> RULES_OF_THE_PEER.stream().noneMatch(words::startsWith))
            .isPresent();
  }

  private void refuseAsReported(List<Push> sent, PushReport report) {
    for (Push push : sent) {
      Optional.ofNullable(report.refused().get(push.target().ref()))
          .filter(words -> isOpen(push))
          .ifPresent(words -> refuseInWords(push, words));
    }
  }
}
