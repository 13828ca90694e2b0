package org.hesokuri.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.status.PeerStatus.Talks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TalkWordsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "12345678, 12.3 MB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "9223372036854775807, 9.2 EB"
  })
  void sayBytesAsPeopleDo(long number, String words) {
    assertThat(TalkWords.bytes(number)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"400, 0.4 ms", "5440, 5.4 ms", "12400, 12 ms", "2500000, 2500 ms", "12000000, 12 s"})
  void sayHowLongAnAnswerTook(long micros, String words) {
    Duration answer = Duration.ofNanos(micros * 1_000);
    assertThat(TalkWords.of(new Talks(0, 0, Optional.of(answer), Traffic.NONE)).answer())
        .isEqualTo(words);
  }

  @Test
  void sayWhoTalksAndWhoWaits() {
    assertThat(TalkWords.of(Talks.NONE).now()).isEqualTo("nothing under way");
    assertThat(TalkWords.of(Talks.NONE).answer()).isEqualTo("not measured yet");
    assertThat(TalkWords.of(talks(1, 0)).now()).isEqualTo("1 source under way");
    assertThat(TalkWords.of(talks(4, 7)).now())
        .isEqualTo("4 sources under way, 7 sources waiting for a turn");
  }

  private static Talks talks(int underWay, int waiting) {
    return new Talks(underWay, waiting, Optional.empty(), Traffic.NONE);
  }
}
