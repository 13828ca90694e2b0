package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.ssh.Scene.branch;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.git.RefsMark;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.program.CGit;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RefsMarksTest {

  private static final Duration SETTLED = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Scene scene;
  private CommitHash one;
  private CommitHash two;

  @BeforeEach
  void preparesAPeer() throws Exception {
    scene = new Scene(folder);
    one = scene.commit("one");
    two = scene.commit("two");
    scene.push(creating("main_hesokr_me", two));
  }

  @AfterEach
  void tearDown() {
    scene.close();
  }

  private ImmutableMap<RepoPath, RefsMark> marks(Path... repositories) throws Exception {
    return scene
        .peers
        .marks(
            Scene.BETA,
            List.of(repositories).stream()
                .map(path -> new RepoPath(path.toString()))
                .collect(ImmutableSet.toImmutableSet()))
        .orElseThrow();
  }

  /** Asks until the last change is old enough to be told from a next one. */
  private RefsMark settledMark(Path repository) throws Exception {
    long end = System.nanoTime() + SETTLED.toNanos();
    while (System.nanoTime() < end) {
      ImmutableMap<RepoPath, RefsMark> marks = marks(repository);
      if (!marks.isEmpty()) {
        return marks.values().asList().get(0);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no mark of " + repository);
  }

  private interface Change {
    void happens() throws Exception;
  }

  private void assertChanges(Change change) throws Exception {
    RefsMark before = settledMark(scene.theirs);
    assertThat(settledMark(scene.theirs)).isEqualTo(before);
    change.happens();
    assertThat(marks(scene.theirs)).as("a change that is too young").isEmpty();
    assertThat(settledMark(scene.theirs)).isNotEqualTo(before);
  }

  @Test
  void differAfterABranchMoved() throws Exception {
    assertChanges(() -> git(scene.theirs, "update-ref", branch("main_hesokr_me").ref(), one.hex()));
  }

  @Test
  void differAfterANestedBranchCame() throws Exception {
    assertChanges(() -> git(scene.theirs, "update-ref", branch("feature/x").ref(), one.hex()));
  }

  @Test
  void differAfterAPackedBranchWent() throws Exception {
    git(scene.theirs, "pack-refs", "--all", "--prune");
    assertChanges(() -> git(scene.theirs, "update-ref", "-d", branch("main_hesokr_me").ref()));
  }

  @Test
  void differAfterATipWasKept() throws Exception {
    assertChanges(
        () -> git(scene.theirs, "update-ref", "refs/hesokuri/kept/x/" + one.hex(), one.hex()));
  }

  @Test
  void differAfterAFileWasWrittenWithoutGitAndGivenItsOldTime() throws Exception {
    Path file = scene.theirs.resolve(branch("main_hesokr_me").ref());
    assertChanges(
        () -> {
          var time = Files.getLastModifiedTime(file);
          Files.writeString(file, one.hex() + "\n");
          Files.setLastModifiedTime(file, time);
        });
  }

  @Test
  void areOfRepositoriesOfAnyName() throws Exception {
    Path odd = folder.resolve("it's $(touch pwned) `x` \\ \"q\" *");
    Path inHome = scene.sshd.home().resolve("in home");
    git(folder, "init", "-q", odd.toString());
    git(folder, "init", "-q", inHome.toString());
    settledMark(odd);
    settledMark(inHome);
    ImmutableSet<RepoPath> paths =
        ImmutableSet.of(
            new RepoPath(odd.toString()),
            new RepoPath("~/in home"),
            new RepoPath(scene.theirs.toString()),
            new RepoPath(folder.resolve("missing").toString()));
    ImmutableMap<RepoPath, RefsMark> marks = scene.peers.marks(Scene.BETA, paths).orElseThrow();
    assertThat(marks).containsOnlyKeys(paths.asList().subList(0, 3));
    assertThat(ImmutableSet.copyOf(marks.values())).hasSize(3);
    try (var files = Files.walk(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("pwned");
    }
  }

  @Test
  void areNotGivenWhereALoginMayUseGitOnly() throws Exception {
    try (RealSshd gitOnly =
        RealSshd.start(
            folder.resolve("gitonly"), "ForceCommand git-shell -c \"$SSH_ORIGINAL_COMMAND\"")) {
      SshUser user = SshUser.in(folder.resolve("gamma"));
      user.canReach("gamma", gitOnly);
      try (SshPeers peers =
          new SshPeers(folder.resolve("gamma"), SshTimes.DEFAULT, new CGit(System.getenv()))) {
        assertThat(
                peers.marks(
                    new PeerId("gamma"), ImmutableSet.of(new RepoPath(scene.theirs.toString()))))
            .isEmpty();
      }
    }
  }

  @Test
  void areNotGivenOfWhatIsElsewhereOrNoLongerARepository() throws Exception {
    Path separate = folder.resolve("separate");
    git(folder, "init", "-q", "--separate-git-dir", folder + "/elsewhere.git", separate.toString());
    Files.createDirectories(separate.resolve("refs/heads"));
    Path linked = Files.createDirectories(folder.resolve("linked.git"));
    git(folder, "clone", "-q", "--bare", scene.theirs.toString(), linked.toString());
    Files.move(linked.resolve("refs"), folder.resolve("refs elsewhere"));
    Files.createSymbolicLink(linked.resolve("refs"), folder.resolve("refs elsewhere"));
    Path halfGone = Files.createDirectories(folder.resolve("half.git"));
    git(folder, "clone", "-q", "--bare", scene.theirs.toString(), halfGone.toString());
    Files.move(halfGone.resolve("objects"), folder.resolve("objects elsewhere"));
    settledMark(scene.theirs);
    assertThat(marks(separate, linked, halfGone, scene.theirs))
        .containsOnlyKeys(new RepoPath(scene.theirs.toString()));
  }

  private static Optional<ImmutableMap<RepoPath, RefsMark>> read(RefsMarks marks, String answer)
      throws Exception {
    return marks.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void areNotTakenFromAnAnswerThatIsNotWholeOrSaysSomethingElse() throws Exception {
    RepoPath path = new RepoPath("/r");
    RefsMarks marks = new RefsMarks(ImmutableList.of(path));
    String begin = "Welcome!\nhesokuri marks 100\n= 0 /r/.git\n";
    String refs = "/r/.git/refs\t\td 17 4096 50.0000000000 50.0000000000\n";
    String end = "hesokuri end\n";
    assertThat(read(marks, begin + refs + end).orElseThrow()).containsOnlyKeys(path);
    assertThat(read(marks, begin + refs.replace("50.", "98.") + end).orElseThrow()).isEmpty();
    assertThat(read(marks, begin + refs.replace("\td", "\tl") + end).orElseThrow()).isEmpty();
    assertThat(read(marks, begin + refs)).isEmpty();
    assertThat(read(marks, refs + end)).isEmpty();
    assertThat(read(marks, begin + refs + "/other\t\td 1 1 1.0 1.0\n" + end)).isEmpty();
    assertThat(read(marks, begin + refs + "nonsense\n" + end)).isEmpty();
    assertThat(read(marks, begin + "= 7 /r\n" + end)).isEmpty();
    assertThat(read(marks, begin + end)).isEmpty();
    assertThat(read(marks, marks.script())).isEmpty();
    assertThat(read(marks, "")).isEmpty();
  }
}
