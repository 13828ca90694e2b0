package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hesokuri.core.git.RefsMark;
import org.junit.jupiter.api.Test;

final class LastMarkTest {

  private static final Optional<RefsMark> ONE = Optional.of(new RefsMark("one"));
  private static final Optional<RefsMark> TWO = Optional.of(new RefsMark("two"));

  private final LastMark mark = new LastMark();

  @Test
  void countsForNothingBeforeThePeerListedSomethingAfterIt() {
    assertThat(mark.isStill(ONE)).isFalse();
    assertThat(mark.isStill(ONE)).isFalse();
    assertThat(mark.isAwaitingList()).isTrue();
    mark.listed();
    assertThat(mark.isAwaitingList()).isFalse();
    assertThat(mark.isStill(ONE)).isTrue();
    assertThat(mark.isStill(TWO)).isFalse();
  }

  @Test
  void staysTrueOfWhatWasListedLater() {
    mark.isStill(ONE);
    mark.listed();
    mark.listed();
    assertThat(mark.isStill(ONE)).isTrue();
    assertThat(mark.isStill(ONE)).isTrue();
  }

  @Test
  void isNotBelievedInOnceAnotherWasGivenAndSomethingListedAfterThat() {
    mark.isStill(ONE);
    mark.listed();
    mark.isStill(TWO);
    mark.listed();
    assertThat(mark.isStill(ONE)).isFalse();
  }

  @Test
  void isNothingWhereThePeerCouldGiveNone() {
    mark.isStill(Optional.empty());
    mark.listed();
    assertThat(mark.isStill(Optional.empty())).isFalse();
    assertThat(mark.isStill(ONE)).isFalse();
  }
}
