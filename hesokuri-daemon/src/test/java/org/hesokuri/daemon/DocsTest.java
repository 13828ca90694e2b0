package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a newcomer reads is there, and one page leads to the next. */
final class DocsTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = PROJECT.resolve("README.md");
  private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(PROJECT::resolve), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The links of a page that lead to something in this project. */
  private static List<String> links(Path page) {
    return LINK.matcher(CODE.matcher(text(page)).replaceAll(""))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !ELSEWHERE.matcher(link).matches())
        .toList();
  }

  private static Path target(Path page, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? page : page.resolveSibling(path).normalize();
  }

  /** The anchors of the headings, as GitHub makes them. */
  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(CODE.matcher(text(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void leadsOnlyToWhatIsThere(Path page) {
    for (String link : links(page)) {
      Path target = target(page, link);
      assertThat(target).as("%s in %s", link, page).exists();
      if (link.contains("#")) {
        assertThat(anchors(target))
            .as("%s in %s", link, page)
            .contains(link.substring(link.indexOf('#') + 1));
      }
    }
  }

  @Test
  void isFoundFromTheReadme() throws IOException {
    Set<Path> seen = new HashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(README));
    while (!next.isEmpty()) {
      Path page = next.remove();
      if (!seen.add(page)) {
        continue;
      }
      if (Files.isDirectory(page)) {
        try (Stream<Path> inside = Files.list(page)) {
          inside.forEach(next::add);
        }
      } else if (page.toString().endsWith(".md")) {
        links(page).forEach(link -> next.add(target(page, link)));
      }
    }
    assertThat(pages()).hasSizeGreaterThan(20).allMatch(seen::contains);
    assertThat(links(README)).hasSizeGreaterThan(15);
  }

  @Test
  void saysInTwoSentencesWhatThisIs() {
    String first = text(README).split("\n## ")[0].replaceFirst("# Hesokuri\\s+", "").strip();
    assertThat(first.split("(?<=\\.)\\s+")).hasSize(2);
    assertThat(first).contains("Git repositories", "machine").hasSizeLessThan(300);
  }

  @Test
  void showsThePageInAPicture() throws IOException {
    assertThat(text(README)).contains("](docs/overview.png)");
    var picture = ImageIO.read(PROJECT.resolve("docs/overview.png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(600);
    assertThat(picture.getHeight()).isGreaterThan(200);
  }

  @Test
  void beginsWithTheCommandsThatShowItAndThatTestIt() {
    List<String> lines = block(section("Two commands"), "sh");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("mvn -q -B package -DskipTests && ", "hesokuri-daemon/target/hesokuri.jar demo ");
    assertThat(lines.get(1)).startsWith("./verify ");
  }

  @Test
  void setsTwoMachinesUpInTenLines() {
    String section = section("Two machines in ten lines");
    List<String> keys = block(section, "sh");
    List<String> configuration = block(section, "clojure");
    assertThat(keys).anyMatch(line -> line.startsWith("ssh-copy-id "));
    assertThat(configuration).anyMatch(line -> line.contains(":host-to-path"));
    assertThat(section).contains("java -jar hesokuri.jar");
    // The last of the ten starts the daemon.
    assertThat(keys.size() + configuration.size() + 1).isLessThanOrEqualTo(10);
  }

  @Test
  void comparesAndTellsLimits() {
    assertThat(section("Beside others"))
        .contains(
            "| git-annex assistant |",
            "| Syncthing |",
            "| push mirrors",
            "| gitwatch |",
            "| Radicle |",
            "docs/comparison.md");
    assertThat(section("What it does not do"))
        .contains("never merged", "LFS", "Shallow", "ProxyCommand", "Windows");
  }

  private static String section(String heading) {
    String text = text(README);
    int begin = text.indexOf("\n## " + heading + "\n");
    assertThat(begin).as(heading).isPositive();
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end);
  }

  /** The lines of the first block of code in a language. */
  private static List<String> block(String section, String language) {
    int begin = section.indexOf("```" + language + "\n");
    assertThat(begin).as(language).isPositive();
    return section.substring(begin, section.indexOf("\n```", begin)).lines().skip(1).toList();
  }

  @Test
  void isTriedByEachScriptOfCi() throws IOException {
    Path folder = PROJECT.resolve(".ci");
    String run = commands(folder.resolve("run")) + commands(folder.resolve("thorough"));
    Set<String> scripts = new TreeSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> Files.isExecutable(file) || isProgram(file))
          .map(file -> PROJECT.relativize(file).toString())
          .filter(name -> !name.equals(".ci/run"))
          .forEach(scripts::add);
    }
    assertThat(scripts).contains(".ci/install-deb", ".ci/reproducible", ".ci/two-machines");
    assertThat(scripts).allSatisfy(script -> assertThat(run).contains(script));
  }

  private static String commands(Path script) {
    return text(script).replaceAll("(?m)^\\s*#.*", "");
  }

  private static boolean isProgram(Path file) {
    return file.toString().endsWith(".java") && text(file).contains(" void main(");
  }
}
