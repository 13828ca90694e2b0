package org.hesokuri.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Taken at a later time than it is, so that no test has to wait until a change is old enough. */
final class RepositoryMarkTest {

  @TempDir Path temp;
  private TestGit git;
  private Path gitDir;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    gitDir = git.folder().resolve(".git");
    git.commit("a", "1");
    git.run("branch", "packed");
    git.run("pack-refs", "--all");
    git.commit("a", "2");
    git.run("branch", "feature/x");
  }

  private Optional<RepositoryMark> mark() {
    return RepositoryMark.of(gitDir, Instant.now().plusSeconds(60));
  }

  @Test
  void staysWhileNothingChanges() throws Exception {
    Optional<RepositoryMark> before = mark();
    git.run("log");
    Files.writeString(git.folder().resolve("b"), "an unsaved thought");
    Files.readString(gitDir.resolve("HEAD"));
    assertThat(before).isPresent();
    assertThat(mark()).isEqualTo(before);
  }

  /** A change that a look has to see. */
  interface Change {
    void in(TestGit git, Path gitDir) throws Exception;
  }

  private static Arguments change(String what, Change change) {
    return Arguments.of(what, change);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("a commit", (git, dir) -> git.commit("a", "3")),
        change("an amend", (git, dir) -> git.run("commit", "--amend", "-m", "again")),
        change("a branch", (git, dir) -> git.run("branch", "new")),
        change("a nested branch", (git, dir) -> git.run("branch", "feature/y/z")),
        change("a deletion", (git, dir) -> git.run("branch", "-D", "feature/x")),
        change("a deletion of a packed one", (git, dir) -> git.run("branch", "-D", "packed")),
        change("a checkout", (git, dir) -> git.run("checkout", "feature/x")),
        change("a detached HEAD", (git, dir) -> git.run("checkout", "--detach")),
        change("packing", (git, dir) -> git.run("pack-refs", "--all")),
        change("a kept tip", (git, dir) -> git.run("update-ref", "refs/hesokuri/kept/x/y", "HEAD")),
        change("a linked worktree", (git, dir) -> git.run("worktree", "add", "../linked")),
        change("a setting", (git, dir) -> git.run("config", "extensions.refStorage", "reftable")),
        change("a lock", (git, dir) -> Files.createFile(dir.resolve("index.lock"))),
        change("a merge", (git, dir) -> Files.createFile(dir.resolve("MERGE_HEAD"))),
        change("a shallow clone", (git, dir) -> Files.createFile(dir.resolve("shallow"))),
        change("a branch written in place", (git, dir) -> inPlace(dir.resolve("refs/heads/main"))),
        change("HEAD written in place", (git, dir) -> inPlace(dir.resolve("HEAD"))),
        change("settings written in place", (git, dir) -> inPlace(dir.resolve("config"))),
        change("packed refs in place", (git, dir) -> inPlace(dir.resolve("packed-refs"))),
        change("all branches gone", (git, dir) -> moveAway(dir.resolve("refs/heads"))),
        change("another repository there", (git, dir) -> putAnotherThere(git.folder(), dir)));
  }

  /** Writes into a file as git does not, and sets the time of the change back. */
  private static void inPlace(Path file) throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, new String(content, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8));
    Files.setLastModifiedTime(file, time);
  }

  private static void moveAway(Path folder) throws Exception {
    Files.move(folder, folder.resolveSibling("away"));
  }

  private static void putAnotherThere(Path folder, Path gitDir) throws Exception {
    new ProcessBuilder("cp", "-a", gitDir.toString(), folder.resolve("copy").toString())
        .start()
        .waitFor();
    Files.move(gitDir, folder.resolve("away"));
    Files.move(folder.resolve("copy"), gitDir, StandardCopyOption.ATOMIC_MOVE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void isAnotherAfter(String what, Change change) throws Exception {
    Optional<RepositoryMark> before = mark();
    change.in(git, gitDir);
    assertThat(before).isPresent();
    assertThat(mark()).isNotEqualTo(before);
  }

  @Test
  void isNotTakenSoonAfterAChange() {
    assertThat(RepositoryMark.of(gitDir, Instant.now())).isEmpty();
  }

  @Test
  void isNotTakenWhereALinkLeadsElsewhere() throws Exception {
    Files.move(gitDir.resolve("refs/heads"), git.folder().resolve("heads"));
    Files.createSymbolicLink(gitDir.resolve("refs/heads"), git.folder().resolve("heads"));
    assertThat(mark()).isEmpty();
  }

  @Test
  void isNotTakenWhereThereAreLinkedWorktrees() {
    git.run("worktree", "add", "../linked");
    assertThat(mark()).isEmpty();
  }
}
