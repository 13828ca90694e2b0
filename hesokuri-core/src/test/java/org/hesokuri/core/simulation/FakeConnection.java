package org.hesokuri.core.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.CommitHash;

/** A connection between two disks of the world. */
final class FakeConnection implements PeerConnection {

  private final World world;
  private final World.Link link;
  private final Disk local;
  private final Disk remote;
  private final Advertisement advertised;
  private boolean used;
  private boolean closed;

  FakeConnection(World world, World.Link link, Disk local, Disk remote) {
    this.world = world;
    this.link = link;
    this.local = local;
    this.remote = remote;
    this.advertised =
        new Advertisement(ImmutableMap.copyOf(remote.branches), ImmutableSet.copyOf(remote.kept));
    remote.branches.forEach((branch, tip) -> world.told(link.to(), branch, tip));
  }

  @Override
  public Advertisement advertised() {
    return advertised;
  }

  @Override
  public ImmutableMap<Push, PushResult> push(ImmutableList<Push> pushes) {
    if (used || closed || pushes.isEmpty()) {
      throw new AssertionError("a connection is good for one push of something");
    }
    used = true;
    world.pushes++;
    world.interference.at(link.from(), "push");
    ImmutableMap.Builder<Push, PushResult> results = ImmutableMap.builder();
    boolean cutBefore = world.down.contains(link);
    boolean cutAfter = world.cutBeforeTheAnswer.remove(link);
    for (Push push : pushes) {
      PushResult result = cutBefore ? unknown() : apply(push);
      if (result instanceof PushResult.Accepted && !cutAfter) {
        world.told(link.to(), push.target(), push.tip());
      }
      results.put(push, cutAfter ? unknown() : result);
    }
    if (!cutBefore) {
      remote.stir();
    }
    world.interference.at(link.from(), "pushed");
    return results.buildOrThrow();
  }

  private PushResult unknown() {
    return new PushResult.Unknown(
        new PeerFailure(
            PeerFailure.Kind.UNREACHABLE, "the connection to " + link.to() + " was cut"));
  }

  private PushResult apply(Push push) {
    if (!local.objects.contains(push.tip())) {
      throw new AssertionError("a commit is pushed that is not here: " + push);
    }
    Optional<CommitHash> there = Optional.ofNullable(remote.branches.get(push.target()));
    if (!push.expected().equals(Optional.ofNullable(advertised.branches().get(push.target())))) {
      throw new AssertionError("a push expects what was not advertised: " + push);
    }
    if (!there.equals(push.expected())) {
      return new PushResult.LostRace();
    }
    boolean forward = there.filter(old -> !world.history.contains(push.tip(), old)).isEmpty();
    if (!forward && !push.displaces()) {
      throw new AssertionError("a push displaces without saying so: " + push);
    }
    if (!remote.bare && remote.head.equals(Optional.of(push.target()))) {
      return new PushResult.Refused("branch is currently checked out");
    }
    if (push.displaces()) {
      remote.kept.add(new KeptTip(push.target(), there.orElseThrow()));
    }
    remote.objects.addAll(world.history.of(push.tip()));
    remote.branches.put(push.target(), push.tip());
    world.refChanges++;
    return new PushResult.Accepted();
  }

  @Override
  public void close() {
    if (closed) {
      throw new AssertionError("a connection is closed twice");
    }
    closed = true;
  }
}
