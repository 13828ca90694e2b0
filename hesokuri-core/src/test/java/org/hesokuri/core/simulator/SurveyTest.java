package org.hesokuri.core.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.Holding;
import org.junit.jupiter.api.Test;

/** Hosts that hold many sources ask each other about all of them at once. */
final class SurveyTest {

  private static final int SOURCES = 20;
  private static final Duration PERIOD = Duration.ofMinutes(3);
  private static final RepoPath FIRST = new RepoPath("/s0");
  private static final BranchName SIDE = new BranchName("side_hesokr_a");

  private final CalmWorld world = new CalmWorld();

  private static Source[] sources(String other) {
    return IntStream.range(0, SOURCES)
        .mapToObj(i -> source(other, "/s" + i))
        .toArray(Source[]::new);
  }

  private static Source source(String other, String path) {
    RepoPath there = new RepoPath(path);
    return new Source(
        ImmutableSortedMap.of(new PeerId("a"), there, new PeerId(other), there),
        new LiveEditRule.Only(ImmutableSortedSet.of("main")),
        UnwantedRule.NONE,
        Duration.ofDays(90));
  }

  private CalmWorld.Host started(String name, String other) {
    CalmWorld.Host host = world.new Host(name, sources(name.equals("a") ? other : name));
    host.start();
    return host;
  }

  @Test
  void asksOncePerPeriodAboutAllSourcesInStep() {
    CalmWorld.Host a = started("a", "b");
    started("b", "b");
    world.pass(PERIOD);
    a.commitOn(FIRST, "side");
    world.pass(PERIOD.multipliedBy(4));
    world.forgetCalls();
    int surveys = world.surveys();
    world.pass(PERIOD.multipliedBy(10));
    assertThat(world.calls()).isEmpty();
    // Both ask each other, none of them later than after a period.
    assertThat(world.surveys() - surveys).isBetween(2 * 10 - 1, 2 * 11);
  }

  @Test
  void asksNoSourceByItselfMoreThanOnceWhereNothingMoves() {
    started("a", "b");
    started("b", "b");
    world.pass(PERIOD.multipliedBy(10));
    // Once for what is there, and before the other one is up.
    assertThat(world.calls()).hasSize(2);
    assertThat(world.calls().values()).allMatch(times -> times <= 2 * SOURCES);
  }

  @Test
  void asksNobodyAboutSourcesThatAreGoneHere() {
    CalmWorld.Host a = started("a", "b");
    started("b", "b");
    world.pass(PERIOD.multipliedBy(4));
    IntStream.range(0, SOURCES).forEach(i -> a.machine.unmount(new RepoPath("/s" + i)));
    world.pass(PERIOD.multipliedBy(4));
    int surveys = world.surveys();
    world.pass(PERIOD.multipliedBy(10));
    assertThat(world.surveys()).isEqualTo(surveys);
  }

  @Test
  void asksNoSourceByItselfAgainAfterItWasPushed() {
    CalmWorld.Host a = started("a", "b");
    started("b", "b");
    world.pass(PERIOD.multipliedBy(4));
    a.commitOn(FIRST, "side");
    world.pass(Duration.ofMinutes(2));
    world.forgetCalls();
    world.pass(PERIOD.multipliedBy(10));
    // The other one has to list what moved here.
    assertThat(world.calls()).doesNotContainKey("a to b");
  }

  @Test
  void asksOnceAboutSourcesThatCameIntoStepOneAfterTheOther() {
    CalmWorld.Host b = started("b", "b");
    world.settle();
    b.kill();
    Source[] all = sources("b");
    CalmWorld.Host a = world.new Host("a", all[0]);
    a.start();
    for (int i = 2; i <= SOURCES; i++) {
      world.pass(Duration.ofSeconds(8));
      a.reconfigure(Arrays.copyOf(all, i));
    }
    world.pass(Duration.ofSeconds(8));
    int surveys = world.surveys();
    world.pass(PERIOD.multipliedBy(3));
    // About what was asked lately a little later than about the others.
    assertThat(world.surveys() - surveys).isBetween(3, 6);
  }

  @Test
  void showsThatThePeerSaidSoAgain() {
    CalmWorld.Host a = started("a", "b");
    started("b", "b");
    world.pass(PERIOD);
    a.commitOn(FIRST, "side");
    world.pass(PERIOD.multipliedBy(3));
    Instant before = saidAt(a);
    world.forgetCalls();
    world.pass(PERIOD);
    assertThat(saidAt(a)).isAfter(before);
    assertThat(world.calls()).isEmpty();
  }

  private static Instant saidAt(CalmWorld.Host on) {
    Holding holding =
        on.engine().status().sources().get(0).branches().stream()
            .filter(branch -> branch.name().equals(new BranchName("side")))
            .findFirst()
            .orElseThrow()
            .peers()
            .get(new PeerId("b"));
    return ((Holding.Exactly) holding).saidAt();
  }

  @Test
  void noticesWhatWasTakenAwayThere() {
    CalmWorld.Host a = started("a", "b");
    CalmWorld.Host b = started("b", "b");
    world.pass(PERIOD);
    CommitHash commit = a.commitOn(FIRST, "side");
    world.pass(PERIOD.multipliedBy(4));
    b.kill();
    b.machine.replaceDisk();
    b.start();
    world.pass(PERIOD.multipliedBy(2));
    assertThat(b.branches(FIRST)).containsEntry(SIDE, commit);
  }

  @Test
  void triesAgainWhatThePeerWouldNotTakeThoughNothingMovedThere() {
    CalmWorld.Host a = started("a", "b");
    CalmWorld.Host b = started("b", "b");
    world.pass(PERIOD);
    b.repository(FIRST).hook(new PushHook(false, ref -> true));
    CommitHash commit = a.commitOn(FIRST, "side");
    world.pass(PERIOD.multipliedBy(4));
    assertThat(b.branches(FIRST)).doesNotContainKey(SIDE);
    b.repository(FIRST).hook(PushHook.NONE);
    world.pass(PERIOD.multipliedBy(2));
    assertThat(b.branches(FIRST)).containsEntry(SIDE, commit);
  }

  @Test
  void noticesThatADiskWasSetBackToBeforeTheLastPush() {
    CalmWorld.Host a = started("a", "b");
    CalmWorld.Host b = started("b", "b");
    world.pass(PERIOD);
    CommitHash one = a.commitOn(FIRST, "side");
    world.pass(PERIOD.multipliedBy(4));
    CommitHash two = a.commitOn(FIRST, "side");
    world.pass(Duration.ofSeconds(1));
    assertThat(b.branches(FIRST)).containsEntry(SIDE, two);
    b.point(FIRST, SIDE.text(), one);
    world.pass(PERIOD.multipliedBy(2));
    assertThat(b.branches(FIRST)).containsEntry(SIDE, two);
  }

  @Test
  void listsWhatAPeerHoldsAtLeastOnceADay() {
    started("a", "b");
    started("b", "b");
    world.pass(PERIOD.multipliedBy(4));
    world.forgetCalls();
    world.pass(Duration.ofDays(1));
    assertThat(world.calls().values()).hasSize(2).allMatch(times -> times == SOURCES);
  }

  @Test
  void asksAboutEachWhereThePeerCannotSayIt() {
    CalmWorld.Host a = started("a", "bee");
    CalmWorld.Host bee = started("bee", "bee");
    world.pass(PERIOD);
    a.commitOn(FIRST, "side");
    world.pass(PERIOD.multipliedBy(4));
    int surveys = world.surveys();
    world.forgetCalls();
    world.pass(PERIOD);
    assertThat(world.calls()).containsEntry("a to bee", SOURCES);
    assertThat(world.surveys() - surveys).as("bee asks a").isBetween(1, 2);
    bee.kill();
    bee.machine.replaceDisk();
    bee.start();
    world.pass(PERIOD.multipliedBy(2));
    assertThat(bee.branches(FIRST)).containsKey(SIDE);
  }

  @Test
  void goesOnAskingAfterACallThatFailedInAWayThatNobodyForesaw() {
    CalmWorld.Host a = started("a", "b");
    CalmWorld.Host b = started("b", "b");
    world.pass(PERIOD);
    b.kill();
    world.failCalls(true);
    CommitHash commit = a.commitOn(FIRST, "side");
    // Longer than until the time that was set before comes.
    world.pass(PERIOD.plusSeconds(1));
    world.failCalls(false);
    assertThat(b.branches(FIRST)).doesNotContainKey(SIDE);
    world.pass(PERIOD.plusSeconds(1));
    assertThat(b.branches(FIRST)).containsEntry(SIDE, commit);
  }

  @Test
  void asksAPeerThatWasTakenOutAndPutBackBeforeAnybodyLooked() {
    CalmWorld.Host a = started("a", "b");
    started("b", "b");
    world.pass(PERIOD);
    world.forgetCalls();
    RepoPath own = new RepoPath("/s1");
    a.reconfigure(
        new Source(
            ImmutableSortedMap.of(new PeerId("a"), own),
            new LiveEditRule.Only(ImmutableSortedSet.of("main")),
            UnwantedRule.NONE,
            Duration.ofDays(90)));
    a.reconfigure(sources("b"));
    world.settle();
    assertThat(world.calls()).containsEntry("a to b", SOURCES);
  }
}
