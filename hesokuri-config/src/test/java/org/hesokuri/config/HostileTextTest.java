package org.hesokuri.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.config.Readings.problems;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text that is made to hurt: the answer is right, and costs little more than that to a harmless
 * text of the same size. Cost is processor time of this process, which does not grow with what else
 * the machine does. Anything that is quadratic in a mebibyte costs thousands of times as much.
 */
class HostileTextTest {

  /** As many times the cost of a harmless text a hostile one may have. */
  private static final int MOST_TIMES = 10;

  /** Processor time is counted in such steps. */
  private static final Duration TICK = Duration.ofMillis(10);

  private static final int FULL = ConfigurationText.MAX_BYTES;

  static Stream<Arguments> hostileText() {
    return Stream.of(
        row("[".repeat(1_000_000), "nested deeper than 64"),
        row("{".repeat(1_000_000), "nested deeper than 64"),
        row("#{".repeat(500_000), "nested deeper than 64"),
        row("#_ ".repeat(300_000), "nested deeper than 64"),
        row("#a ".repeat(300_000), "nested deeper than 64"),
        row("]".repeat(1_000_000), "] closes nothing"),
        row("\n".repeat(1_000_000) + "]", "line 1000001, column 1: ] closes nothing"),
        row("[\"" + "x".repeat(1_000_000), "no closing quote"),
        row("[{\"a\" \"" + "x".repeat(1_000_000) + "\"}]", "longer than 4096"),
        row("[{\"a\" \"/" + "/".repeat(1_000_000) + "\"}]", "longer than 4096"),
        row("[{\"" + "a".repeat(1_000_000) + "\" \"/x\"}]", "longer than 253"),
        row("[" + "9".repeat(1_000_000) + "]", "longer than 100 characters"),
        row("[-" + "9".repeat(1_000_000) + "N]", "longer than 100 characters"),
        row("[0." + "9".repeat(1_000_000) + "M]", "longer than 100 characters"),
        row("[1e999999999M]", "found the value 1E+999999999"),
        row("[1e999999999]", "found the value Infinity"),
        row("[1e" + "9".repeat(50) + "M]", "is no number"),
        row("[:" + "a".repeat(1_000_000) + "]", "expected a source"),
        row("[:" + "a/".repeat(400_000) + "]", "is no keyword"),
        row("[#" + "a".repeat(1_000_000) + " 1]", "is not read"),
        row("[#inst \"" + "9".repeat(1_000_000) + "\"]", "#inst does not take"),
        row("[#uuid \"" + "9-".repeat(400_000) + "\"]", "#uuid does not take"),
        row("[] " + "] ".repeat(400_000), "the configuration ended before this"),
        row("[" + "7 ".repeat(500_000) + "]", "more than 100000 values"),
        row("[#{" + "7 ".repeat(500_000) + "}]", "more than 100000 values"),
        row("[" + "7 ".repeat(90_000) + "]", "and 89900 more"),
        row("[" + "{} ".repeat(49_000) + "]", "and 48900 more"),
        row("[#{" + "7 ".repeat(90_000) + "}]", "and 89900 more"),
        row("[{" + "\"a\" \"/x\" ".repeat(45_000) + "}]", "and 44899 more"),
        row("[" + "+ ".repeat(90_000) + "]", "and 89900 more"),
        row("\u0000".repeat(1_000_000), "holds no configuration"),
        row("\uD83D\uDE00".repeat(200_000), "cannot be read here"),
        row("{:sources 7 :comment #{" + sameHash("\"", "\"") + "}}", "expected a vector"),
        row("{:sources 7 :comment {" + sameHash("\"", "\" 1") + "}}", "expected a vector"),
        row("{:sources 7 :comment #{" + sameHash("[\"", "\"]") + "}}", "expected a vec"),
        row(
            "{:sources 7 :comment "
                + "#{".repeat(60)
                + '"'
                + "x".repeat(1_000_000)
                + '"'
                + "}".repeat(60)
                + "}",
            "expected a vector"),
        row(sources(i -> "/x" + "/y".repeat(i % 1000)), "and "),
        row(sources(i -> "/x/" + i), "differs only in case"));
  }

  private static Arguments row(String text, String words) {
    return Arguments.of(text.length() < FULL ? text : text.substring(0, FULL), words);
  }

  /** Sources with ever other identities, the last of which differs from the first in its case. */
  private static String sources(IntFunction<String> path) {
    String many =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"a\" \"" + path.apply(i) + "\"}")
            .collect(Collectors.joining("\n"));
    return "[" + many + "{\"A\" \"/z\"}]";
  }

  /** Many different words of one hash code, as {@code "Aa"} and {@code "BB"} are. */
  private static String sameHash(String before, String after) {
    return IntStream.range(0, 1 << 14)
        .mapToObj(
            number ->
                IntStream.range(0, 14)
                    .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", before, after)))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @MethodSource("hostileText")
  void answersAtTheCostOfHarmlessText(String text, String words) throws Exception {
    Cost harmless = Await.end(() -> cost(harmless(8_000)));

    Cost hostile = Await.end(() -> cost(text));

    assertThat(hostile.problems().toString()).contains(words).hasSizeLessThan(60_000);
    assertThat(hostile.isAtMost(MOST_TIMES, harmless))
        .as("%s, a harmless one %s", hostile.time(), harmless.time())
        .isTrue();
  }

  @Test
  void readsALargeValidFileAtTheCostOfItsSize() throws Exception {
    assertThat(Readings.sources(harmless(8_000))).hasSize(8_000);
    Cost small = Await.end(() -> cost(harmless(1_000)));

    Cost large = Await.end(() -> cost(harmless(8_000)));

    assertThat(large.isAtMost(2 * 8, small))
        .as("%s, an eighth of it %s", large.time(), small.time())
        .isTrue();
  }

  /** What a text cost to read, and what is wrong with it. */
  private record Cost(Duration time, List<String> problems) {

    boolean isAtMost(int times, Cost other) {
      return time.compareTo(other.time.plus(TICK).multipliedBy(times)) < 0;
    }
  }

  private static Cost cost(String text) {
    Duration before = processorTime();
    List<String> problems = problems(text);
    return new Cost(processorTime().minus(before), problems);
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** A large file of the kind that users write. */
  private static String harmless(int sources) {
    return IntStream.range(0, sources)
        .mapToObj(
            i ->
                "{:host-to-path {\"host-1\" \"/home/me/%d\" \"host-2\" \"~/%d\"} :keep-days 7}"
                    .formatted(i, i))
        .collect(Collectors.joining("\n", "[", "]"));
  }

  @Test
  void acceptsNestingUpToTheLimit() {
    String deepest = "{:sources [] :comment " + "[".repeat(63) + "]".repeat(63) + "}";
    String deeper = "{:sources [] :comment " + "[".repeat(64) + "]".repeat(64) + "}";

    assertThat(problems(deepest)).isEmpty();
    assertThat(problems(deeper)).singleElement().asString().contains("line 1, column 86");
  }

  @Test
  void acceptsAFileOfExactlyTheLimit() {
    String text = "[]" + " ".repeat(FULL - 2);

    assertThat(problems(text)).isEmpty();
    assertThat(problems(text + " "))
        .containsExactly("line 1, column 1: the file is larger than 1 MiB; is it the right one?");
  }

  @Test
  void tellsWhereTheTextIsNotUtf8() {
    byte[] latin1 = "[{\"a\"\n \"/b\u00fccher\"}]".getBytes(ISO_8859_1);
    byte[] cutShort = new byte[] {'[', (byte) 0xe2, (byte) 0x82};
    byte[] utf16 = "[]".getBytes(UTF_16);
    byte[] overlong = new byte[] {'[', ']', (byte) 0xc0, (byte) 0xaf};
    byte[] surrogate = new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80};

    assertThat(problems(ConfigurationText.read(latin1)))
        .containsExactly("line 2, column 5: the byte 0xfc is not UTF-8; save the file as UTF-8");
    assertThat(problems(ConfigurationText.read(cutShort)))
        .containsExactly("line 1, column 2: the byte 0xe2 is not UTF-8; save the file as UTF-8");
    assertThat(problems(ConfigurationText.read(utf16)))
        .containsExactly("line 1, column 1: the byte 0xfe is not UTF-8; save the file as UTF-8");
    assertThat(problems(ConfigurationText.read(overlong))).hasSize(1);
    assertThat(problems(ConfigurationText.read(surrogate))).hasSize(1);
  }

  @Test
  void answersWhateverTheBytesAre() {
    String seedText =
        "{:sources [{:host-to-path {\"a\" \"/x\" \"b\" \"~/y\"} :keep-days 7 #_ :no"
            + " :live-edit-branches {:only #{\"m\"}}}] :comment #inst \"2026-01-01\" \\a 1.5M}";
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = seedText.getBytes(UTF_8);
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        String letters = "[]{}()#_\"\\:;' \n09eNM-+/^@~\u0000";
        int at = random.nextInt(bytes.length);
        bytes[at] =
            random.nextInt(4) == 0
                ? (byte) random.nextInt(256)
                : (byte) letters.charAt(random.nextInt(letters.length()));
      }
      assertThat(ConfigurationText.read(bytes)).as("seed %d", seed).isNotNull();
    }
  }
}
