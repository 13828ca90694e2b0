package org.hesokuri.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.junit.jupiter.api.Test;

/** What the user is told, as the hours of a clock go by that the test turns. */
final class ConcernsTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-11-23T00:00:00Z");
  private static final RepoPath PATH = new RepoPath("/code/x");
  private static final PeerId NAS = new PeerId("nas");
  private static final Holding SAFE = new Holding.Exactly(MIDNIGHT);
  private static final Holding LACKING =
      new Holding.Lacking(Optional.empty(), Optional.empty(), "it is off");

  private final List<String> told = new ArrayList<>();
  private Concerns concerns = Concerns.NONE;
  private int hour;

  @Test
  void tellsOfABranchThatHasNotBeenSafeForTooLongOnceAndWhenItIsOver() {
    after(0, running(branch("a", LACKING)));
    after(23, running(branch("a", LACKING)));
    assertThat(told).isEmpty();
    after(1, running(branch("a", LACKING)));
    assertThat(told)
        .containsExactly(
            "24 UNSAFE begun /code/x: a is not on every peer: nas lacks it: it is off");
    after(1, running(branch("a", LACKING)));
    after(99, running(branch("a", LACKING)));
    assertThat(told).hasSize(1);
    after(1, running(branch("a", SAFE)));
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).startsWith("125 UNSAFE over /code/x: a is not on every peer");
    after(1, running(branch("a", LACKING)));
    after(23, running(branch("a", LACKING)));
    assertThat(told).hasSize(2);
    after(1, running(branch("a", LACKING)));
    assertThat(told).hasSize(3);
  }

  @Test
  void tellsNothingOfABranchThatIsSafeInTime() {
    for (int i = 0; i < 100; i++) {
      after(12, running(branch("a", LACKING)));
      after(1, running(branch("a", SAFE)));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void tellsOfManyAtOnce() {
    BranchStatus[] many =
        IntStream.range(0, 214)
            .mapToObj(i -> branch("b" + i, LACKING))
            .toArray(BranchStatus[]::new);
    after(0, running(many));
    after(24, running(many));
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains("b0 is").contains("b213 is");
    after(1, running(branch("b0", SAFE)));
    assertThat(told).hasSize(2);
  }

  @Test
  void tellsOfADivergenceAndABlockedAdvanceAtOnce() {
    after(0, running(waiting("a", BranchStatus.Attention.Kind.DIVERGED)));
    after(1, running(waiting("a", BranchStatus.Attention.Kind.DIVERGED)));
    after(1, running(waiting("a", BranchStatus.Attention.Kind.BLOCKED)));
    after(1, running(branch("a", SAFE)));
    assertThat(told)
        .containsExactly(
            "0 DIVERGED begun /code/x: DIVERGED, see to it",
            "2 DIVERGED over /code/x: DIVERGED, see to it",
            "2 BLOCKED begun /code/x: BLOCKED, see to it",
            "3 BLOCKED over /code/x: BLOCKED, see to it");
  }

  @Test
  void tellsOfAnInvalidConfigurationOnceHoweverItsFaultsChange() {
    after(0, status(ImmutableList.of("line 1: no"), running()));
    after(1, status(ImmutableList.of("line 2: no"), running()));
    after(1, status(ImmutableList.of(), running()));
    assertThat(told)
        .containsExactly(
            "0 CONFIGURATION begun the configuration /home/u/.hesocfg is not used: line 1: no",
            "2 CONFIGURATION over the configuration /home/u/.hesocfg is not used: line 2: no");
  }

  @Test
  void takesASourceThatIsNotLookedAtForNeitherBetterNorWorse() {
    after(0, running(waiting("a", BranchStatus.Attention.Kind.DIVERGED)));
    after(1, new SourceStatus.Stopped("the disk is gone", MIDNIGHT));
    after(1, new SourceStatus.Starting());
    after(1, running(waiting("a", BranchStatus.Attention.Kind.DIVERGED)));
    assertThat(told).hasSize(1);
    after(1, running());
    assertThat(told).hasSize(2);
  }

  @Test
  void saysItInOneHarmlessLineForMachines() {
    after(0, running(branch("\u202e\"x", LACKING)));
    Concerns.Step step =
        concerns.with(
            status(ImmutableList.of(), running(branch("\u202e\"x", LACKING))), Duration.ZERO);
    String json = new String(MessageJson.of(step.messages().get(0)));
    assertThat(json)
        .matches("[ -~]+")
        .startsWith("{\"text\":\"Hesokuri: /code/x: ")
        .contains(
            "\"kind\":\"unsafe\",\"state\":\"begun\",\"at\":\"2026-11-23T00:00:00Z\",\"count\":1",
            "\"path\":\"/code/x\",\"branch\":\"\\u202e\\\"x\"",
            "\"since\":\"2026-11-23T00:00:00Z\"");
  }

  private void after(int hours, SourceStatus.State state) {
    after(hours, source(state));
  }

  private void after(int hours, SourceStatus source) {
    after(hours, status(ImmutableList.of(), source));
  }

  /** Lets time go by, and takes in a status that was made before its time was known. */
  private void after(int hours, SyncStatus made) {
    hour += hours;
    Instant at = MIDNIGHT.plus(Duration.ofHours(hour));
    SyncStatus now = new SyncStatus(at, made.configuration(), made.sources(), made.peers());
    Concerns.Step step = concerns.with(now, NotifySettings.USUAL_PATIENCE);
    concerns = step.next();
    for (Message message : step.messages()) {
      assertThat(message.at()).isEqualTo(at);
      String sentences =
          String.join("; ", message.concerns().stream().map(Concern::sentence).toList());
      told.add(hour + " " + message.kind() + (message.begun() ? " begun " : " over ") + sentences);
    }
  }

  private static SyncStatus status(ImmutableList<String> problems, SourceStatus source) {
    return new SyncStatus(
        MIDNIGHT,
        new SyncStatus.ConfigurationStatus(
            Optional.empty(), "/home/u/.hesocfg", MIDNIGHT, problems, ImmutableList.of()),
        ImmutableList.of(source),
        ImmutableList.of());
  }

  private static SourceStatus running(BranchStatus... branches) {
    return source(new SourceStatus.Running(MIDNIGHT), branches);
  }

  private static SourceStatus source(SourceStatus.State state, BranchStatus... branches) {
    return new SourceStatus(
        PATH,
        Source.at(ImmutableSortedMap.of(NAS, PATH)),
        state,
        ImmutableList.copyOf(branches),
        ImmutableSortedMap.of(),
        ImmutableList.of(),
        0);
  }

  private static BranchStatus branch(String name, Holding onNas) {
    return branch(name, onNas, Optional.empty());
  }

  private static BranchStatus waiting(String name, BranchStatus.Attention.Kind kind) {
    return branch(
        name, SAFE, Optional.of(new BranchStatus.Attention(kind, kind + ", see to it", MIDNIGHT)));
  }

  private static BranchStatus branch(
      String name, Holding onNas, Optional<BranchStatus.Attention> attention) {
    BranchName branch = new BranchName(name);
    return new BranchStatus(
        branch,
        new BranchRole.Local(branch),
        new CommitHash("1".repeat(40)),
        false,
        false,
        false,
        ImmutableSortedMap.of(NAS, onNas),
        attention);
  }
}
