package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked is what {@code git status} would say of tracked files. */
class CleanlinessTest {

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() {
    scene = Scene.in(folder);
    scene.theirs().write(".gitignore", "*.log\nbuild/\n").write("sub/deep/file", "old\n");
    scene.agree();
  }

  private Cleanliness ask() throws Exception {
    GitProgram git = new GitProgram(TestGit.environment(scene.mine().home()));
    try (Repository repository = scene.open()) {
      WorktreeHome home = WorktreeHome.find(repository, scene.mine().folder().toString());
      try (GitProgram.Answer settings = Settings.ask(git, home)) {
        return Cleanliness.ask(git, Settings.read(settings, home), home);
      }
    }
  }

  private void assertClean() throws Exception {
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    try (Cleanliness worktree = ask()) {
      worktree.mustBeClean();
    }
  }

  private void assertUnclean(String... words) throws Exception {
    List<String> said = new ArrayList<>();
    for (String line : scene.mine().run("status", "--porcelain", "-uno").split("\n")) {
      said.add(line.strip().split(" +", 2)[1]);
    }
    try (Cleanliness worktree = ask()) {
      assertThatThrownBy(worktree::mustBeClean)
          .isInstanceOf(Stopped.class)
          .message()
          .contains(said)
          .contains(words);
    }
  }

  @Test
  void isCleanWithNothingButIgnoredFilesAndEmptyFolders() throws Exception {
    Deed.write(scene.file("a.log"), "mine\n");
    Deed.write(scene.file("sub/a.log"), "mine\n");
    Deed.write(scene.file("build/deep/result"), "mine\n");
    Files.createDirectories(scene.file("empty/inside"));
    assertClean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "normal", "all"})
  void passesByWhatIsUntracked(String shown) throws Exception {
    scene.mine().run("config", "status.showUntrackedFiles", shown);
    for (String path : List.of("new", "sub/new", "fresh/er/new", "--others", "build")) {
      Deed.write(scene.file(path), "mine\n");
    }
    scene.mine().run("init", "-q", "nested");
    Files.createSymbolicLink(scene.file("link"), Path.of("sub"));
    assertThat(scene.mine().run("status", "--porcelain", "-unormal")).contains("?? new");
    try (Cleanliness worktree = ask()) {
      worktree.mustBeClean();
    }
  }

  @Test
  void seesAFileInThePlaceOfAFolderAndAFolderInThatOfAFile() throws Exception {
    Deed.delete(scene.file("sub/deep/file"));
    Deed.write(scene.file("sub/deep/file/inside"), "mine\n");
    assertUnclean("sub/deep/file has uncommitted changes");
    Disk.removeAll(scene.file("sub"));
    Deed.write(scene.file("sub"), "mine\n");
    assertUnclean("sub/deep/file has uncommitted changes");
  }

  @Test
  void tellsOfStagedAndOtherChanges() throws Exception {
    Deed.append(scene.file("start"), "mine\n");
    Deed.write(scene.file("staged"), "mine\n");
    scene.mine().run("add", "staged");
    assertUnclean("staged has staged changes, start has uncommitted changes");
  }
}
