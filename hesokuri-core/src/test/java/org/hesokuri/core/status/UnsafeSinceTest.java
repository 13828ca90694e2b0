package org.hesokuri.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.junit.jupiter.api.Test;

final class UnsafeSinceTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final RepoPath PATH = new RepoPath("/x");
  private static final PeerId NAS = new PeerId("nas");
  private static final PeerId DESK = new PeerId("desk");
  private static final Holding SAFE = new Holding.Exactly(NOON);
  private static final Holding NOT_MEANT = new Holding.NotMeant("it is its own");
  private static final Holding LACKING =
      new Holding.Lacking(Optional.empty(), Optional.empty(), "it is off");

  @Test
  void lastsFromTheFirstStatusOfManyHoweverTheTipMoves() {
    UnsafeSince known =
        UnsafeSince.NOTHING
            .with(status(0, branch("a", 1, LACKING, SAFE)))
            .with(status(1, branch("a", 2, LACKING, SAFE), branch("b", 1, SAFE, LACKING)))
            .with(status(2, branch("a", 3, SAFE, LACKING), branch("b", 1, SAFE, LACKING)));
    assertThat(known.since())
        .containsExactlyInAnyOrderEntriesOf(Map.of(place("a"), at(0), place("b"), at(1)));
    assertThat(known.oldest()).hasValue(at(0));
  }

  @Test
  void beginsAnewOnceItWasSafe() {
    UnsafeSince known =
        UnsafeSince.NOTHING
            .with(status(0, branch("a", 1, LACKING, SAFE)))
            .with(status(1, branch("a", 1, SAFE, SAFE)));
    assertThat(known.oldest()).isEmpty();
    assertThat(known.with(status(2, branch("a", 2, LACKING, SAFE))).oldest()).hasValue(at(2));
  }

  @Test
  void forgetsWhatIsNoLongerThere() {
    UnsafeSince known = UnsafeSince.NOTHING.with(status(0, branch("a", 1, LACKING, SAFE)));
    assertThat(known.with(status(1))).isEqualTo(UnsafeSince.NOTHING);
  }

  @Test
  void concernsOnlyPeersThatShouldHoldTheBranch() {
    assertThat(UnsafeSince.isOnEveryPeer(branch("a", 1, SAFE, NOT_MEANT))).isTrue();
    assertThat(UnsafeSince.isOnEveryPeer(branch("a", 1, LACKING, NOT_MEANT))).isFalse();
  }

  private static UnsafeSince.Place place(String branch) {
    return new UnsafeSince.Place(PATH, new BranchName(branch));
  }

  private static Instant at(int hour) {
    return NOON.plusSeconds(3_600L * hour);
  }

  private static SyncStatus status(int hour, BranchStatus... branches) {
    SourceStatus source =
        new SourceStatus(
            PATH,
            Source.at(ImmutableSortedMap.of(NAS, PATH, DESK, PATH)),
            new SourceStatus.Running(at(hour)),
            ImmutableList.copyOf(branches),
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            0);
    return new SyncStatus(
        at(hour),
        new SyncStatus.ConfigurationStatus(
            Optional.empty(), "", NOON, ImmutableList.of(), ImmutableList.of()),
        ImmutableList.of(source),
        ImmutableList.of());
  }

  private static BranchStatus branch(String name, int tip, Holding onNas, Holding onDesk) {
    BranchName branch = new BranchName(name);
    return new BranchStatus(
        branch,
        new BranchRole.Local(branch),
        new CommitHash(Integer.toString(tip).repeat(40)),
        false,
        false,
        false,
        ImmutableSortedMap.of(NAS, onNas, DESK, onDesk),
        Optional.empty());
  }
}
