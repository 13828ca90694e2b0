package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;

/** A connection between two repositories of a simulated world. */
final class SimulatedConnection implements PeerConnection {

  private final SimulatedBackend backend;
  private final SimulatedWorld world;
  private final SimulatedRepository here;
  private final SimulatedRepository there;
  private final PeerId peer;
  private final Advertisement advertised;
  private final Map<BranchName, CommitHash> lastWord;
  private boolean pushed;
  private boolean closed;

  SimulatedConnection(
      SimulatedBackend backend,
      SimulatedRepository here,
      SimulatedRepository there,
      PeerId peer,
      Advertisement advertised) {
    this.backend = backend;
    this.world = backend.world();
    this.here = here;
    this.there = there;
    this.peer = peer;
    this.advertised = advertised;
    this.lastWord = new HashMap<>(advertised.branches());
  }

  @Override
  public Advertisement advertised() {
    return advertised;
  }

  @Override
  public ImmutableMap<Push, PushResult> push(ImmutableList<Push> pushes) {
    backend.mustLive();
    if (closed || pushed) {
      throw new AssertionError("a connection is good for one push and not after its end");
    }
    pushed = true;
    check(pushes);
    backend.between("pushing");
    Link link = world.link(backend.host().id(), peer);
    Link.Cut cut = link.takeCut();
    Map<Push, PushResult> results = carryOut(pushes, link, cut);
    results.forEach(
        (push, result) -> {
          world.witness().pushed(backend, peer, there.path(), push, result);
          note(push, result);
        });
    return ImmutableMap.copyOf(results);
  }

  private void check(ImmutableList<Push> pushes) {
    Set<BranchName> targets = new HashSet<>();
    for (Push push : pushes) {
      if (!targets.add(push.target())) {
        throw new AssertionError(push.target() + " is pushed twice at once");
      }
      if (!Optional.ofNullable(advertised.branches().get(push.target())).equals(push.expected())) {
        throw new AssertionError("S3: the peer never said that it holds " + push.expected());
      }
      if (push.expected().filter(push.tip()::equals).isPresent()) {
        throw new AssertionError("S7: what the peer holds already is pushed: " + push);
      }
      Commit tip = world.graph().get(push.tip());
      boolean forward =
          push.expected()
              .map(world.graph()::get)
              .map(old -> here.has(old) && tip.contains(old))
              .orElse(true);
      if (forward == push.displaces() && here.has(tip)) {
        throw new AssertionError("S1: a push does not know whether it displaces: " + push);
      }
    }
  }

  private Map<Push, PushResult> carryOut(ImmutableList<Push> pushes, Link link, Link.Cut cut) {
    Map<Push, PushResult> results = new LinkedHashMap<>();
    Optional<PeerFailure> failure = trouble(pushes, link, cut);
    for (Push push : pushes) {
      if (failure.isEmpty()) {
        if (cut == Link.Cut.BETWEEN_KEEPING_AND_MOVING && push.displaces()) {
          keepOnly(push);
          failure = Optional.of(PeerFailures.broken(peer));
        } else {
          results.put(push, carryOut(push));
          backend.between("a ref was pushed");
        }
        if (cut == Link.Cut.AFTER_THE_FIRST_REF) {
          failure = Optional.of(PeerFailures.broken(peer));
        }
      }
      if (failure.isPresent()) {
        results.putIfAbsent(push, new PushResult.Unknown(failure.get()));
      }
    }
    if (cut == Link.Cut.BEFORE_THE_ANSWER || backend.isClosed()) {
      PeerFailure unanswered = PeerFailures.timedOut(peer);
      results.replaceAll((push, result) -> new PushResult.Unknown(unanswered));
    }
    return results;
  }

  private Optional<PeerFailure> trouble(ImmutableList<Push> pushes, Link link, Link.Cut cut) {
    if (link.state() == Link.State.HANGING) {
      world.witness().waiting(backend, OpenSimulatedRepository.TIMEOUT_NANOS);
      backend.mustLive();
      return Optional.of(PeerFailures.timedOut(peer));
    }
    boolean gone =
        world
            .host(peer)
            .flatMap(host -> host.repository(there.path()))
            .filter(there::equals)
            .isEmpty();
    boolean unpackable = pushes.stream().anyMatch(push -> !here.has(world.graph().get(push.tip())));
    boolean broken =
        link.state() == Link.State.DOWN
            || cut == Link.Cut.BEFORE_ANYTHING
            || backend.isClosed()
            || gone
            || unpackable;
    return broken ? Optional.of(PeerFailures.broken(peer)) : Optional.empty();
  }

  private PushResult carryOut(Push push) {
    Optional<Commit> now = there.tip(push.target());
    if (!now.map(Commit::hash).equals(push.expected())) {
      return new PushResult.LostRace();
    }
    if (there.isCheckedOut(push.target())) {
      return new PushResult.Refused("branch is currently checked out");
    }
    if (now.isEmpty() && there.conflictsWithAFolder(push.target())) {
      return new PushResult.Refused("failed to update ref");
    }
    if (push.displaces()) {
      keepOnly(push);
    }
    there.set(push.target(), world.graph().get(push.tip()));
    there.changedByDaemon(world.graph(), push.toString());
    world.witness().stirred(there);
    return new PushResult.Accepted();
  }

  private void keepOnly(Push push) {
    there
        .tip(push.target())
        .filter(old -> push.expected().equals(Optional.of(old.hash())))
        .ifPresent(
            old -> there.keep(new KeptTip(push.target(), old.hash()), old, world.time().nanos()));
    there.changedByDaemon(world.graph(), "keeping for " + push);
  }

  private void note(Push push, PushResult result) {
    result
        .<Runnable>fold(
            accepted -> () -> lastWord.put(push.target(), push.tip()),
            lostRace -> () -> {},
            refused -> () -> {},
            unknown -> () -> lastWord.remove(push.target()))
        .run();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      world
          .witness()
          .closed(
              backend,
              peer,
              there.path(),
              new Advertisement(ImmutableMap.copyOf(lastWord), advertised.kept()));
    }
  }
}
