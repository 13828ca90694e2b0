package org.hesokuri.core.simulator;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;

/** A connection between two repositories of a simulated world. */
final class SimulatedConnection implements PeerConnection {

  /** Something like what a line of Git's protocol takes. */
  private static final long BYTES_PER_REF = 100;

  private final int number;
  private final SimulatedBackend backend;
  private final SimulatedWorld world;
  private final SimulatedRepository here;
  private final SimulatedRepository there;
  private final PeerId peer;
  private final Advertisement advertised;
  private final Map<BranchName, CommitHash> lastWord;
  private final int changesOfLink;
  private boolean heard;
  private boolean pushed;
  private int sent;
  private boolean closed;

  SimulatedConnection(
      SimulatedBackend backend,
      SimulatedRepository here,
      SimulatedRepository there,
      PeerId peer,
      Advertisement advertised) {
    this.number = backend.world().nextConnection();
    this.backend = backend;
    this.world = backend.world();
    this.here = here;
    this.there = there;
    this.peer = peer;
    this.advertised = advertised;
    this.lastWord = new HashMap<>(advertised.branches());
    this.changesOfLink = link().changes();
  }

  private Link link() {
    return world.link(backend.host().id(), peer);
  }

  @Override
  public Advertisement advertised() {
    if (!heard) {
      heard = true;
      say();
    }
    return advertised;
  }

  private void say() {
    Advertisement said = new Advertisement(ImmutableMap.copyOf(lastWord), advertised.kept());
    world.witness().said(backend, peer, there.path(), number, said);
  }

  @Override
  public Traffic traffic() {
    return new Traffic(BYTES_PER_REF * (1 + sent), BYTES_PER_REF * (1 + lastWord.size()));
  }

  @Override
  public ImmutableMap<Push, PushResult> push(ImmutableList<Push> pushes) {
    backend.mustLive();
    if (closed || pushed) {
      throw new AssertionError("a connection is good for one push and not after its end");
    }
    pushed = true;
    sent = pushes.size();
    check(pushes);
    backend.between("pushing");
    Link.Cut cut = link().takeCut();
    Map<Push, PushResult> results = carryOut(pushes, cut);
    results.forEach(
        (push, result) -> {
          world.witness().pushed(backend, peer, there.path(), push, result);
          note(push, result);
        });
    say();
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

  private Map<Push, PushResult> carryOut(ImmutableList<Push> pushes, Link.Cut cut) {
    Map<Push, PushResult> results = new LinkedHashMap<>();
    refuseWhatIsNotHere(pushes, results);
    if (!open(pushes, results).isEmpty()) {
      Optional<PeerFailure> failure = trouble(cut);
      if (failure.isEmpty() && open(pushes, results).stream().anyMatch(Push::displaces)) {
        failure = keep(open(pushes, results), cut);
        if (failure.isEmpty()) {
          refuseWhatIsNotKept(pushes, results);
        }
      }
      if (failure.isEmpty()) {
        failure = give(pushes, results, cut);
      }
      for (Push push : open(pushes, results)) {
        results.put(push, new PushResult.Unknown(failure.orElseThrow()));
      }
    }
    return inOrder(pushes, results);
  }

  private static ImmutableList<Push> open(
      ImmutableList<Push> pushes, Map<Push, PushResult> results) {
    return pushes.stream().filter(push -> !results.containsKey(push)).collect(toImmutableList());
  }

  /** The first of two talks: what is to be displaced is kept, as far as the peer does that. */
  private Optional<PeerFailure> keep(ImmutableList<Push> open, Link.Cut cut) {
    for (Push push : open) {
      if (push.displaces() && !advertised.kept().contains(keptBy(push))) {
        keepFor(push);
        backend.between("kept for " + push);
      }
    }
    backend.between("kept, and asking anew");
    return cut == Link.Cut.BETWEEN_KEEPING_AND_MOVING
        ? Optional.of(PeerFailures.broken(peer))
        : trouble(Link.Cut.NEVER);
  }

  private void keepFor(Push push) {
    KeptTip kept = keptBy(push);
    Optional<Commit> old = world.graph().find(kept.tip()).filter(there::has);
    boolean refuses =
        there.hidesKept() || there.isDamaged() || there.hook().refuses().test(kept.ref());
    if (old.isPresent() && !refuses) {
      there.keep(kept, old.get(), world.time().nanos());
      there.changedByDaemon(world.graph(), "keeping for " + push);
      world.witness().received(there, Optional.empty());
    }
  }

  /** What the peer lists in the second talk is what counts. */
  private void refuseWhatIsNotKept(ImmutableList<Push> pushes, Map<Push, PushResult> results) {
    settleLostRaces(pushes, results);
    for (Push push : open(pushes, results)) {
      if (push.displaces() && !there.advertised().kept().contains(keptBy(push))) {
        results.put(push, new PushResult.Refused("the peer does not keep " + push.expected()));
      }
    }
  }

  private void settleLostRaces(ImmutableList<Push> pushes, Map<Push, PushResult> results) {
    for (Push push : open(pushes, results)) {
      if (isLost(push)) {
        results.put(push, new PushResult.LostRace());
      }
    }
  }

  private Optional<PeerFailure> give(
      ImmutableList<Push> pushes, Map<Push, PushResult> results, Link.Cut cut) {
    if (isRefusedAsAWhole(open(pushes, results)) && open(pushes, results).size() > 1) {
      // Sent again in parts, until each stands for itself.
      world.witness().refusedAsAWhole(backend);
      settleLostRaces(pushes, results);
    }
    ImmutableList<Push> given = open(pushes, results);
    Optional<PeerFailure> failure = Optional.empty();
    for (Push push : given) {
      if (failure.isEmpty()) {
        results.put(push, carryOut(push));
        backend.between("a ref was pushed");
        if (cut == Link.Cut.AFTER_THE_FIRST_REF) {
          failure = Optional.of(PeerFailures.broken(peer));
        }
      }
    }
    if (cut == Link.Cut.BEFORE_THE_ANSWER || backend.isClosed()) {
      given.forEach(results::remove);
      return Optional.of(PeerFailures.timedOut(peer));
    }
    return failure;
  }

  private boolean isRefusedAsAWhole(ImmutableList<Push> open) {
    return there.hook().whole()
        && open.stream().anyMatch(push -> there.hook().refuses().test(push.target().ref()));
  }

  /** What this machine lacks is refused before anything is sent. */
  private void refuseWhatIsNotHere(ImmutableList<Push> pushes, Map<Push, PushResult> results) {
    boolean gone = backend.host().repository(here.path()).filter(here::equals).isEmpty();
    for (Push push : pushes) {
      if (gone || !here.has(world.graph().get(push.tip()))) {
        results.put(push, new PushResult.Refused("this machine does not have " + push.tip()));
      }
    }
  }

  private static Map<Push, PushResult> inOrder(
      ImmutableList<Push> pushes, Map<Push, PushResult> results) {
    ImmutableMap.Builder<Push, PushResult> all = ImmutableMap.builder();
    pushes.forEach(push -> all.put(push, Objects.requireNonNull(results.get(push))));
    return all.buildOrThrow();
  }

  private boolean isGone() {
    return there.isBroken()
        || world
            .host(peer)
            .flatMap(host -> host.repository(there.path()))
            .filter(there::equals)
            .isEmpty();
  }

  private Optional<PeerFailure> trouble(Link.Cut cut) {
    Link.State reach = world.reach(backend.host().id(), peer);
    if (reach == Link.State.HANGING) {
      world.witness().waiting(backend, OpenSimulatedRepository.TIMEOUT_NANOS);
      backend.mustLive();
      return Optional.of(PeerFailures.timedOut(peer));
    }
    boolean gone = isGone();
    boolean broken =
        reach == Link.State.DOWN
            || link().changes() != changesOfLink
            || cut == Link.Cut.BEFORE_ANYTHING
            || backend.isClosed()
            || gone;
    return broken ? Optional.of(PeerFailures.broken(peer)) : Optional.empty();
  }

  private boolean isLost(Push push) {
    return !there.tip(push.target()).map(Commit::hash).equals(push.expected());
  }

  /** One ref. */
  private PushResult carryOut(Push push) {
    if (there.isDamaged()) {
      return new PushResult.Refused("missing necessary objects");
    }
    if (there.isUnwritable(push.target())) {
      return new PushResult.Refused("failed to update ref");
    }
    if (there.isCheckedOut(push.target())) {
      return new PushResult.Refused("branch is currently checked out");
    }
    if (there.hook().refuses().test(push.target().ref())) {
      return new PushResult.Refused("hook declined");
    }
    if (isLost(push)) {
      return new PushResult.LostRace();
    }
    if (push.expected().isEmpty() && there.cannotMake(push.target())) {
      return new PushResult.Refused("failed to update ref");
    }
    there.set(push.target(), world.graph().get(push.tip()));
    there.changedByDaemon(world.graph(), push.toString());
    world.witness().received(there, Optional.of(push));
    world.witness().stirred(there);
    return new PushResult.Accepted();
  }

  private static KeptTip keptBy(Push push) {
    return new KeptTip(push.target(), push.expected().orElseThrow());
  }

  private void note(Push push, PushResult result) {
    result
        .<Runnable>fold(
            accepted -> () -> lastWord.put(push.target(), push.tip()),
            lostRace -> () -> {},
            refused -> () -> {},
            unknown -> () -> unanswered(push))
        .run();
  }

  /** What a push without an answer would not have displaced is there in any case, as was said. */
  private void unanswered(Push push) {
    if (push.displaces()) {
      lastWord.remove(push.target());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      world.witness().closed(backend, peer, there.path(), heard);
    }
  }
}
