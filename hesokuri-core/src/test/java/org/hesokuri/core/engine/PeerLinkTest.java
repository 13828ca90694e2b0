package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeerLinkTest {

  private static final PeerId BETA = new PeerId("beta");

  private final ManualScheduling scheduling = new ManualScheduling();
  private final EventLog events = new EventLog(scheduling);
  private final GitBackend git = mock(GitBackend.class);
  private final RepositoryMemory repositories = mock(RepositoryMemory.class);
  private final PeerLink link =
      new PeerLink(
          BETA,
          new EngineParts(
              git, repositories, scheduling, EngineTimes.DEFAULT, KeptRefs.DEFAULT, events));
  private final List<Long> attempts = new ArrayList<>();

  /** A link only decides who may talk. */
  @AfterEach
  void touchesNoRepository() {
    verifyNoInteractions(git, repositories);
  }

  private static PeerFailure failure(PeerFailure.Kind kind) {
    return new PeerFailure(kind, "beta does not answer");
  }

  /** A source that tries whenever it may, for ever. */
  private Lane source(BooleanSupplier peerIsUp) {
    Lane[] lane = new Lane[1];
    lane[0] =
        new Lane(
            link::run,
            () -> {
              if (!link.enter(lane[0])) {
                return;
              }
              attempts.add(Duration.ofNanos(scheduling.nanoTime()).toSeconds());
              if (peerIsUp.getAsBoolean()) {
                link.met();
              } else {
                link.failed(failure(PeerFailure.Kind.UNREACHABLE));
                lane[0].poke();
              }
              link.leave();
            });
    return lane[0];
  }

  private List<Class<?>> told() {
    List<Class<?>> told = new ArrayList<>();
    for (RecordedEvent event : events.recent()) {
      told.add(event.event().getClass());
    }
    return told;
  }

  @Test
  void triesADeadPeerInGrowingPausesOfAtMostTheRetryPeriod() {
    source(() -> false).poke();
    scheduling.pass(Duration.ofMinutes(12));
    assertThat(attempts).containsExactly(0L, 5L, 15L, 35L, 75L, 155L, 315L, 495L, 675L);
    assertThat(told()).containsExactly(SyncEvent.PeerLost.class);
  }

  @Test
  void spendsOneAttemptOnADeadPeerHoweverManySourcesWait() {
    for (int i = 0; i < 100; i++) {
      source(() -> false).poke();
    }
    scheduling.pass(Duration.ofSeconds(4));
    // Some talks were under way when the first one failed; they end the same pause.
    assertThat(attempts).hasSizeLessThanOrEqualTo(4);
    int before = attempts.size();
    scheduling.pass(Duration.ofSeconds(2));
    assertThat(attempts).hasSize(before + 1);
  }

  @Test
  void servesEverybodyOnceThePeerIsBack() {
    boolean[] up = {false};
    for (int i = 0; i < 20; i++) {
      source(() -> up[0]).poke();
    }
    scheduling.pass(Duration.ofSeconds(1));
    up[0] = true;
    attempts.clear();
    scheduling.pass(Duration.ofSeconds(5));
    assertThat(attempts).hasSize(20);
    assertThat(told()).containsExactly(SyncEvent.PeerLost.class, SyncEvent.PeerMet.class);
  }

  @Test
  void triesAtOnceWhenAskedTo() {
    boolean[] up = {false};
    source(() -> up[0]).poke();
    scheduling.pass(Duration.ofMinutes(10));
    attempts.clear();
    up[0] = true;
    link.tryNow();
    scheduling.settle();
    assertThat(attempts).hasSize(1);
  }

  @Test
  void saysSinceWhenWhyAndWhenItIsTriedAgain() {
    source(() -> false).poke();
    scheduling.pass(Duration.ofSeconds(6));
    PeerStatus.Failing failing =
        link.status().reach().fold(notTried -> null, met -> null, PeerStatus.Failing.class::cast);
    assertThat(failing.why()).isEqualTo("beta does not answer");
    assertThat(failing.lastMet()).isEmpty();
    assertThat(Duration.between(failing.since(), failing.nextTry()))
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void tellsWhenTheKindOfFailureChanges() {
    link.failed(failure(PeerFailure.Kind.UNREACHABLE));
    Lane lane = new Lane(link::run, () -> {});
    scheduling.pass(Duration.ofSeconds(5));
    assertThat(link.enter(lane)).isTrue();
    link.failed(failure(PeerFailure.Kind.HOST_KEY_CHANGED));
    link.leave();
    assertThat(told()).containsExactly(SyncEvent.PeerLost.class, SyncEvent.PeerLost.class);
  }

  @Test
  void doesNotBlockForEverAfterAProbeWithoutAnswer() {
    link.failed(failure(PeerFailure.Kind.UNREACHABLE));
    scheduling.pass(Duration.ofSeconds(5));
    Lane lane = new Lane(link::run, () -> {});
    assertThat(link.enter(lane)).isTrue();
    assertThat(link.enter(lane)).as("a second probe beside the first").isFalse();
    link.leave();
    assertThat(link.enter(lane)).isTrue();
  }

  @Test
  void pokesWhatPausesByItselfWhenThePeerIsBack() {
    link.met();
    int returns = link.returns();
    List<Long> poked = new ArrayList<>();
    Lane pausing = new Lane(link::run, () -> poked.add(scheduling.nanoTime()));
    link.pokeOnReturn(pausing);
    link.met();
    scheduling.pass(Duration.ofSeconds(1));
    assertThat(poked).as("it was there all the time").isEmpty();
    assertThat(link.returns()).isEqualTo(returns);
    link.failed(failure(PeerFailure.Kind.UNREACHABLE));
    link.met();
    scheduling.pass(Duration.ofSeconds(1));
    assertThat(poked).hasSize(1);
    assertThat(link.returns()).isEqualTo(returns + 1);
  }
}
