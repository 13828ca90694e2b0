package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Quoted;

/**
 * One list of pushes on its way to a peer.
 *
 * <p>Without a displaced tip it is one push in which each ref stands for itself. With displaced
 * tips, the refs that keep them go along, all or nothing; where the peer cannot do that, or refused
 * the whole because of one ref, the tips are kept first and the branches follow by themselves.
 */
final class PushRound {

  private final LocalObjects objects;
  private final Reopening again;
  private final ImmutableList<Push> pushes;
  private final PushResults results;

  PushRound(LocalObjects objects, Reopening again, ImmutableList<Push> pushes) {
    this.objects = objects;
    this.again = again;
    this.pushes = pushes;
    this.results = new PushResults(pushes);
  }

  /** What was sent and what came back. */
  private record Sent(ImmutableList<RefCommand> commands, PushReport report) {}

  /**
   * Pushes over the connection, and over further ones where need be.
   *
   * @return a result for each push, in their order
   */
  ImmutableMap<Push, PushResult> run(ReceivePack peer) {
    settleWhatMustNotBeSent(peer);
    try {
      attempt(peer);
    } catch (DamagedHere damaged) {
      peer.close();
      refuseWhatIsDamaged(peer);
      attemptOnceMore();
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

  private void refuseWhatIsDamaged(ReceivePack peer) {
    for (Push push : results.open()) {
      objects
          .damageIn(push, peer.objects(), peer.can("ofs-delta"))
          .ifPresent(why -> results.refuse(push, why));
    }
  }

  private void attemptOnceMore() {
    if (results.open().isEmpty()) {
      return;
    }
    try (ReceivePack peer = again.open()) {
      results.settleLostRaces(peer);
      attempt(peer);
    } catch (PeerFailure failure) {
      results.loseSight(failure);
    } catch (DamagedHere damaged) {
      results.open().forEach(push -> results.refuse(push, LocalObjects.unreadable(push, damaged)));
    }
  }

  private void attempt(ReceivePack peer) throws DamagedHere {
    if (keptTipsMissing(peer).isEmpty()) {
      pushEachByItself(peer);
    } else if (!peer.can("atomic") || !pushAllOrNothing(peer)) {
      // Its place on the session may be the one that the next connection waits for.
      peer.close();
      keepFirstThenPush();
    }
  }

  private void settleWhatMustNotBeSent(ReceivePack peer) {
    Set<BranchName> targets = new HashSet<>();
    for (Push push : new LinkedHashSet<>(pushes)) {
      if (!targets.add(push.target())) {
        results.refuse(push, "the same branch is in this push twice");
      }
    }
    results.settleLostRaces(peer);
    for (Push push : results.open()) {
      if (push.expected().filter(push.tip()::equals).isPresent()) {
        results.accept(push);
      } else {
        objects.objectionTo(push).ifPresent(objection -> results.refuse(push, objection));
      }
    }
  }

  private void pushEachByItself(ReceivePack peer) throws DamagedHere {
    send(peer, false).ifPresent(sent -> results.settle(sent.report(), peer, again));
  }

  /** Pushes branches with the refs that keep; returns whether that settled everything. */
  private boolean pushAllOrNothing(ReceivePack peer) throws DamagedHere {
    Optional<Sent> sent = send(peer, true);
    if (sent.isEmpty()) {
      return true;
    }
    PushReport report = sent.get().report();
    if (report.broken().isEmpty() && !report.acceptedAll(sent.get().commands())) {
      return false;
    }
    results.settle(report, peer, again);
    return true;
  }

  private void keepFirstThenPush() throws DamagedHere {
    try {
      try (ReceivePack peer = again.open()) {
        results.settleLostRaces(peer);
        keep(peer);
      }
      if (results.open().isEmpty()) {
        return;
      }
      try (ReceivePack peer = again.open()) {
        results.settleLostRaces(peer);
        refuseWhatIsNotKept(peer);
        pushEachByItself(peer);
      }
    } catch (PeerFailure failure) {
      results.loseSight(failure);
    }
  }

  private void keep(ReceivePack peer) {
    List<KeptTip> missing = keptTipsMissing(peer);
    if (missing.isEmpty()) {
      return;
    }
    PushReport report;
    try (OutgoingPack nothing = objects.pack(List.of(), Set.of(), false)) {
      report = peer.push(missing.stream().map(RefCommand::of).toList(), false, nothing);
    } catch (IOException e) {
      throw new IllegalStateException("an empty pack could not be made", e);
    }
    for (Push push : results.open()) {
      keptBy(push)
          .map(kept -> report.refused().get(kept.ref()))
          .ifPresent(words -> refuseUnkept(push, ": " + Quoted.plain(words)));
    }
  }

  /** What the peer shows, not what it reported, is what counts. */
  private void refuseWhatIsNotKept(ReceivePack peer) {
    for (Push push : results.open()) {
      if (keptBy(push).filter(kept -> !holds(peer, kept)).isPresent()) {
        refuseUnkept(push, "");
      }
    }
  }

  private void refuseUnkept(Push push, String why) {
    String tip = push.expected().map(Object::toString).orElse("");
    results.refuse(push, "could not keep the displaced tip " + tip + why);
  }

  private static Optional<KeptTip> keptBy(Push push) {
    return push.displaces()
        ? push.expected().map(tip -> new KeptTip(push.target(), tip))
        : Optional.empty();
  }

  private List<KeptTip> keptTipsMissing(ReceivePack peer) {
    return results.open().stream()
        .flatMap(push -> keptBy(push).stream())
        .filter(kept -> !holds(peer, kept))
        .toList();
  }

  private static boolean holds(ReceivePack peer, KeptTip kept) {
    return Optional.ofNullable(peer.refs().get(kept.ref()))
        .map(ObjectId::name)
        .filter(kept.tip().hex()::equals)
        .isPresent();
  }

  /** Sends what is open, if atomic with what keeps it; empty if nothing was left to be sent. */
  private Optional<Sent> send(ReceivePack peer, boolean atomic) throws DamagedHere {
    List<Push> open = results.open();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    List<RefCommand> commands = new ArrayList<>();
    if (atomic) {
      keptTipsMissing(peer).forEach(kept -> commands.add(RefCommand.of(kept)));
    }
    open.forEach(push -> commands.add(RefCommand.of(push)));
    try (OutgoingPack pack = pack(open, peer)) {
      PushReport report = peer.push(commands, atomic, pack);
      if (pack.damage().isPresent()) {
        throw new DamagedHere(pack.damage().get());
      }
      return Optional.of(new Sent(ImmutableList.copyOf(commands), report));
    }
  }

  private OutgoingPack pack(List<Push> open, ReceivePack peer) throws DamagedHere {
    try {
      return objects.pack(open, peer.objects(), peer.can("ofs-delta"));
    } catch (IOException | RuntimeException e) {
      throw new DamagedHere(e);
    }
  }
}
