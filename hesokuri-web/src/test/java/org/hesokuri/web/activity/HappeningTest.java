package org.hesokuri.web.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.KeptFold;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HappeningTest {

  private static final CommitHash TIP = new CommitHash("a".repeat(40));
  private static final BranchName BRANCH = new BranchName("main");

  /** A value for each type that a component of an event may have. */
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(RepoPath.class, new RepoPath("/code/x")),
          Map.entry(PeerId.class, new PeerId("nas")),
          Map.entry(BranchName.class, BRANCH),
          Map.entry(CommitHash.class, TIP),
          Map.entry(KeptTip.class, new KeptTip(BRANCH, TIP)),
          Map.entry(KeptFold.class, new KeptFold(FoldWeek.of(Instant.EPOCH), TIP, 3)),
          Map.entry(PeerFailure.Kind.class, PeerFailure.Kind.UNREACHABLE),
          Map.entry(String.class, "so"),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(ImmutableSet.class, ImmutableSet.of()),
          Map.entry(ImmutableList.class, ImmutableList.of("one")),
          Map.entry(Duration.class, Duration.ofSeconds(3)),
          Map.entry(boolean.class, true),
          Map.entry(int.class, 3));

  static Stream<Class<?>> everyEvent() {
    return Stream.of(SyncEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void knowsTheSourceAndThePeerOfEveryEvent(Class<?> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    SyncEvent event =
        (SyncEvent) constructor.newInstance(Stream.of(types).map(VALUES::get).toArray());

    Happening happening = Happening.of(new RecordedEvent(1, Instant.EPOCH, event));

    assertThat(happening.sentence()).isEqualTo(event.sentence());
    assertThat(happening.trouble()).isEqualTo(event.isTrouble());
    assertThat(happening.source().isPresent())
        .isEqualTo(Stream.of(types).anyMatch(RepoPath.class::equals));
    assertThat(happening.peer().isPresent())
        .isEqualTo(Stream.of(types).anyMatch(PeerId.class::equals));
  }
}
