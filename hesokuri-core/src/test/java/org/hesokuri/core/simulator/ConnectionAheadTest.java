package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection that hosts A and B hold open for the next commit. */
final class ConnectionAheadTest {

  private static final RepoPath PATH = new RepoPath("/r");
  private static final Duration PERIOD = Duration.ofMinutes(3);
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final BranchName COPY = new BranchName("side_hesokr_a");

  private final CalmWorld world = new CalmWorld();
  private final CalmWorld.Host a = world.new Host("a", source("/r"));
  private final CalmWorld.Host b = world.new Host("b", source("/r"));

  private static Source source(String path) {
    RepoPath there = new RepoPath(path);
    return new Source(
        ImmutableSortedMap.of(new PeerId("a"), there, new PeerId("b"), there),
        new LiveEditRule.Only(ImmutableSortedSet.of("main")),
        UnwantedRule.NONE,
        Duration.ofDays(90));
  }

  @BeforeEach
  void givesACommitAndRests() {
    a.start();
    b.start();
    world.pass(PERIOD);
    a.commitOn(PATH, "side");
    world.pass(MOMENT);
    world.forgetCalls();
  }

  private static List<SyncEvent> told(CalmWorld.Host host, Class<? extends SyncEvent> kind) {
    return host.engine().recentEvents().stream()
        .map(RecordedEvent::event)
        .filter(kind::isInstance)
        .toList();
  }

  @Test
  void takesTheNextCommitWithoutAnotherCall() {
    assertThat(world.open(a, b)).isOne();
    CommitHash second = a.commitOn(PATH, "side");
    world.settle();
    assertThat(b.branches(PATH)).containsEntry(COPY, second);
    assertThat(world.calls()).isEmpty();
  }

  @Test
  void isOpenedAnewForTheCommitAfterThat() {
    for (int i = 0; i < 3; i++) {
      CommitHash next = a.commitOn(PATH, "side");
      world.settle();
      assertThat(b.branches(PATH)).containsEntry(COPY, next);
      world.pass(MOMENT);
      assertThat(world.open(a, b)).isOne();
    }
    assertThat(world.calls()).containsEntry("a to b", 3);
  }

  @Test
  void isNotHeldForLongerThanAMinute() {
    world.pass(Duration.ofMinutes(1));
    assertThat(world.open(a, b)).isZero();
    assertThat(world.calls()).isEmpty();
  }

  @Test
  void asksAgainAtOnceWhereTheCopyWasMovedSince() {
    CommitHash first = b.branches(PATH).get(COPY);
    b.point(PATH, COPY.text(), a.commitOn(PATH, "side"));
    world.settle();
    b.point(PATH, COPY.text(), first);
    CommitHash last = a.commitOn(PATH, "side");
    world.settle();
    assertThat(b.branches(PATH)).containsEntry(COPY, last);
  }

  @Test
  void isNoReasonToTakeAPeerForLostThatCameBackMeanwhile() {
    world.cut(a, b);
    world.join(a, b);
    CommitHash second = a.commitOn(PATH, "side");
    world.settle();
    assertThat(b.branches(PATH)).containsEntry(COPY, second);
    assertThat(told(a, SyncEvent.PeerLost.class)).isEmpty();
    assertThat(world.calls()).containsEntry("a to b", 1);
  }

  @Test
  void isNotWhatTellsThatAPeerRefuses() {
    b.repository(PATH).hook(new PushHook(false, ref -> true));
    a.commitOn(PATH, "side");
    world.pass(MOMENT);
    assertThat(told(a, SyncEvent.PushRefused.class)).hasSize(1);
    assertThat(world.calls()).containsEntry("a to b", 1);
  }

  @Test
  void goesWithItsSource() {
    a.reconfigure(source("/elsewhere"));
    world.settle();
    assertThat(world.open(a, b)).isZero();
  }

  @Test
  void isNotOpenedForWhatAPeerIsGivenWhenItIsMetForTheFirstTime() {
    RepoPath other = new RepoPath("/other");
    world.cut(a, b);
    a.reconfigure(source("/other"));
    b.reconfigure(source("/other"));
    world.settle();
    a.commitOn(other, "side");
    world.join(a, b);
    for (int i = 0; i < PERIOD.toSeconds() && !b.branches(other).containsKey(COPY); i++) {
      world.pass(MOMENT);
    }
    assertThat(b.branches(other)).containsKey(COPY);
    world.pass(MOMENT);
    assertThat(world.open(a, b)).isZero();
  }

  @Test
  void isHeldForTwoSourcesAtMostForOnePeer() {
    Source[] sources =
        IntStream.range(0, 5).mapToObj(i -> source("/many" + i)).toArray(Source[]::new);
    a.reconfigure(sources);
    b.reconfigure(sources);
    world.pass(PERIOD);
    for (int i = 0; i < sources.length; i++) {
      a.commit(new RepoPath("/many" + i));
    }
    world.pass(MOMENT);
    assertThat(world.open(a, b)).isEqualTo(2);
  }
}
