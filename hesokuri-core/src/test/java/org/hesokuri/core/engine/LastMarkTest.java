package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.RefsMark;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;

final class LastMarkTest {

  private static final Optional<RefsMark> ONE = Optional.of(new RefsMark("one"));
  private static final Optional<RefsMark> TWO = Optional.of(new RefsMark("two"));

  private final LastMark last = new LastMark(0);

  private static final Advertisement HELD = holding("1");
  private static final long ASKED = 10;

  private static Advertisement holding(String digit) {
    return new Advertisement(
        ImmutableMap.of(new BranchName("x"), new CommitHash(digit.repeat(40))), ImmutableSet.of());
  }

  private boolean isStill(Optional<RefsMark> mark) {
    return isStill(mark, Optional.empty());
  }

  private boolean isStill(Optional<RefsMark> mark, Optional<Advertisement> contents) {
    last.give(
        new LastMark.Given(
            mark.map(text -> new SurveyedRefs(text, contents)), ASKED, Instant.EPOCH));
    return last.still(HELD).isPresent();
  }

  @Test
  void countsForNothingBeforeThePeerListedSomethingAfterIt() {
    assertThat(isStill(ONE)).isFalse();
    assertThat(isStill(ONE)).isFalse();
    last.listed(1);
    assertThat(isStill(ONE)).isTrue();
    assertThat(isStill(ONE)).isTrue();
    assertThat(isStill(TWO)).isFalse();
  }

  @Test
  void standsForNoLaterList() {
    isStill(ONE);
    last.listed(1);
    last.listed(2);
    assertThat(isStill(ONE)).as("what the later list had more may be gone again").isFalse();
  }

  @Test
  void standsForNothingThatThePeerTookLater() {
    isStill(ONE);
    last.listed(1);
    last.forget(2);
    assertThat(isStill(ONE)).isFalse();
  }

  @Test
  void isNothingWhereThePeerCouldGiveNone() {
    isStill(Optional.empty());
    last.listed(1);
    assertThat(isStill(Optional.empty())).isFalse();
    assertThat(isStill(ONE)).isFalse();
  }

  @Test
  void isOfUseOnceThePeerHasListedAndForHalfADay() {
    assertThat(last.isOfUse(1)).isFalse();
    last.listed(1);
    assertThat(last.isOfUse(2)).isTrue();
    assertThat(last.isOfUse(Duration.ofHours(11).toNanos())).isTrue();
    assertThat(last.isOfUse(Duration.ofHours(12).toNanos() + 1)).isFalse();
    isStill(ONE);
    assertThat(last.isOfUse(2)).as("while it waits for a list").isFalse();
  }

  @Test
  void isNotNeededWhereTheRefsAreWhatThePeerHeld() {
    last.listed(1);
    last.forget(2);
    assertThat(last.isMissing()).isTrue();
    assertThat(isStill(ONE, Optional.of(HELD))).isTrue();
    assertThat(last.isMissing()).isFalse();
    assertThat(isStill(ONE)).as("and stands for them from then on").isTrue();
    assertThat(isStill(TWO)).isFalse();
  }

  @Test
  void showsNothingWhereTheRefsAreOthers() {
    last.listed(1);
    assertThat(isStill(ONE, Optional.of(holding("2")))).isFalse();
    assertThat(last.isOfUse(2)).as("before the peer has listed them").isFalse();
  }

  @Test
  void standsForNothingIfThePeerTookSomethingBetweenTheMarkAndTheRefs() {
    last.listed(1);
    last.forget(ASKED);
    assertThat(isStill(ONE, Optional.of(HELD))).isFalse();
  }
}
