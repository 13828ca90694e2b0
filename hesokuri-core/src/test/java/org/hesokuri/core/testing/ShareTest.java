package org.hesokuri.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

  private static final String NUMBER = "trials.of.share.test";

  private final String given = System.getProperty("share");

  @BeforeEach
  void nothingIsGiven() {
    System.clearProperty("share");
  }

  @AfterEach
  void whatWasGivenIsGivenAgain() {
    System.clearProperty(NUMBER);
    if (given == null) {
      System.clearProperty("share");
    } else {
      System.setProperty("share", given);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 60, 20_001})
  void eightEighthsExecuteEachTrialExactlyOnce(long total) {
    LongStream eighths =
        IntStream.range(0, 8)
            .mapToObj(part -> Share.parse(part + "/8"))
            .flatMapToLong(share -> share.from(total));
    assertThat(eighths.sorted()).containsExactlyElementsOf(numbers(total));
  }

  @Test
  void isTheFirstEighthUnlessAnotherIsGiven() {
    assertThat(Share.of(20)).containsExactly(0L, 8L, 16L);
    System.setProperty("share", "3/8");
    assertThat(Share.of(20)).containsExactly(3L, 11L, 19L);
    assertThat(Share.ofThisRun().isAll()).isFalse();
    System.setProperty("share", "all");
    assertThat(Share.of(20)).containsExactlyElementsOf(numbers(20));
    assertThat(Share.ofThisRun().isAll()).isTrue();
  }

  @Test
  void isEverythingWhereSomebodyAsksForANumber() {
    assertThat(Share.of(NUMBER, 9)).containsExactly(0L, 8L);
    System.setProperty(NUMBER, "3");
    assertThat(Share.of(NUMBER, 9)).containsExactly(0L, 1L, 2L);
    assertThat(Share.ofThisRun(NUMBER).isAll()).isTrue();
    System.setProperty("share", "1/2");
    assertThat(Share.of(NUMBER, 9)).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "8/8", "0/0", "-1/8", "1/8 ", "some", "99999999/8"})
  void doesNotGuessWhatIsMeant(String text) {
    System.setProperty("share", text);
    assertThatThrownBy(() -> Share.of(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decidesTheSameForTheSameTrialAndOtherwiseForItsNeighbours() {
    Set<Integer> first = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      for (int trial = 0; trial < 100; trial++) {
        Random random = Share.random(seed, trial);
        int number = random.nextInt();
        assertThat(Share.random(seed, trial).nextInt()).isEqualTo(number);
        first.add(number >>> 16);
      }
    }
    assertThat(first).as("beginnings of 1,000 trials").hasSizeGreaterThan(900);
  }

  private static Iterable<Long> numbers(long total) {
    return LongStream.range(0, total).boxed().toList();
  }
}
