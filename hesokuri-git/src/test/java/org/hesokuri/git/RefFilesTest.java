package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison under the lock, which nobody reaches who has been told of a lost race before. */
final class RefFilesTest {

  private static final String SIDE = "refs/heads/side";

  @TempDir Path temp;
  private TestGit git;
  private Repository repository;
  private RefFiles files;
  private CommitHash first;
  private CommitHash second;
  private CommitHash third;

  @BeforeEach
  void begin() throws Exception {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    first = new CommitHash(git.commit("a", "1"));
    git.run("branch", "side");
    second = new CommitHash(git.commit("a", "2"));
    third = new CommitHash(git.commit("a", "3"));
    repository =
        new FileRepositoryBuilder().setGitDir(git.folder().resolve(".git").toFile()).build();
    files = new RefFiles(repository);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  private void assertSideIsStillAt(CommitHash tip) {
    assertThat(git.hash("side")).isEqualTo(tip.hex());
  }

  @Test
  void setsNothingThatIsNotAsExpected() throws Exception {
    assertThat(files.set(SIDE, Optional.of(second), third, "test"))
        .isEqualTo(RefFiles.Result.OTHER_VALUE);
    assertThat(files.set(SIDE, Optional.of(second), second, "test"))
        .isEqualTo(RefFiles.Result.OTHER_VALUE);
    assertSideIsStillAt(first);
    assertThat(files.set("refs/heads/none", Optional.of(first), second, "test"))
        .isEqualTo(RefFiles.Result.OTHER_VALUE);
    assertThat(git.hashOrNothing("refs/heads/none")).isEmpty();
  }

  @Test
  void comparesWithAPackedValueToo() throws Exception {
    git.run("pack-refs", "--all");
    assertThat(files.set(SIDE, Optional.of(second), third, "test"))
        .isEqualTo(RefFiles.Result.OTHER_VALUE);
    assertThat(files.delete(SIDE, second)).isEqualTo(RefFiles.Result.OTHER_VALUE);
    assertSideIsStillAt(first);
    assertThat(files.set(SIDE, Optional.of(first), third, "test")).isEqualTo(RefFiles.Result.DONE);
    assertSideIsStillAt(third);
  }

  @Test
  void deletesNothingThatIsNotAsExpected() throws Exception {
    assertThat(files.delete(SIDE, second)).isEqualTo(RefFiles.Result.OTHER_VALUE);
    assertSideIsStillAt(first);
    assertThat(files.delete(SIDE, first)).isEqualTo(RefFiles.Result.DONE);
    assertThat(git.hashOrNothing(SIDE)).isEmpty();
  }

  @Test
  void makesWhatOthersWhoShareTheRepositoryCanWrite() throws Exception {
    git.run("config", "core.sharedRepository", "group");
    git.run("branch", "packed");
    git.run("pack-refs", "--all");
    assertThat(files.set("refs/hesokuri/kept/x/y", Optional.empty(), first, "keep"))
        .isEqualTo(RefFiles.Result.DONE);
    assertThat(files.set("refs/heads/deep/er", Optional.empty(), first, "test"))
        .isEqualTo(RefFiles.Result.DONE);
    assertThat(files.delete("refs/heads/packed", third)).isEqualTo(RefFiles.Result.DONE);
    Path top = git.folder().resolve(".git");
    for (String made :
        List.of(
            "refs/hesokuri/kept/x/y",
            "refs/heads/deep/er",
            "logs/refs/heads/deep/er",
            "packed-refs")) {
      assertThat(mode(top.resolve(made)) & 0777).as(made).isEqualTo(0664);
    }
    for (String made :
        List.of("refs/hesokuri", "refs/heads/deep", "logs/refs/heads/deep", "hesokuri")) {
      assertThat(mode(top.resolve(made)) & 07777).as(made).isEqualTo(02775);
    }
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }
}
