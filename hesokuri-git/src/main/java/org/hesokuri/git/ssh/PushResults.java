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

  private final ImmutableList<Push> pushes;
  private final Map<Push, PushResult> results = new HashMap<>();

  PushResults(List<Push> pushes) {
    this.pushes = ImmutableSet.copyOf(pushes).asList();
  }

  /** The pushes that have no result yet, in their order. */
  List<Push> open() {
    return pushes.stream().filter(push -> !results.containsKey(push)).toList();
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
   * Takes over what the peer reported. Git says only that it "failed to update" a ref, both when
   * somebody was faster and when the ref can never be: the peer is asked once more which it was.
   */
  void settle(PushReport report, ReceivePack peer, Reopening again) {
    for (Push push : open()) {
      if (report.accepted().contains(push.target().ref())) {
        accept(push);
      }
    }
    if (open().stream().anyMatch(push -> mayBeLostRace(push, report))) {
      // Pushes that each wait for a second place on the session could wait for one another.
      peer.close();
      try (ReceivePack now = again.open()) {
        open().stream()
            .filter(push -> mayBeLostRace(push, report) && !isAsExpected(push, now))
            .forEach(push -> results.put(push, new PushResult.LostRace()));
      } catch (PeerFailure gone) {
        // Not knowing better, the peer's own words stand.
        refuseAsReported(report);
      }
    }
    refuseAsReported(report);
    report.broken().ifPresent(broken -> loseSight(peer.channel().failure(broken)));
  }

  private static boolean mayBeLostRace(Push push, PushReport report) {
    return Optional.ofNullable(report.refused().get(push.target().ref()))
        .filter(words -> RULES_OF_THE_PEER.stream().noneMatch(words::startsWith))
        .isPresent();
  }

  private void refuseAsReported(PushReport report) {
    for (Push push : open()) {
      Optional.ofNullable(report.refused().get(push.target().ref()))
          .ifPresent(words -> refuse(push, Quoted.plain(words)));
    }
  }
}
