package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fast-forward that nothing hinders leaves behind: what {@code git merge} would. */
@Tag("slow")
class WorktreeFastForwardTest {

  private static final List<String> NAMES =
      List.of("a", "b", "-x", "$(id)", "new\nline", "\u00fcml\u00e4ut", "a b", "a.b", "\"q'", "*");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void leavesExactlyWhatGitMergeLeavesForRandomTrees(long seed) throws Exception {
    Scene scene = Scene.in(folder);
    TestGit twin = scene.theirs().at(folder.resolve("twin"));
    scene.theirs().run("clone", "-q", scene.theirs().folder().toString(), twin.folder().toString());
    Random random = new Random(seed);
    // Two kinds of index files: with whole names, and with shortened ones.
    scene.mine().run("update-index", "--index-version", seed % 2 == 0 ? "4" : "2");
    scene.mine().run("read-tree", "HEAD");
    scene.mine().run("update-index", "--refresh");
    for (int i = 0; i < 12; i++) {
      for (int change = random.nextInt(12); change >= 0; change--) {
        changeSomething(random, scene.theirs().folder());
      }
      String tip = scene.commitTheirs();
      assertThat(scene.advance())
          .as("seed %s, step %s", seed, i)
          .isEqualTo(StepOutcome.Done.QUIETLY);
      twin.run("fetch", "-q", "origin");
      twin.run("merge", "-q", "--ff-only", tip);

      assertThat(Scene.listing(scene.mine().folder())).isEqualTo(Scene.listing(twin.folder()));
      // Without a refresh of the index first: the stat data must be right.
      assertThat(scene.mine().run("diff-files", "--raw")).isEmpty();
      assertThat(scene.mine().run("diff-index", "--cached", "HEAD")).isEmpty();
      assertThat(scene.mine().run("ls-files", "-s")).isEqualTo(twin.run("ls-files", "-s"));
      assertThat(scene.cachedTrees()).isEqualTo(scene.cachedTreesOfHead()).isPresent();
      assertThat(scene.mine().run("status", "--porcelain", "--ignored")).isEmpty();
      assertThat(scene.mine().hash("HEAD")).isEqualTo(tip);
      assertThat(scene.leftovers()).isEmpty();
    }
    assertThat(scene.mine().run("fsck", "--strict")).isEmpty();
    assertThat(scene.mine().run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
  }

  private static void changeSomething(Random random, Path top) throws IOException {
    Path path = top;
    for (int depth = random.nextInt(3); depth >= 0; depth--) {
      path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
      if (depth > 0 && !Files.isDirectory(path)) {
        Files.deleteIfExists(path);
        Files.createDirectories(path);
      }
    }
    Disk.removeAll(path);
    switch (random.nextInt(5)) {
      case 0 -> Files.createSymbolicLink(path, Path.of("to/" + random.nextInt(9)));
      case 1 -> {
        // It stays away.
      }
      case 2 -> {
        Files.writeString(path, "run " + random.nextInt(3));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      default ->
          Files.writeString(path, "text " + random.nextInt(3) + "\n".repeat(random.nextInt(3)));
    }
  }

  @Test
  void tellsBothReflogsOnce() throws Exception {
    Scene scene = Scene.in(folder);
    scene.theirs().commit("notes.txt", "one\n");
    scene.advance();
    assertThat(scene.mine().run("reflog", "show", "-1", "--format=%gs", "HEAD"))
        .isEqualTo("hesokuri: Fast-forward");
    assertThat(scene.mine().run("reflog", "show", "-1", "--format=%gs", "main"))
        .isEqualTo("hesokuri: Fast-forward");
    assertThat(scene.mine().run("rev-parse", "main@{1}")).isEqualTo(scene.theirs().hash("main~1"));
  }
}
