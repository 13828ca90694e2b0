package org.hesokuri.git.ssh;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;

/**
 * One list of pushes on its way to a peer.
 *
 * <p>Without a displaced tip it is one push in which each ref stands for itself. With displaced
 * tips, the refs that keep them go first, and the branches follow over another connection, if the
 * peer lists there that it keeps them. Git's atomic push would do it in one, but is not all or
 * nothing: where {@code refs/hesokuri} is hidden, git refuses the ref that keeps and moves the
 * branch.
 *
 * <p>What the peer refuses as a whole is sent again in {@link Portions}.
 */
final class PushRound {

  private final LocalObjects objects;
  private final Connections line;
  private final ImmutableList<Push> pushes;
  private final PushResults results;
  // What the peer said of refs that should keep something.
  private final Map<String, String> unkept = new HashMap<>();

  /**
   * Pushes over the connection, and over further ones where need be.
   *
   * @param first what was said on it may be a minute old
   */
  PushRound(LocalObjects objects, ReceivePack first, Reopening again, ImmutableList<Push> pushes) {
    this.objects = objects;
    this.line = new Connections(first, again);
    this.pushes = pushes;
    this.results = new PushResults(pushes);
  }

  /** Goes the round; gives a result for each push, in their order. */
  ImmutableMap<Push, PushResult> run() {
    try (line) {
      settleWhatMustNotBeSent();
      try {
        attempt();
      } catch (DamagedHere damaged) {
        refuseWhatIsDamaged();
        line.leave();
        attemptOnceMore();
      }
    } catch (PeerFailure failure) {
      results.loseSight(failure);
    }
    return results.inOrder();
  }

  /** An object that is missing here or unreadable; nothing changed on the peer. */
  private static final class DamagedHere extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedHere(Exception cause) {
      super(cause);
    }
  }

  private void refuseWhatIsDamaged() {
    ReceivePack peer = line.last();
    for (Push push : results.open()) {
      objects
          .damageIn(push, peer.objects(), peer.can("ofs-delta"))
          .ifPresent(why -> results.refuse(push, why));
    }
  }

  private void attemptOnceMore() throws PeerFailure {
    try {
      attempt();
    } catch (DamagedHere damaged) {
      results.open().forEach(push -> results.refuse(push, LocalObjects.unreadable(push, damaged)));
    }
  }

  private void settleWhatMustNotBeSent() {
    Set<BranchName> targets = new HashSet<>();
    for (Push push : new LinkedHashSet<>(pushes)) {
      if (!targets.add(push.target())) {
        results.refuse(push, "the same branch is in this push twice");
      }
    }
    results.settleLostRaces(line.last());
    for (Push push : results.open()) {
      if (push.expected().filter(push.tip()::equals).isPresent()) {
        results.accept(push);
      } else {
        objects.objectionTo(push).ifPresent(objection -> results.refuse(push, objection));
      }
    }
  }

  private void attempt() throws DamagedHere, PeerFailure {
    if (results.open().stream().anyMatch(Push::displaces)) {
      keep();
      // What counts is what the peer shows now, not what it showed or reported.
      line.leave();
    }
    give();
  }

  private void keep() throws PeerFailure {
    Portions<KeptTip> portions = new Portions<>(keptTipsMissing());
    for (Optional<List<KeptTip>> next = portions.next(); next.isPresent(); next = portions.next()) {
      ReceivePack peer = line.unused();
      PushReport report;
      try (OutgoingPack nothing = objects.pack(List.of(), Set.of(), false)) {
        report = peer.push(next.get().stream().map(RefCommand::of).toList(), nothing);
      } catch (IOException e) {
        throw new IllegalStateException("an empty pack could not be made", e);
      }
      if (report.broken().isPresent()) {
        throw peer.channel().failure(report.broken().get());
      }
      unkept.putAll(report.refused());
      if (report.ofTheWhole()) {
        portions.halve(next.get());
      } else {
        portions.taken();
      }
    }
  }

  private void give() throws DamagedHere, PeerFailure {
    Portions<Push> portions = new Portions<>(results.open());
    String lastWords = "";
    for (Optional<List<Push>> next = portions.next(); next.isPresent(); next = portions.next()) {
      ReceivePack peer = line.unused();
      results.settleLostRaces(peer);
      refuseWhatIsNotKept(peer);
      List<Push> portion = next.get().stream().filter(results::isOpen).collect(toImmutableList());
      if (portion.isEmpty()) {
        continue;
      }
      PushReport report = send(portion, peer);
      if (!report.ofTheWhole()) {
        portions.taken();
        results.settle(portion, report, line);
      } else {
        lastWords = report.refused().values().iterator().next();
        if (!portions.halve(portion)) {
          results.settle(portion, report, line);
        }
      }
    }
    for (Push push : results.open()) {
      results.refuseInWords(push, "together with others: " + lastWords);
    }
  }

  private PushReport send(List<Push> portion, ReceivePack peer) throws DamagedHere {
    try (OutgoingPack pack = pack(portion, peer)) {
      PushReport report = peer.push(portion.stream().map(RefCommand::of).toList(), pack);
      if (pack.damage().isPresent()) {
        throw new DamagedHere(pack.damage().get());
      }
      return report;
    }
  }

  private OutgoingPack pack(List<Push> open, ReceivePack peer) throws DamagedHere {
    try {
      return objects.pack(open, peer.objects(), peer.can("ofs-delta"));
    } catch (IOException | RuntimeException e) {
      throw new DamagedHere(e);
    }
  }

  private void refuseWhatIsNotKept(ReceivePack peer) {
    for (Push push : results.open()) {
      keptBy(push)
          .filter(kept -> !holds(peer, kept))
          .ifPresent(kept -> results.refuseInWords(push, notKept(kept)));
    }
  }

  private String notKept(KeptTip kept) {
    return "it would displace "
        + kept.tip().abbreviated()
        + ", which the peer does not keep ("
        + unkept.getOrDefault(kept.ref(), "it does not list it")
        + "); let it take refs/hesokuri there: see transfer.hideRefs, receive.hideRefs, hooks";
  }

  private static Optional<KeptTip> keptBy(Push push) {
    return push.displaces()
        ? push.expected().map(tip -> new KeptTip(push.target(), tip))
        : Optional.empty();
  }

  private List<KeptTip> keptTipsMissing() {
    return results.open().stream()
        .flatMap(push -> keptBy(push).stream())
        .filter(kept -> !holds(line.last(), kept))
        .toList();
  }

  private static boolean holds(ReceivePack peer, KeptTip kept) {
    return Optional.ofNullable(peer.refs().get(kept.ref()))
        .map(ObjectId::name)
        .filter(kept.tip().hex()::equals)
        .isPresent();
  }
}
