package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every command of Hesokuri's that the documents show, as it stands there, on a machine that has
 * what they speak of.
 */
final class DocumentedCommandsEndToEndTest {

  @RegisterExtension
  static final Network NETWORK = Network.of("laptop", "desk").impatient().sources("s");

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final String HASH_IN_DOCS = "8f14e45fce";

  /** In the order of somebody's first day; what is shown and not here fails the test. */
  private static final List<String> FIRST_DAY =
      List.of("init", "add", "unwanted", "config", "kept", "restore", "status", "doctor", "log");

  /** What {@code .ci/service-under-systemd} runs, since it needs a systemd. */
  private static final Set<String> ELSEWHERE = Set.of("service");

  private static Host laptop;
  private static String kept = "";
  private String printed = "";

  @BeforeAll
  static void makeWhatTheySpeakOf() throws IOException {
    NETWORK.bornOn("laptop");
    laptop = NETWORK.host("laptop");
    TestGit git = TestGit.init(laptop.home(), laptop.home().resolve("code/project"));
    kept = git.commit("file", "0\n");
    git.run("update-ref", "refs/hesokuri/kept/main/" + kept, kept);
    git.commit("file", "1\n");
    git.run("branch", "old-experiment");
    NETWORK.startAll();
  }

  private static List<String> shown() throws IOException {
    Path project = Path.of("..");
    try (Stream<Path> docs = Files.list(project.resolve("docs"))) {
      return Stream.concat(docs, Stream.of(project.resolve("README.md")))
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .flatMap(file -> BLOCK.matcher(text(file)).results().map(block -> block.group(1)))
          .flatMap(String::lines)
          .filter(line -> line.startsWith("hesokuri "))
          .map(line -> line.replaceAll("#.*", "").substring("hesokuri ".length()).strip())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On a terminal, as a reader types it. */
  private int type(String line) throws IOException {
    Path log = Files.createTempFile("hesokuri-command", ".log");
    Map<String, String> environment = new TreeMap<>(TestGit.environment(laptop.home()));
    environment.put("HESOHOST", "laptop");
    String[] words =
        Arrays.stream(line.replace(HASH_IN_DOCS, kept.substring(0, 10)).split(" +"))
            .map(word -> word.startsWith("~/") ? laptop.home() + word.substring(1) : word)
            .toArray(String[]::new);
    String typed = line.startsWith("password") ? "a long secret\na long secret\n" : "y\n";
    try (DaemonProcess process =
        DaemonProcess.onTerminal(typed, environment, List.of(), log, words)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  private static String command(String line) {
    return line.split(" ", 2)[0];
  }

  private static int place(String line) {
    int place = FIRST_DAY.indexOf(command(line));
    return place < 0 ? FIRST_DAY.size() : place;
  }

  @Test
  void doWhatIsSaidOfThem() throws IOException {
    List<String> lines = new ArrayList<>(shown());
    lines.removeIf(line -> ELSEWHERE.contains(command(line)));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(10);
    lines.sort((one, other) -> Integer.compare(place(one), place(other)));
    for (String line : lines) {
      int code = type(line);
      assertThat(printed).as(line).doesNotContain("\tat ");
      switch (command(line)) {
        case "init" -> {
          assertThat(code).as(printed).isEqualTo(1);
          assertThat(printed).as("never overwrites").contains("it stays as it is");
        }
        // The nas of the documents does not exist.
        case "status", "doctor" -> assertThat(code).as(line + ": " + printed).isIn(0, 1);
        default -> assertThat(code).as(line + ": " + printed).isZero();
      }
    }
    TestGit git = TestGit.in(laptop.home(), laptop.home().resolve("code/project"));
    assertThat(git.hash("rescued")).isEqualTo(kept);
    Await.until(
        () -> "old-experiment is deleted: " + git.run("branch"),
        () -> !git.run("branch").contains("old-experiment"));
  }
}
