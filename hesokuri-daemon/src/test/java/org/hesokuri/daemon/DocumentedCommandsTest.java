package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command line of Hesokuri's that the documentation shows is one that it understands. */
final class DocumentedCommandsTest {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^(?:hesokuri|java -jar hesokuri\\.jar)((?: [^#&|]*)?)");
  private static final Pattern IN_TABLE = Pattern.compile("^\\| `([^`]*)`(?:, `([^`]*)`)? \\|");

  static List<String> shown() throws IOException {
    try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      return Stream.concat(docs, Stream.of(PROJECT.resolve("README.md")))
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .flatMap(file -> BLOCK.matcher(text(file)).results().map(block -> block.group(1)))
          .flatMap(String::lines)
          .flatMap(line -> COMMAND.matcher(line).results().map(found -> found.group(1).strip()))
          .toList();
    }
  }

  /** The commands in the table of the README, without what stands for something else. */
  static List<String> tabled() {
    String readme = text(PROJECT.resolve("README.md"));
    String section = readme.substring(readme.indexOf("## Commands"));
    return section
        .substring(0, section.indexOf("\n## ", 1))
        .lines()
        .flatMap(line -> IN_TABLE.matcher(line).results())
        .flatMap(found -> Stream.of(found.group(1), found.group(2)).filter(each -> each != null))
        .map(words -> words.replaceAll("\\[(-[^ \\]]*)[^\\]]*]", ""))
        .map(words -> words.replaceAll("\\[[A-Z]*]", "").replace("BRANCH", "branch"))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource({"shown", "tabled"})
  void isUnderstood(String words) {
    String[] arguments = words.isBlank() ? new String[0] : words.strip().split(" +");
    assertThatCode(() -> Commands.commandLine(Map.of(), new Properties()).parseArgs(arguments))
        .as("hesokuri " + words)
        .doesNotThrowAnyException();
  }

  @Test
  void areFound() throws IOException {
    assertThat(shown()).hasSizeGreaterThanOrEqualTo(8).contains("doctor");
    assertThat(tabled()).hasSizeGreaterThanOrEqualTo(12).contains("service uninstall");
  }
}
