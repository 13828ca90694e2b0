package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.List;
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

  private final CalmWorld world = new CalmWorld();
  private final CalmWorld.Host a = world.new Host("a", source(UnwantedRule.NONE));
  private final CalmWorld.Host b = world.new Host("b", source(UnwantedRule.NONE));
  private final CalmWorld.Host c = world.new Host("c", source(UnwantedRule.NONE));

  private static Source source(UnwantedRule unwanted) {
    return new Source(
        ImmutableSortedMap.of(new PeerId("a"), PATH, new PeerId("b"), PATH, new PeerId("c"), PATH),
        new LiveEditRule.Only(ImmutableSortedSet.of("main")),
        unwanted,
        Duration.ofDays(90));
  }

  @BeforeEach
  void begin() {
    for (CalmWorld.Host host : List.of(a, b, c)) {
      host.start();
    }
    // Whoever called before the other one had its repository calls again.
    world.pass(PERIOD);
  }

  private static BranchName name(String text) {
    return new BranchName(text);
  }

  private static long count(CalmWorld.Host host, Class<? extends SyncEvent> kind) {
    return host.engine().recentEvents().stream()
        .map(RecordedEvent::event)
        .filter(kind::isInstance)
        .count();
  }

  private Holding holding(CalmWorld.Host on, String branch, CalmWorld.Host peer) {
    return on.engine().status().sources().get(0).branches().stream()
        .filter(status -> status.name().equals(name(branch)))
        .map(BranchStatus::peers)
        .findFirst()
        .orElseThrow()
        .get(peer.id);
  }

  @Test
  void createsRepositoriesAndBringsALiveEditCommitEverywhereWithoutTimeGoingBy() {
    CommitHash commit = a.commit(PATH);
    world.settle();
    for (CalmWorld.Host host : List.of(b, c)) {
      assertThat(host.branches(PATH)).containsExactly(java.util.Map.entry(MAIN, commit));
      assertThat(host.checkedOut(PATH)).contains(commit);
    }
  }

  @Test
  void showsOkOnlyOnceThePeerSaidSo() {
    world.cut(a, b);
    CommitHash commit = a.commitOn(PATH, "side");
    world.settle();
    assertThat(holding(a, "side", c)).isInstanceOf(Holding.Exactly.class);
    assertThat(holding(a, "side", b).isSafe()).isFalse();
    world.join(a, b);
    world.pass(PERIOD);
    assertThat(holding(a, "side", b)).isInstanceOf(Holding.Exactly.class);
    assertThat(b.branches(PATH)).containsEntry(name("side_hesokr_a"), commit);
  }

  @Test
  void carriesABranchToAPeerThatItsOwnerNeverMeets() {
    world.cut(a, b);
    CommitHash commit = a.commitOn(PATH, "side");
    world.settle();
    assertThat(b.branches(PATH)).containsEntry(name("side_hesokr_a"), commit);
    assertThat(c.branches(PATH)).containsEntry(name("side_hesokr_a"), commit);
  }

  @Test
  void keepsWhatAnAmendDisplaces() {
    CommitHash first = a.commitOn(PATH, "side");
    world.settle();
    a.amend(PATH);
    world.settle();
    assertThat(b.repository(PATH).kept()).containsKey(new KeptTip(name("side_hesokr_a"), first));
  }

  @Test
  void showsNothingAsHeldInsideABranchThatTheSamePushHasDisplaced() {
    CommitHash first = a.commitOn(PATH, "x");
    world.pass(PERIOD);
    world.cut(a, b);
    a.point(PATH, "x_hesokr_a_hesokr_c", first);
    CommitHash amended = a.amend(PATH);
    world.settle();
    world.join(a, b);
    a.engine().pushNow(b.id);
    world.settle();
    assertThat(b.branches(PATH)).containsEntry(name("x_hesokr_a"), amended);
    assertThat(holding(a, "x_hesokr_a_hesokr_c", b).isSafe()).isFalse();
    world.pass(PERIOD);
    assertThat(holding(a, "x_hesokr_a_hesokr_c", b)).isInstanceOf(Holding.Exactly.class);
  }

  @Test
  void asksAPeerInStepOncePerPeriodAndPushesNothing() {
    a.commit(PATH);
    world.pass(PERIOD);
    world.forgetCalls();
    int pushes = world.pushes();
    int attempts = world.attempts();
    world.pass(PERIOD.multipliedBy(10));
    assertThat(world.pushes()).isEqualTo(pushes);
    assertThat(world.attempts()).isEqualTo(attempts);
    assertThat(world.calls().values()).allMatch(asked -> asked <= 10).hasSize(6);
  }

  @Test
  void fillsAWipedPeerAgainWithinTwoPeriods() {
    a.commit(PATH);
    CommitHash side = a.commitOn(PATH, "side");
    world.pass(PERIOD);
    b.kill();
    b.machine.replaceDisk();
    b.start();
    world.pass(PERIOD.multipliedBy(2));
    assertThat(b.branches(PATH)).containsEntry(name("side_hesokr_a"), side);
    assertThat(b.checkedOut(PATH)).isEqualTo(c.checkedOut(PATH));
  }

  @Test
  void servesAPeerThatCameBackWithinOnePeriod() {
    world.pass(PERIOD);
    world.cut(a, b);
    world.cut(c, b);
    CommitHash commit = a.commit(PATH);
    world.pass(Duration.ofHours(5));
    assertThat(count(a, SyncEvent.PeerLost.class)).isEqualTo(1);
    world.join(a, b);
    world.pass(PERIOD);
    assertThat(b.branches(PATH)).containsEntry(MAIN, commit);
  }

  @Test
  void triesAPeerAtOnceWhenItGivesASignOfLife() {
    world.pass(PERIOD);
    world.cut(a, b);
    world.cut(c, b);
    CommitHash fromA = a.commitOn(PATH, "side");
    world.pass(Duration.ofHours(1));
    world.join(a, b);
    b.commitOn(PATH, "other");
    b.engine().pushNow(a.id);
    world.settle();
    assertThat(b.branches(PATH)).containsEntry(name("side_hesokr_a"), fromA);
  }

  @Test
  void doesNotGoRoundInCirclesWithAPeerThatDeletesWhatItIsGiven() {
    UnwantedRule junk =
        new UnwantedRule(ImmutableSortedMap.of(name("junk"), UnwantedRule.Commits.ANY));
    b.reconfigure(source(junk));
    CommitHash commit = a.commitOn(PATH, "junk");
    world.pass(Duration.ofDays(3));
    assertThat(b.branches(PATH)).doesNotContainKey(name("junk_hesokr_a"));
    assertThat(b.repository(PATH).kept()).containsKey(new KeptTip(name("junk_hesokr_a"), commit));
    // 3, 6, 12 ... minutes, then once a day; from a itself and from the carrier c.
    assertThat(count(a, SyncEvent.Pushed.class)).isLessThanOrEqualTo(14);
    assertThat(count(c, SyncEvent.Pushed.class)).isLessThanOrEqualTo(14);
  }

  @Test
  void advancesADirtyWorktreeOnceItIsClean() {
    world.pass(PERIOD);
    b.edit(PATH);
    CommitHash commit = a.commit(PATH);
    world.pass(Duration.ofMinutes(1));
    assertThat(b.checkedOut(PATH)).isEmpty();
    assertThat(count(b, SyncEvent.AdvanceBlocked.class)).isEqualTo(1);
    b.undo(PATH);
    world.pass(Duration.ofSeconds(30));
    assertThat(b.checkedOut(PATH)).contains(commit);
  }

  @Test
  void triesTwoBlockedBranchesEveryThirtySecondsAlthoughTheyWereNotBlockedAtOnce() {
    b.reconfigure(
        source(
            new UnwantedRule(
                ImmutableSortedMap.of(
                    name("junk"), UnwantedRule.Commits.ANY,
                    name("trash"), UnwantedRule.Commits.ANY))));
    b.lockIndex(PATH);
    a.commitOn(PATH, "junk");
    world.pass(Duration.ofMillis(5_500));
    a.commitOn(PATH, "trash");
    world.pass(Duration.ofSeconds(10));
    int attempts = world.attempts();
    world.pass(Duration.ofMinutes(5));
    assertThat(world.attempts() - attempts).isBetween(2 * 9, 2 * 11);
  }

  @Test
  void asksAgainAfterAnAnswerThatNeverCame() {
    world.pass(PERIOD);
    // Otherwise c may be the faster one.
    world.cut(c, b);
    world.world.link(a.id, b.id).cutNextPush(Link.Cut.BEFORE_THE_ANSWER);
    CommitHash commit = a.commitOn(PATH, "side");
    world.settle();
    assertThat(holding(a, "side", b).isSafe()).isFalse();
    int pushes = world.pushes();
    world.pass(PERIOD);
    assertThat(holding(a, "side", b)).isInstanceOf(Holding.Exactly.class);
    assertThat(b.branches(PATH)).containsEntry(name("side_hesokr_a"), commit);
    assertThat(world.pushes()).as("it had arrived, so nothing is pushed again").isEqualTo(pushes);
  }

  @Test
  void leavesAVanishedRepositoryAloneUntilItIsBack() {
    a.commit(PATH);
    world.pass(PERIOD);
    b.machine.unmount(PATH);
    b.engine().lookNow();
    world.pass(PERIOD);
    assertThat(b.machine.repository(PATH).isPresent()).isFalse();
    SourceStatus stopped = b.engine().status().sources().get(0);
    assertThat(stopped.state()).isInstanceOf(SourceStatus.Stopped.class);
    b.kill();
    b.start();
    world.pass(PERIOD);
    assertThat(b.machine.repository(PATH).isPresent()).as("created anew after a restart").isFalse();
    b.machine.mount(PATH);
    CommitHash commit = a.commit(PATH);
    world.pass(PERIOD.multipliedBy(2));
    assertThat(b.checkedOut(PATH)).contains(commit);
  }

  @Test
  void leavesWhatDidNotChangeUntouchedByAReload() {
    a.commit(PATH);
    world.pass(Duration.ofSeconds(10));
    world.forgetCalls();
    int pushes = world.pushes();
    a.reconfigure(
        source(UnwantedRule.NONE),
        Source.at(ImmutableSortedMap.of(a.id, new RepoPath("/new"), b.id, new RepoPath("/new"))));
    world.settle();
    assertThat(world.pushes()).isEqualTo(pushes);
    assertThat(world.calls()).isEmpty();
    assertThat(a.machine.repository(new RepoPath("/new")).isPresent()).isTrue();
  }

  @Test
  void showsADivergenceOnBothSidesAndMovesNothing() {
    world.pass(PERIOD);
    world.cut(a, b);
    world.cut(a, c);
    CommitHash onA = a.commit(PATH);
    CommitHash onB = b.commit(PATH);
    world.join(a, b);
    world.join(a, c);
    world.pass(PERIOD);
    assertThat(a.branches(PATH)).containsEntry(MAIN, onA);
    assertThat(b.branches(PATH)).containsEntry(MAIN, onB);
    assertThat(count(a, SyncEvent.Diverged.class)).isPositive();
    assertThat(count(b, SyncEvent.Diverged.class)).isPositive();
  }

  private static void assertKept(CalmWorld.Host host, String branch, CommitHash tip) {
    assertThat(host.repository(PATH).kept()).containsKey(new KeptTip(name(branch), tip));
  }

  @Test
  void keepsAtHomeWhatItsOwnUserMovesAwayFrom() {
    CommitHash base = a.commit(PATH);
    CommitHash left = a.commitOn(PATH, "side");
    world.settle();
    a.point(PATH, "side", base);
    world.settle();
    assertKept(a, "side", left);
    assertThat(count(a, SyncEvent.TipKept.class)).isEqualTo(1);
    assertKept(b, "side_hesokr_a", left);
    assertThat(count(b, SyncEvent.TipKept.class)).as("what was kept by who displaced it").isZero();
  }

  @Test
  void keepsWhatItAdvancedToAndItsUserResets() {
    CommitHash before = a.commit(PATH);
    world.settle();
    CommitHash taken = a.commit(PATH);
    world.settle();
    world.cut(b, a);
    world.cut(b, c);
    b.point(PATH, "main", before);
    world.settle();
    assertKept(b, "main", taken);
  }

  @Test
  void findsInAReflogWhatHappenedWhileNoDaemonRan() {
    CommitHash base = a.commit(PATH);
    CommitHash left = a.commitOn(PATH, "side");
    world.settle();
    a.kill();
    a.point(PATH, "side", base);
    a.start();
    world.settle();
    assertKept(a, "side", left);
  }

  @Test
  void findsInAReflogWhatHappenedBetweenTwoLooks() {
    CommitHash base = a.commit(PATH);
    CommitHash next = a.commitOn(PATH, "side");
    world.settle();
    CommitHash unseen = a.commitOn(PATH, "side");
    a.point(PATH, "side", base);
    world.settle();
    assertThat(unseen).isNotEqualTo(next);
    // What contains the other is enough.
    assertThat(a.repository(PATH).kept()).containsOnlyKeys(new KeptTip(name("side"), unseen));
  }

  @Test
  void triesAgainToKeepWhatCannotBeKeptAtOnce() {
    CommitHash base = a.commit(PATH);
    CommitHash left = a.commitOn(PATH, "side");
    world.settle();
    a.repository(PATH).makeUnwritable(name("side"));
    a.point(PATH, "side", base);
    world.pass(PERIOD);
    assertThat(a.repository(PATH).kept()).isEmpty();
    assertThat(count(a, SyncEvent.KeepingBlocked.class)).isEqualTo(1);
    a.repository(PATH).makeAllWritable();
    world.pass(Duration.ofSeconds(31));
    assertKept(a, "side", left);
  }

  @Test
  void keepsNothingThatAnotherBranchContains() {
    CommitHash base = a.commit(PATH);
    CommitHash merged = a.commitOn(PATH, "side");
    a.point(PATH, "other", merged);
    world.settle();
    a.commitOn(PATH, "other");
    a.point(PATH, "side", base);
    world.settle();
    assertThat(a.branches(PATH).get(name("other"))).isNotEqualTo(merged);
    assertThat(a.repository(PATH).kept()).isEmpty();
  }

  @Test
  void keepsNothingThatMovesForward() {
    for (int i = 0; i < 10; i++) {
      a.commitOn(PATH, "side");
      world.settle();
    }
    assertThat(a.repository(PATH).kept()).isEmpty();
    assertThat(count(a, SyncEvent.TipKept.class)).isZero();
  }
}
