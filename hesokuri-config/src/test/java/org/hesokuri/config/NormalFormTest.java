package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hesokuri.core.model.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations in the one form that all have which mean the same. */
final class NormalFormTest {

  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);

  private static String normal(String text) {
    return ConfigurationText.read(text.getBytes(StandardCharsets.UTF_8))
        .fold(
            valid -> NormalForm.of(valid.file()),
            invalid -> {
              throw new AssertionError(invalid.problems() + " in " + text);
            });
  }

  @Test
  void spellsEverythingOutInOrder() {
    assertThat(
            normal(
                """
                {:keep-days 30 ; all
                 :sources [{"nas" "/n", "laptop" "~/n"}
                           {:keep-days 90 :unwanted-branches {"y" ["%s" "%s"] "x" []}
                            :host-to-path {"nas" "/m"} :live-edit-branches {:except #{}}}
                           {:unwanted-branches #{"z" "y"} :live-edit-branches {:only #{"b" "a"}}
                            :host-to-path {"nas" "/\\"o"}}]}
                """
                    .formatted(B, A)))
        .isEqualTo(
            """
            [{:host-to-path {"laptop" "~/n"
                             "nas" "/n"}
              :live-edit-branches {:only #{"hesokuri"}}
              :keep-days 30}

             {:host-to-path {"nas" "/m"}
              :live-edit-branches {:except #{}}
              :unwanted-branches {"x" []
                                  "y" ["%s" "%s"]}}

             {:host-to-path {"nas" "/\\"o"}
              :live-edit-branches {:only #{"a" "b"}}
              :unwanted-branches #{"y" "z"}
              :keep-days 30}]
            """
                .formatted(A, B));
  }

  @Test
  void isAnEmptyVectorWithoutSources() {
    assertThat(normal("{:sources []}")).isEqualTo("[]\n");
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void meansTheSameAndIsItsOwnNormalForm(int seed) {
    Random random = new Random(seed);
    List<Source> sources = new ArrayList<>();
    for (int number = random.nextInt(6); number > 0; number--) {
      sources.add(RoundTripTest.source(random, number));
    }
    String normal = normal(new RoundTripTest.Writer(random).file(sources));
    assertThat(Readings.sources(normal)).as("seed %d: %s", seed, normal).isEqualTo(sources);
    assertThat(normal(normal)).isEqualTo(normal);
    assertThat(normal(new RoundTripTest.Writer(random).file(sources))).isEqualTo(normal);
  }
}
