package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.RefsMark;
import org.junit.jupiter.api.Test;

final class LastMarkTest {

  private static final Optional<RefsMark> ONE = Optional.of(new RefsMark("one"));
  private static final Optional<RefsMark> TWO = Optional.of(new RefsMark("two"));

  private final LastMark last = new LastMark(0);

  private boolean isStill(Optional<RefsMark> mark) {
    last.give(new LastMark.Given(mark, 1, Instant.EPOCH));
    return last.still().isPresent();
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
    last.forget();
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
}
