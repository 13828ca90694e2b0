package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.disk.SharedRights;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an advance makes in a repository that several users share, others can go on with. */
class SharedRightsTest {

  @TempDir Path folder;

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group",
        "true",
        "all",
        "world",
        "everybody",
        "1",
        "2",
        "0660",
        "0640",
        "0777",
        "0600",
        "umask",
        "false",
        "0"
      })
  void areThoseThatGitGives(String value) throws IOException {
    TestGit git = TestGit.init(folder.resolve("home"), folder.resolve("git"));
    Path ours = Files.createDirectory(folder.resolve("ours"));
    git.run("config", "core.sharedRepository", value);
    git.write("sub/file", "x").run("add", "-A");
    git.run("commit", "-q", "-m", "One");
    git.run("branch", "some/branch");
    Files.copy(git.folder().resolve(".git/config"), ours.resolve("config"));
    SharedRights rights = SharedRights.of(ours);
    for (String made : List.of("refs/heads/some/branch", "logs/refs/heads/some/branch", "index")) {
      Path theirs = git.folder().resolve(".git").resolve(made);
      Path mine = ours.resolve(made);
      Disk.createFolders(ours, mine.getParent());
      Files.createFile(mine);
      rights.giveTo(mine);
      assertThat(Integer.toOctalString(mode(mine))).as(made).isEqualTo(octal(theirs));
      if (made.contains("some")) {
        assertThat(octal(mine.getParent()))
            .as("above " + made)
            .isEqualTo(octal(theirs.getParent()));
      }
    }
  }

  private static String octal(Path path) throws IOException {
    return Integer.toOctalString(mode(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "0660", "all"})
  void letOthersCommitAfterAnAdvance(String value) throws Exception {
    Scene scene = Scene.in(folder);
    scene.mine().run("config", "core.sharedRepository", value);
    scene.mine().run("branch", "-m", "main", "topic/main");
    scene.mine().run("branch", "-m", "topic/main", "main");
    Disk.removeAll(scene.file(".git/logs"));
    TreeMap<String, Integer> before = modes(scene);
    scene.theirs().commit("sub/file", "new\n");

    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);

    List<String> closed = new ArrayList<>();
    modes(scene)
        .forEach(
            (path, mode) -> {
              boolean isOld = mode.equals(before.get(path)) && !path.equals("index");
              int wanted = (mode & 0040000) != 0 ? 02070 : 0060;
              // Objects and FETCH_HEAD are git's own.
              if (!isOld && (mode & wanted) != wanted && !path.matches("objects.*|FETCH_HEAD")) {
                closed.add(Integer.toOctalString(mode) + " " + path);
              }
            });
    assertThat(closed).isEmpty();
    assertThat(modes(scene)).containsKeys("logs/refs/heads/main", "logs/HEAD", "hesokuri");
  }

  private static TreeMap<String, Integer> modes(Scene scene) throws IOException {
    TreeMap<String, Integer> found = new TreeMap<>();
    Path top = scene.file(".git");
    try (var all = Files.walk(top)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        found.put(top.relativize(path).toString(), mode(path));
      }
    }
    return found;
  }

  @Test
  void areThoseOfTheUmaskWhereNothingIsShared() throws Exception {
    Scene scene = Scene.in(folder);
    scene.theirs().commit("sub/file", "new\n");
    int before = mode(scene.file(".git/index"));
    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(mode(scene.file(".git/index"))).isEqualTo(before);
  }
}
