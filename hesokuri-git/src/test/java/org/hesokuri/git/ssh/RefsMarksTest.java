package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.ssh.Scene.branch;
import static org.hesokuri.git.ssh.Scene.creating;
import static org.hesokuri.git.ssh.Scene.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.RefsMark;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.program.CGit;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RefsMarksTest {

  /** Every change is too young for them. */
  private static final Duration NEVER_SETTLED = Duration.ofDays(1_000);

  /** More than three seconds; the clock of file systems is behind by some milliseconds. */
  private static final Duration THREE_SECONDS = Duration.ofMillis(2_900);

  @TempDir Path folder;
  private Scene scene;
  private SshPeers eager;
  private SshPeers patient;
  private CommitHash one;
  private CommitHash two;

  @BeforeEach
  void preparesAPeer() throws Exception {
    scene = new Scene(folder);
    eager = Scene.peersOf(scene.user, Duration.ZERO);
    patient = Scene.peersOf(scene.user, NEVER_SETTLED);
    one = scene.commit("one");
    two = scene.commit("two");
    scene.push(creating("main_hesokr_me", two));
  }

  @AfterEach
  void tearDown() {
    eager.close();
    patient.close();
    scene.close();
  }

  private ImmutableMap<RepoPath, RefsMark> marks(Path... repositories) throws Exception {
    return marks(
        eager,
        List.of(repositories).stream()
            .map(path -> new RepoPath(path.toString()))
            .collect(ImmutableSet.toImmutableSet()));
  }

  private static ImmutableMap<RepoPath, RefsMark> marks(
      SshPeers peers, ImmutableSet<RepoPath> paths) throws Exception {
    return ImmutableMap.copyOf(
        Maps.transformValues(
            peers.survey(Scene.BETA, paths, ImmutableSet.of()).orElseThrow(), SurveyedRefs::mark));
  }

  /** What the files of a repository say beside its mark. */
  private Optional<Advertisement> contents(Path repository) throws Exception {
    ImmutableSet<RepoPath> one = ImmutableSet.of(new RepoPath(repository.toString()));
    ImmutableMap<RepoPath, SurveyedRefs> said = eager.survey(Scene.BETA, one, one).orElseThrow();
    return said.values().asList().get(0).contents();
  }

  private Advertisement listedByGit() throws Exception {
    try (PeerConnection connection = scene.connect()) {
      return connection.advertised();
    }
  }

  private RefsMark mark(Path repository) throws Exception {
    return marks(repository).get(new RepoPath(repository.toString()));
  }

  private interface Change {
    void happens() throws Exception;
  }

  private void assertChanges(Change change) throws Exception {
    RefsMark before = mark(scene.theirs);
    assertThat(mark(scene.theirs)).isNotNull().isEqualTo(before);
    change.happens();
    assertThat(marks(patient, ImmutableSet.of(new RepoPath(scene.theirs.toString()))))
        .as("a change that is too young")
        .isEmpty();
    assertThat(mark(scene.theirs)).isNotNull().isNotEqualTo(before);
  }

  @Test
  void areGivenToUsersOnlyOfWhatIsOlderThanThreeSeconds() throws Exception {
    ImmutableSet<RepoPath> theirs = ImmutableSet.of(new RepoPath(scene.theirs.toString()));
    long begun = System.nanoTime();
    git(scene.theirs, "update-ref", branch("main_hesokr_me").ref(), one.hex());
    try (SshPeers users =
        new SshPeers(scene.user.home(), RealSshd.PATIENT, new CGit(System.getenv()))) {
      AtomicReference<ImmutableMap<RepoPath, RefsMark>> given = new AtomicReference<>();
      Await.until(
          "marks of users",
          () -> {
            given.set(marks(users, theirs));
            return !given.get().isEmpty();
          });
      assertThat(System.nanoTime() - begun).isGreaterThan(THREE_SECONDS.toNanos());
      assertThat(given.get()).isEqualTo(marks(eager, theirs));
    }
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
    ImmutableSet<RepoPath> paths =
        ImmutableSet.of(
            new RepoPath(odd.toString()),
            new RepoPath("~/in home"),
            new RepoPath(scene.theirs.toString()),
            new RepoPath(folder.resolve("missing").toString()));
    ImmutableMap<RepoPath, RefsMark> marks = marks(eager, paths);
    assertThat(marks).containsOnlyKeys(paths.asList().subList(0, 3));
    assertThat(ImmutableSet.copyOf(marks.values())).hasSize(3);
    try (var files = Files.walk(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("pwned");
    }
  }

  @Test
  void areGivenOfAsManyAsThereAreAndNotOfThoseThatAreGone() throws Exception {
    RepoPath there = new RepoPath(scene.theirs.toString());
    ImmutableSet.Builder<RepoPath> paths = ImmutableSet.builder();
    for (int i = 0; i < 1_000; i++) {
      paths.add(new RepoPath("/gone/" + i));
    }
    paths.add(there);
    assertThat(marks(eager, paths.build())).containsOnlyKeys(there);
  }

  @Test
  void areNotGivenWhereALoginMayUseGitOnly() throws Exception {
    try (RealSshd gitOnly =
        RealSshd.start(
            folder.resolve("gitonly"), "ForceCommand git-shell -c \"$SSH_ORIGINAL_COMMAND\"")) {
      SshUser user = SshUser.in(folder.resolve("gamma"));
      user.canReach("gamma", gitOnly);
      try (SshPeers peers = Scene.peersOf(user)) {
        assertThat(
                peers.survey(
                    new PeerId("gamma"),
                    ImmutableSet.of(new RepoPath(scene.theirs.toString())),
                    ImmutableSet.of()))
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
    assertThat(marks(separate, linked, halfGone, scene.theirs))
        .containsOnlyKeys(new RepoPath(scene.theirs.toString()));
  }

  @Test
  void comeWithWhatGitWouldListHoweverItIsStored() throws Exception {
    git(scene.theirs, "update-ref", branch("feature/x").ref(), one.hex());
    git(scene.theirs, "update-ref", branch("gone").ref(), one.hex());
    git(scene.theirs, "update-ref", "refs/tags/v1", one.hex());
    git(scene.theirs, "update-ref", "refs/hesokuri/kept/x/" + one.hex(), one.hex());
    assertThat(contents(scene.theirs)).contains(listedByGit());

    git(scene.theirs, "tag", "-a", "-m", "told apart from its commit", "v2", two.hex());
    git(scene.theirs, "pack-refs", "--all", "--prune");
    assertThat(contents(scene.theirs)).contains(listedByGit());

    git(scene.theirs, "update-ref", branch("feature/x").ref(), two.hex());
    git(scene.theirs, "update-ref", "-d", branch("gone").ref());
    git(scene.theirs, "update-ref", branch("grüße").ref(), two.hex());
    Files.writeString(scene.theirs.resolve("refs/heads/feature/y.lock"), "not yet a ref");
    assertThat(listedByGit().branches()).hasSize(3);
    assertThat(contents(scene.theirs)).contains(listedByGit());
  }

  @Test
  void comeWithoutRefsWhereFilesDoNotSayThemByThemselves() throws Exception {
    git(scene.theirs, "symbolic-ref", branch("other").ref(), branch("main_hesokr_me").ref());
    assertThat(contents(scene.theirs)).isEmpty();
    git(scene.theirs, "symbolic-ref", "-d", branch("other").ref());
    assertThat(contents(scene.theirs)).isPresent();
    Files.writeString(scene.theirs.resolve("refs/heads/torn"), one.hex().substring(7));
    assertThat(contents(scene.theirs)).isEmpty();
  }

  @Test
  void comeWithoutRefsWhereAFileIsEmptyThoughThePackedOneSaysMore() throws Exception {
    git(scene.theirs, "pack-refs", "--all", "--prune");
    assertThat(contents(scene.theirs)).contains(listedByGit());
    // As a loss of power leaves it: git says that the branch is damaged.
    Files.writeString(scene.theirs.resolve(branch("main_hesokr_me").ref()), "");
    assertThat(contents(scene.theirs)).isEmpty();
  }

  @Test
  void comeWithTheBranchesAmongManyPackedTags() throws Exception {
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      tags.append("create refs/tags/v" + i + " " + one.hex() + "\n");
    }
    TestGit.in(scene.theirs.resolveSibling("home-of-git"), scene.theirs)
        .runWith(
            Files.writeString(folder.resolve("tags"), tags),
            folder.resolve("said"),
            "update-ref",
            "--stdin");
    git(scene.theirs, "pack-refs", "--all", "--prune");
    assertThat(contents(scene.theirs)).contains(listedByGit());
    git(scene.theirs, "update-ref", "-d", branch("main_hesokr_me").ref());
    assertThat(contents(scene.theirs)).contains(Advertisement.NOTHING);
  }

  @Test
  void comeWithTheRefsOfThoseOfWhichTheyWereAsked() throws Exception {
    Path other = folder.resolve("other.git");
    git(folder, "clone", "-q", "--bare", scene.theirs.toString(), other.toString());
    RepoPath asked = new RepoPath(other.toString());
    RepoPath notAsked = new RepoPath(scene.theirs.toString());
    ImmutableMap<RepoPath, SurveyedRefs> said =
        eager
            .survey(Scene.BETA, ImmutableSet.of(notAsked, asked), ImmutableSet.of(asked))
            .orElseThrow();
    assertThat(said.get(notAsked).contents()).isEmpty();
    assertThat(said.get(asked).contents()).contains(listedByGit());
  }

  private static RefsMarks marks(RepoPath path, ImmutableSet<RepoPath> listed) {
    return new RefsMarks(ImmutableList.of(path), listed, RefsMarks.SETTLED);
  }

  private static Optional<ImmutableMap<RepoPath, SurveyedRefs>> read(RefsMarks marks, String answer)
      throws Exception {
    return marks.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void comeWithoutRefsWhereTheyAreNotToldToTheEnd() throws Exception {
    RepoPath path = new RepoPath("/r");
    RefsMarks marks = marks(path, ImmutableSet.of(path));
    String begin =
        "hesokuri marks 100\n= 0 /r\n/r/refs\t\td 17 4096 50.0 50.0\n"
            + "/r/refs\theads/main\tf 18 41 50.0 50.0\nhesokuri refs\n";
    String main = "/r/refs/heads/main\0" + "1".repeat(40) + "\n";
    String end = "hesokuri end\n";
    assertThat(refsIn(marks, begin + main + end)).isPresent();
    assertThat(refsIn(marks, begin + end)).as("a file of which nothing was printed").isEmpty();
    assertThat(refsIn(marks, begin + main)).isEmpty();
    assertThat(refsIn(marks, begin)).isEmpty();
    assertThat(refsIn(marks, begin + main + "/other/refs/heads/x\0y\n" + end)).isEmpty();
    assertThat(refsIn(marks, begin + main + "nonsense\n" + end)).isEmpty();
    assertThat(refsIn(marks, begin + main + main + end)).isEmpty();
  }

  private static Optional<Advertisement> refsIn(RefsMarks marks, String answer) throws Exception {
    return read(marks, answer).orElseThrow().values().asList().get(0).contents();
  }

  @Test
  void areNotTakenFromAnAnswerThatIsNotWholeOrSaysSomethingElse() throws Exception {
    RepoPath path = new RepoPath("/r");
    RefsMarks marks = marks(path, ImmutableSet.of());
    String begin = "Welcome!\nhesokuri marks 100\n= 0 /r/.git\n";
    String refs = "/r/.git/refs\t\td 17 4096 50.0000000000 50.0000000000\n";
    String end = "hesokuri refs\nhesokuri end\n";
    assertThat(read(marks, begin + refs + end).orElseThrow()).containsOnlyKeys(path);
    assertThat(read(marks, begin + refs.replace("50.", "97.") + end).orElseThrow()).isEmpty();
    assertThat(read(marks, begin + refs.replace("50.", "96.") + end).orElseThrow()).hasSize(1);
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
