package org.hesokuri.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine on hosts A, B and C, in minutes and days that pass in no time. */
final class EngineUnderVirtualTimeTest {

  private static final RepoPath PATH = new RepoPath("/r");
  private static final Duration PERIOD = Duration.ofMinutes(3);
  private static final BranchName MAIN = new BranchName("main");

  private final World world = new World();
  private final VirtualTime time = new VirtualTime(new Random(7));
  private final User user = new User(world, new Random(7));
  private final Host a = new Host(world, time, "a", source(UnwantedRule.NONE));
  private final Host b = new Host(world, time, "b", source(UnwantedRule.NONE));
  private final Host c = new Host(world, time, "c", source(UnwantedRule.NONE));

  private static Source source(UnwantedRule unwanted) {
    return new Source(
        ImmutableSortedMap.of(new PeerId("a"), PATH, new PeerId("b"), PATH, new PeerId("c"), PATH),
        new LiveEditRule.Only(ImmutableSortedSet.of("main")),
        unwanted,
        Duration.ofDays(90));
  }

  @BeforeEach
  void begin() {
    for (Host host : List.of(a, b, c)) {
      host.start();
    }
    time.settle();
  }

  private static BranchName name(String text) {
    return new BranchName(text);
  }

  private CommitHash commit(Host host) {
    user.commit(host.disk(PATH));
    host.disk(PATH).stir();
    return host.disk(PATH).files.orElseThrow();
  }

  private CommitHash commitOn(Host host, String branch) {
    Disk disk = host.disk(PATH);
    disk.head = Optional.of(name(branch));
    disk.files = Optional.ofNullable(disk.branches.get(name(branch)));
    return commit(host);
  }

  private static long count(Host host, Class<? extends SyncEvent> kind) {
    return host.engine().recentEvents().stream()
        .map(RecordedEvent::event)
        .filter(kind::isInstance)
        .count();
  }

  private void cut(Host from, Host to) {
    world.down.add(new World.Link(from.id, to.id));
    world.down.add(new World.Link(to.id, from.id));
  }

  private void join(Host from, Host to) {
    world.down.remove(new World.Link(from.id, to.id));
    world.down.remove(new World.Link(to.id, from.id));
  }

  private Holding holding(Host on, String branch, Host peer) {
    return on.engine().status().sources().get(0).branches().stream()
        .filter(status -> status.name().equals(name(branch)))
        .map(BranchStatus::peers)
        .findFirst()
        .orElseThrow()
        .get(peer.id);
  }

  @Test
  void createsRepositoriesAndBringsALiveEditCommitEverywhereWithoutTimeGoingBy() {
    CommitHash commit = commit(a);
    time.settle();
    for (Host host : List.of(b, c)) {
      assertThat(host.disk(PATH).branches).containsExactly(java.util.Map.entry(MAIN, commit));
      assertThat(host.disk(PATH).files).contains(commit);
    }
  }

  @Test
  void showsOkOnlyOnceThePeerSaidSo() {
    cut(a, b);
    CommitHash commit = commitOn(a, "side");
    time.settle();
    assertThat(holding(a, "side", c)).isInstanceOf(Holding.Exactly.class);
    assertThat(holding(a, "side", b).isSafe()).isFalse();
    join(a, b);
    time.pass(PERIOD);
    assertThat(holding(a, "side", b)).isInstanceOf(Holding.Exactly.class);
    assertThat(b.disk(PATH).branches).containsEntry(name("side_hesokr_a"), commit);
  }

  @Test
  void carriesABranchToAPeerThatItsOwnerNeverMeets() {
    cut(a, b);
    CommitHash commit = commitOn(a, "side");
    time.settle();
    assertThat(b.disk(PATH).branches).containsEntry(name("side_hesokr_a"), commit);
    assertThat(c.disk(PATH).branches).containsEntry(name("side_hesokr_a"), commit);
  }

  @Test
  void keepsWhatAnAmendDisplaces() {
    CommitHash first = commitOn(a, "side");
    time.settle();
    user.amend(a.disk(PATH));
    a.disk(PATH).stir();
    time.settle();
    assertThat(b.disk(PATH).kept).contains(new KeptTip(name("side_hesokr_a"), first));
  }

  @Test
  void asksAPeerInStepOncePerPeriodAndPushesNothing() {
    commit(a);
    time.pass(PERIOD);
    world.listings.clear();
    int pushes = world.pushes;
    int changes = world.refChanges;
    time.pass(PERIOD.multipliedBy(10));
    assertThat(world.pushes).isEqualTo(pushes);
    assertThat(world.refChanges).isEqualTo(changes);
    assertThat(world.listings.values()).allMatch(asked -> asked <= 10).hasSize(6);
  }

  @Test
  void fillsAWipedPeerAgainWithinTwoPeriods() {
    commit(a);
    CommitHash side = commitOn(a, "side");
    time.pass(PERIOD);
    b.wipe();
    b.start();
    time.pass(PERIOD.multipliedBy(2));
    assertThat(b.disk(PATH).branches).containsEntry(name("side_hesokr_a"), side);
    assertThat(b.disk(PATH).files).isEqualTo(c.disk(PATH).files);
  }

  @Test
  void servesAPeerThatCameBackWithinOnePeriod() {
    time.pass(PERIOD);
    cut(a, b);
    cut(c, b);
    CommitHash commit = commit(a);
    time.pass(Duration.ofHours(5));
    assertThat(count(a, SyncEvent.PeerLost.class)).isEqualTo(1);
    join(a, b);
    time.pass(PERIOD);
    assertThat(b.disk(PATH).branches).containsEntry(MAIN, commit);
  }

  @Test
  void triesAPeerAtOnceWhenItGivesASignOfLife() {
    time.pass(PERIOD);
    cut(a, b);
    cut(c, b);
    CommitHash fromA = commitOn(a, "side");
    time.pass(Duration.ofHours(1));
    join(a, b);
    commitOn(b, "other");
    b.engine().pushNow(a.id);
    time.settle();
    assertThat(b.disk(PATH).branches).containsEntry(name("side_hesokr_a"), fromA);
  }

  @Test
  void doesNotGoRoundInCirclesWithAPeerThatDeletesWhatItIsGiven() {
    UnwantedRule junk =
        new UnwantedRule(ImmutableSortedMap.of(name("junk"), UnwantedRule.Commits.ANY));
    b.reconfigure(source(junk));
    CommitHash commit = commitOn(a, "junk");
    time.pass(Duration.ofDays(3));
    assertThat(b.disk(PATH).branches).doesNotContainKey(name("junk_hesokr_a"));
    assertThat(b.disk(PATH).kept).contains(new KeptTip(name("junk_hesokr_a"), commit));
    // 3, 6, 12 ... minutes, then once a day; from a itself and from the carrier c.
    assertThat(count(a, SyncEvent.Pushed.class)).isLessThanOrEqualTo(14);
    assertThat(count(c, SyncEvent.Pushed.class)).isLessThanOrEqualTo(14);
  }

  @Test
  void advancesADirtyWorktreeOnceItIsClean() {
    time.pass(PERIOD);
    b.disk(PATH).dirty = true;
    CommitHash commit = commit(a);
    time.pass(Duration.ofMinutes(1));
    assertThat(b.disk(PATH).files).isEmpty();
    assertThat(count(b, SyncEvent.AdvanceBlocked.class)).isEqualTo(1);
    b.disk(PATH).dirty = false;
    time.pass(Duration.ofSeconds(30));
    assertThat(b.disk(PATH).files).contains(commit);
  }

  @Test
  void asksAgainAfterAnAnswerThatNeverCame() {
    time.pass(PERIOD);
    // Otherwise c may be the faster one.
    cut(c, b);
    world.cutBeforeTheAnswer.add(new World.Link(a.id, b.id));
    CommitHash commit = commitOn(a, "side");
    time.settle();
    assertThat(holding(a, "side", b).isSafe()).isFalse();
    int pushes = world.pushes;
    time.pass(PERIOD);
    assertThat(holding(a, "side", b)).isInstanceOf(Holding.Exactly.class);
    assertThat(b.disk(PATH).branches).containsEntry(name("side_hesokr_a"), commit);
    assertThat(world.pushes).as("it had arrived, so nothing is pushed again").isEqualTo(pushes);
  }

  @Test
  void leavesAVanishedRepositoryAloneUntilItIsBack() {
    commit(a);
    time.pass(PERIOD);
    Disk unmounted = world.disksOf(b.id).remove(PATH);
    b.engine().lookNow();
    time.pass(PERIOD);
    assertThat(b.hasDisk(PATH)).isFalse();
    SourceStatus stopped = b.engine().status().sources().get(0);
    assertThat(stopped.state()).isInstanceOf(SourceStatus.Stopped.class);
    b.kill();
    b.start();
    time.pass(PERIOD);
    assertThat(b.hasDisk(PATH)).as("created anew after a restart").isFalse();
    unmounted.watchers.clear();
    world.disksOf(b.id).put(PATH, unmounted);
    CommitHash commit = commit(a);
    time.pass(PERIOD.multipliedBy(2));
    assertThat(b.disk(PATH).files).contains(commit);
  }

  @Test
  void leavesWhatDidNotChangeUntouchedByAReload() {
    commit(a);
    time.pass(Duration.ofSeconds(10));
    world.listings.clear();
    int pushes = world.pushes;
    a.reconfigure(
        source(UnwantedRule.NONE),
        Source.at(ImmutableSortedMap.of(a.id, new RepoPath("/new"), b.id, new RepoPath("/new"))));
    time.settle();
    assertThat(world.pushes).isEqualTo(pushes);
    assertThat(world.listings).isEmpty();
    assertThat(a.hasDisk(new RepoPath("/new"))).isTrue();
  }

  @Test
  void showsADivergenceOnBothSidesAndMovesNothing() {
    time.pass(PERIOD);
    cut(a, b);
    cut(a, c);
    CommitHash onA = commit(a);
    CommitHash onB = commit(b);
    join(a, b);
    join(a, c);
    time.pass(PERIOD);
    assertThat(a.disk(PATH).branches).containsEntry(MAIN, onA);
    assertThat(b.disk(PATH).branches).containsEntry(MAIN, onB);
    assertThat(count(a, SyncEvent.Diverged.class)).isPositive();
    assertThat(count(b, SyncEvent.Diverged.class)).isPositive();
  }
}
