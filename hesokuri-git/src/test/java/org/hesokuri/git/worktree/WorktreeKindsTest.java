package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kinds of worktree and index that are advanced. */
@Tag("slow")
class WorktreeKindsTest {

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() {
    scene = Scene.in(folder);
  }

  private void assertAdvances(Scene where) throws Exception {
    String to = where.theirs().commit("dir/notes.txt", "new\n");
    assertThat(where.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(where.mine().hash("HEAD")).isEqualTo(to);
    assertThat(where.content("dir/notes.txt")).isEqualTo("new\n");
    assertThat(where.mine().run("diff-files")).isEmpty();
    assertThat(where.mine().run("status", "--porcelain")).isEmpty();
    assertThat(where.leftovers()).isEmpty();
  }

  @Test
  void advancesALinkedWorktreeAndNotTheMainOne() throws Exception {
    scene.mine().run("checkout", "-q", "-b", "other");
    scene.mine().run("worktree", "add", "-q", folder.resolve("linked").toString(), "main");
    String main = scene.mine().run("status");
    assertAdvances(scene.withMine(folder.resolve("linked")));
    assertThat(scene.mine().run("status")).isEqualTo(main);
    assertThat(scene.file("dir")).doesNotExist();
  }

  @Test
  void advancesALinkedWorktreeOfABareRepository() throws Exception {
    Path bare = folder.resolve("bare");
    scene
        .theirs()
        .run("clone", "-q", "--bare", scene.theirs().folder().toString(), bare.toString());
    TestGit bareGit = scene.theirs().at(bare);
    bareGit.run("worktree", "add", "-q", folder.resolve("linked").toString(), "main");
    assertAdvances(scene.withMine(folder.resolve("linked")));

    // Also if main's own configuration says that it is bare, and the repository is opened here.
    bareGit.run("config", "extensions.worktreeConfig", "true");
    bareGit.run("config", "--unset", "core.bare");
    bareGit.run("config", "--worktree", "core.bare", "true");
    String to = scene.theirs().commit("more", "new\n");
    Scene linked = scene.withMine(folder.resolve("linked"));
    linked.offer();
    try (Repository repository =
        new FileRepositoryBuilder()
            .setGitDir(bare.resolve("worktrees/linked").toFile())
            .setWorkTree(folder.resolve("linked").toFile())
            .build()) {
      assertThat(linked.fastForward(Witness.NONE).advance(repository, linked.step(to)))
          .isEqualTo(StepOutcome.Done.QUIETLY);
    }
    assertThat(linked.mine().run("status", "--porcelain")).isEmpty();
  }

  @Test
  void bearsTheFirstCommitOfAnEmptyRepository() throws Exception {
    TestGit empty = TestGit.init(scene.mine().home(), folder.resolve("empty"));
    Scene where = scene.withMine(empty.folder());
    assertAdvances(where);
    assertThat(where.content("start")).isEqualTo("start\n");
    assertThat(empty.run("reflog", "show", "--format=%gs", "main"))
        .isEqualTo("hesokuri: Fast-forward");
  }

  @Test
  void advancesAWorktreeOnAnotherFileSystem() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeTrue(
        Files.isDirectory(shared)
            && Files.isWritable(shared)
            && !Files.getFileStore(shared).equals(Files.getFileStore(folder)));
    Path elsewhere = Files.createTempDirectory(shared, "hesokuri-test");
    try {
      scene.mine().run("checkout", "-q", "-b", "other");
      scene.mine().run("worktree", "add", "-q", elsewhere.resolve("linked").toString(), "main");
      Scene linked = scene.withMine(elsewhere.resolve("linked"));
      assertAdvances(linked);
      for (int moment = 0; moment < 12; moment++) {
        String from = linked.mine().hash("HEAD");
        String to = linked.theirs().commit("dir/notes.txt", "newer " + moment);
        linked.offer();
        try {
          linked.advanceTo(to, new Killer(moment, Witness.NONE));
        } catch (Killer.Killed e) {
          assertThat(linked.recover()).isEmpty();
        }
        assertThat(linked.mine().hash("HEAD")).isIn(from, to);
        assertThat(linked.mine().run("status", "--porcelain")).isEmpty();
        assertThat(linked.leftovers()).isEmpty();
      }
    } finally {
      Disk.removeAll(elsewhere);
    }
  }

  @Test
  void advancesARepositoryWhoseGitFolderIsElsewhere() throws Exception {
    scene
        .theirs()
        .run(
            "clone",
            "-q",
            "--separate-git-dir=" + folder.resolve("apart.git"),
            scene.theirs().folder().toString(),
            folder.resolve("here").toString());
    assertAdvances(scene.withMine(folder.resolve("here")));
  }

  @Test
  void keepsAnIndexOfVersionFour() throws Exception {
    scene.theirs().write("dir/a", "1").write("dir/b", "2").write("dir/c/d", "3");
    scene.agree();
    scene.mine().run("update-index", "--index-version", "4");
    assertAdvances(scene);
    assertThat(Files.readAllBytes(scene.file(".git/index"))[7]).isEqualTo((byte) 4);
    assertThat(scene.mine().run("fsck", "--cache")).isEmpty();
  }

  @Test
  void followsTheCachedTrees() throws Exception {
    scene.theirs().write("dir/a", "1").write("same/b", "2").write("gone/x/y", "3");
    scene.agree();
    scene.mine().run("read-tree", "HEAD");
    scene.mine().run("update-index", "--refresh");
    scene.theirs().run("rm", "-r", "-q", "gone");
    scene.theirs().write("come/x/y", "4").write("dir/inner/z", "5").run("add", "-A");
    assertAdvances(scene);
    assertThat(scene.cachedTrees()).isEqualTo(scene.cachedTreesOfHead()).isPresent();
  }

  @Test
  void takesNoCachedTreeForKnownThatGitDoesNotKnow() throws Exception {
    scene.theirs().write("dir/a", "1").write("dir/b", "2").write("other/c", "3");
    scene.agree();
    scene.mine().run("read-tree", "HEAD");
    scene.mine().run("update-index", "--refresh");
    // Git now only knows what is in the other folder.
    scene.mine().run("update-index", "--force-remove", "dir/a");
    scene.mine().run("update-index", "--add", "dir/a");
    scene.theirs().write("other/c", "4").write("other/d/e", "5").run("add", "-A");
    assertAdvances(scene);
    String trees = scene.cachedTrees().orElseThrow();
    assertThat(trees).startsWith("\0-1 2\n").contains("dir\0-1 0\n").contains("other\0002 1\n");
    Deed.write(scene.file("dir/b"), "mine\n");
    scene.mine().run("add", "dir/b");
    String tree = scene.mine().run("write-tree");
    assertThat(scene.mine().run("diff-tree", "-r", "--name-only", "HEAD", tree)).isEqualTo("dir/b");
  }

  @Test
  void writesAndRecognisesCrlfWhereTheAttributesWantIt() throws Exception {
    scene.theirs().write(".gitattributes", "*.bat eol=crlf\n").write("run.bat", "one\ntwo\n");
    scene.agree();
    assertThat(scene.content("run.bat")).isEqualTo("one\r\ntwo\r\n");
    scene.theirs().write("run.bat", "one\ntwo\nthree\n");
    scene.theirs().run("commit", "-q", "-a", "-m", "Three");
    assertAdvances(scene);
    assertThat(scene.content("run.bat")).isEqualTo("one\r\ntwo\r\nthree\r\n");
  }

  @Test
  void convertsTextAndNotBinariesWhereCoreAutocrlfIsOn() throws Exception {
    scene.mine().run("config", "core.autocrlf", "true");
    scene.theirs().write("text", "one\ntwo\n").write("binary", "a\0b\n").write("mixed", "a\r\nb\n");
    scene.commitTheirs();
    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    assertThat(scene.mine().run("diff-files")).isEmpty();
    assertThat(scene.content("text")).isEqualTo("one\r\ntwo\r\n");
    assertThat(scene.content("binary")).isEqualTo("a\0b\n");
    assertThat(scene.content("mixed")).isEqualTo("a\r\nb\n");
  }

  @Test
  void runsNoHookAndNoConfiguredProgram() throws Exception {
    scene.theirs().write("sub/file", "old\n");
    scene.agree();
    String to = scene.theirs().commit("notes.txt", "new\n");
    scene.offer();
    Path proof = folder.resolve("proof");
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\necho \"$0 $*\" >> '" + proof + "'\ncat\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    for (String hook :
        List.of("post-checkout", "post-merge", "reference-transaction", "post-index-change")) {
      Files.copy(program, scene.file(".git/hooks/" + hook), StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String key :
        List.of("core.fsmonitor", "core.pager", "filter.x.clean", "filter.x.smudge")) {
      scene.mine().run("config", key, program.toString());
    }
    // Only an ignored attributes file asks for the filter, so that nothing else refuses; and the
    // file that it is for looks changed, so that status has to read it.
    Deed.write(scene.file(".git/info/exclude"), ".gitattributes\n");
    Deed.write(scene.file("sub/.gitattributes"), "* filter=x\n");
    Files.setLastModifiedTime(scene.file("sub/file"), FileTime.fromMillis(1_000_000_000_000L));
    Files.deleteIfExists(proof);

    assertThat(scene.advanceTo(to, Witness.NONE)).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(proof).doesNotExist();

    scene.mine().run("status");
    assertThat(proof).as("the trap works").isRegularFile();
  }

  @Test
  void takesThePlaceOfAnEmptyFolder() throws Exception {
    Files.createDirectories(scene.file("dir/notes.txt"));
    assertAdvances(scene);
  }
}
