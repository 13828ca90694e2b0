package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How lines for people look on a terminal of 80 columns, and in a pipe. */
final class TerminalTest {

  private static final Terminal SOMEBODY = new Terminal(true, false);

  private static String words(int number) {
    return IntStream.range(0, number).mapToObj(i -> "word").collect(Collectors.joining(" "));
  }

  @Test
  void breaksBetweenWords() {
    // 16 words of 4 letters, with a blank between each, are 79 columns.
    assertThat(SOMEBODY.prose(words(16), 0, 4)).isEqualTo(words(16));
    assertThat(SOMEBODY.prose(words(17), 0, 4)).isEqualTo(words(16) + "\n    word");
    assertThat(SOMEBODY.prose("  " + words(16), 0, 4)).isEqualTo("  " + words(15) + "\n    word");
    assertThat(SOMEBODY.prose(words(32), 6, 6))
        .isEqualTo(String.join("\n      ", List.of(words(15), words(15), words(2))));
  }

  @Test
  void neverBreaksWhatIsToBeCopied() {
    String command = "`ssh-keygen -R '[desk.example]:2222' and so on and on`,";
    assertThat(SOMEBODY.prose(words(10) + " " + command + " then", 0, 2))
        .isEqualTo(words(10) + "\n  " + command + " then");
    String path = "/" + "x".repeat(100);
    assertThat(SOMEBODY.prose(path + " is gone", 0, 2)).isEqualTo(path + "\n  is gone");
  }

  @Test
  void leavesALineAsItIsForPrograms() {
    assertThat(new Terminal(false, false).prose(words(100), 0, 2)).isEqualTo(words(100));
  }
}
