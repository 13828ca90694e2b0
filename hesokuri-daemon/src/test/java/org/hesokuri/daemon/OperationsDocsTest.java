package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The git commands of docs/operations.md and the README, run one after the other as they stand
 * there.
 */
final class OperationsDocsTest {

  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern INLINE = Pattern.compile("`(git (?:branch|merge)[^`]*)`");

  @TempDir private Path folder;
  private TestGit git;
  private String ofTheLaptop;
  private String ofTheDesk;

  @BeforeEach
  void makeWhatTheySpeakOf() throws IOException {
    git = TestGit.init(folder.resolve("home"), folder.resolve("project"));
    git.commit("file", "0\n");
    ofTheLaptop = copy("main_hesokr_laptop", "laptop");
    ofTheDesk = copy("main_hesokr_desk", "desk");
    copy("main_hesokr_oldname", "old");
  }

  private String copy(String name, String file) {
    git.run("checkout", "-q", "-b", name, "main");
    String tip = git.commit(file, "from there\n");
    git.run("checkout", "-q", "main");
    return tip;
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("../docs/operations.md"));
  }

  private static List<String> gitLines(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .flatMap(block -> block.group(1).lines())
        .filter(line -> line.startsWith("git "))
        .toList();
  }

  private void run(String line) {
    assertThat(line).doesNotContain("'", "\"", "$", "~");
    List<String> words = List.of(line.replaceAll("#.*", "").strip().split(" +"));
    git.run(words.subList(1, words.size()).toArray(String[]::new));
  }

  @Test
  void bringBackWhatACopyHolds() throws IOException {
    List<String> lines = gitLines(text());
    assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
    lines.forEach(this::run);
    assertThat(git.hash("rescued")).isEqualTo(ofTheLaptop);
    assertThat(git.hash("main")).isEqualTo(ofTheDesk);
    assertThat(git.folder().resolve("desk")).exists();
  }

  @Test
  void doWhatTheReadmeSays() throws IOException {
    git.run("update-ref", "refs/hesokuri/kept/main_hesokr_desk/" + ofTheLaptop, ofTheLaptop);
    List<String> lines = gitLines(Files.readString(Path.of("../README.md")));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
    lines.forEach(line -> run(line.replace("<hash>", ofTheLaptop)));
    assertThat(git.hash("rescued")).isEqualTo(ofTheLaptop);
    assertThat(git.hash("main")).isEqualTo(ofTheDesk);
  }

  @Test
  void bringBackABranchThatIsGoneAndRemoveWhatNobodyMovesAnyMore() throws IOException {
    git.run("checkout", "-q", "--detach");
    git.run("branch", "-D", "main");
    List<String> inline = INLINE.matcher(text()).results().map(found -> found.group(1)).toList();
    assertThat(inline).hasSizeGreaterThanOrEqualTo(2);
    inline.forEach(this::run);
    assertThat(git.hash("main")).isEqualTo(ofTheLaptop);
    assertThat(branches()).doesNotContain("main_hesokr_oldname");
  }

  private Stream<String> branches() {
    return git.run("for-each-ref", "--format=%(refname:short)", "refs/heads").lines();
  }
}
