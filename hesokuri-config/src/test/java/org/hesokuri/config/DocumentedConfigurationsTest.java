package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each configuration that the documentation shows. */
final class DocumentedConfigurationsTest {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```clojure\\n(.*?)```", Pattern.DOTALL);

  static List<String> shown() throws IOException {
    List<String> blocks = new ArrayList<>();
    try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      Stream.concat(docs, Stream.of(PROJECT.resolve("README.md")))
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .forEach(
              file ->
                  BLOCK.matcher(text(file)).results().forEach(found -> blocks.add(found.group(1))));
    }
    return blocks;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("shown")
  void isValidAndLeavesNothingToWarnOf(String block) {
    assertThat(Readings.sources(block)).isNotEmpty();
    assertThat(Readings.warnings(block)).isEmpty();
  }

  @Test
  void areFound() throws IOException {
    assertThat(shown()).hasSizeGreaterThanOrEqualTo(6);
  }
}
