package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.worktree.Witness.Moment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the user's that status does not show, or that come at the worst moment. */
class KeepsUserFilesTest {

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() {
    scene = Scene.in(folder);
    scene.theirs().write("notes.txt", "old\n").write("z.txt", "old\n").write("gone.txt", "old\n");
    scene.theirs().write(".gitignore", "*.log\nbuild\nout\n");
    scene.agree();
    scene.theirs().write("notes.txt", "new\n").write("z.txt", "new\n");
    scene.theirs().run("rm", "-q", "gone.txt");
    scene.commitTheirs();
  }

  private static Witness when(Moment wanted, String wantedPath, Runnable deed) {
    return (moment, path) -> {
      if (moment == wanted && path.equals(wantedPath)) {
        deed.run();
      }
    };
  }

  /** Nothing moved, nothing is left over, and the reason names the path. */
  private void assertRefused(StepOutcome outcome, String path, String old) throws IOException {
    assertThat(outcome).isInstanceOf(StepOutcome.Refused.class);
    StepOutcome.Refused refused = (StepOutcome.Refused) outcome;
    assertThat(refused.why()).contains(path);
    assertThat(refused.paths()).contains(scene.file(path).toString());
    assertThat(scene.mine().hash("HEAD")).isEqualTo(old);
    assertThat(scene.leftovers()).isEmpty();
    assertThat(scene.mine().run("diff", "--cached", "--name-only")).isEmpty();
  }

  /** Whoever does something at that moment is faster than we are. */
  private void assertLosesRace(Moment moment, Runnable deed) throws Exception {
    assertThat(scene.advance(when(moment, "", deed))).isInstanceOf(StepOutcome.LostRace.class);
  }

  private StepOutcome advanceUnchanged(Witness witness, String path) throws Exception {
    String old = scene.mine().hash("HEAD");
    StepOutcome outcome = scene.advance(witness);
    assertRefused(outcome, path, old);
    return outcome;
  }

  @Test
  void leavesAnUntrackedFileThatTheNewTreeAlsoHas() throws Exception {
    scene.theirs().commit("extra", "theirs\n");
    Deed.write(scene.file("extra"), "mine\n");
    advanceUnchanged(Witness.NONE, "extra");
    assertThat(scene.content("extra")).isEqualTo("mine\n");
  }

  @Test
  void goesPastWhatIsUntrackedAndNotInTheWay() throws Exception {
    scene.theirs().write("sub/added", "theirs\n");
    scene.commitTheirs();
    List<String> untracked =
        List.of("extra", "sub/extra", "deep/er/extra", "gone.txt.orig", "nested/file");
    untracked.forEach(path -> Deed.write(scene.file(path), "mine\n"));
    scene.mine().run("init", "-q", "nested");
    Files.createSymbolicLink(scene.file("to-folder"), Path.of("deep"));
    Files.createSymbolicLink(scene.file("to-nothing"), Path.of("nowhere"));

    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);

    for (String path : untracked) {
      assertThat(scene.content(path)).as(path).isEqualTo("mine\n");
    }
    assertThat(scene.file("to-folder")).isSymbolicLink();
    assertThat(scene.file("to-nothing")).isSymbolicLink();
    assertThat(scene.content("sub/added")).isEqualTo("theirs\n");
    assertThat(scene.mine().run("status", "--porcelain", "-uno")).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void leavesAnUntrackedFileInAFolderAllOfWhichGoes() throws Exception {
    scene.theirs().write("going/tracked", "old\n");
    scene.agree();
    scene.theirs().run("rm", "-q", "-r", "going");
    scene.commitTheirs();
    Deed.write(scene.file("going/extra"), "mine\n");
    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.content("going/extra")).isEqualTo("mine\n");
    assertThat(scene.file("going/tracked")).doesNotExist();
  }

  @Test
  void leavesAnUntrackedFileInAFolderInWhosePlaceTheNewTreeHasAFile() throws Exception {
    scene.theirs().write("going/tracked", "old\n");
    scene.agree();
    scene.theirs().run("rm", "-q", "-r", "going");
    scene.theirs().write("going", "now a file\n");
    scene.commitTheirs();
    Deed.write(scene.file("going/extra"), "mine\n");
    String old = scene.mine().hash("HEAD");
    assertRefused(scene.advance(), "going", old, "going/extra");
    assertThat(scene.content("going/extra")).isEqualTo("mine\n");
    assertThat(scene.content("going/tracked")).isEqualTo("old\n");
  }

  @Test
  void leavesAnIgnoredFileThatTheNewTreeAlsoHas() throws Exception {
    scene.theirs().write("a.log", "theirs\n");
    scene.commitTheirs();
    Deed.write(scene.file("a.log"), "mine\n");
    advanceUnchanged(Witness.NONE, "a.log");
    assertThat(scene.content("a.log")).isEqualTo("mine\n");
  }

  @Test
  void leavesAnIgnoredFolderInWhosePlaceTheNewTreeHasAFile() throws Exception {
    scene.theirs().write("build", "theirs\n");
    scene.commitTheirs();
    Deed.write(scene.file("build/deep/result"), "mine\n");
    String old = scene.mine().hash("HEAD");
    assertRefused(scene.advance(), "build", old, "build/deep/result");
    assertThat(scene.content("build/deep/result")).isEqualTo("mine\n");
  }

  private void assertRefused(StepOutcome outcome, String path, String old, String watched)
      throws IOException {
    assertThat(((StepOutcome.Refused) outcome).why()).contains(path);
    assertThat(((StepOutcome.Refused) outcome).paths()).contains(scene.file(watched).toString());
    assertThat(scene.mine().hash("HEAD")).isEqualTo(old);
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void leavesAnIgnoredFileWhereTheNewTreeHasAFolder() throws Exception {
    scene.theirs().write("out/file", "theirs\n");
    scene.commitTheirs();
    Deed.write(scene.file("out"), "mine\n");
    advanceUnchanged(Witness.NONE, "out");
    assertThat(scene.content("out")).isEqualTo("mine\n");
  }

  @Test
  void leavesAnIgnoredLinkWhereTheNewTreeHasAFolder() throws Exception {
    scene.theirs().write("out/file", "theirs\n");
    scene.commitTheirs();
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(scene.file("out"), elsewhere);
    advanceUnchanged(Witness.NONE, "out");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void leavesAnEditOfAnAssumeUnchangedFile() throws Exception {
    scene.mine().run("update-index", "--assume-unchanged", "notes.txt");
    Deed.write(scene.file("notes.txt"), "mine\n");
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    advanceUnchanged(Witness.NONE, "notes.txt");
    assertThat(scene.content("notes.txt")).isEqualTo("mine\n");
  }

  @Test
  void keepsTheAssumeUnchangedMarkOfAFileThatIsAdvanced() throws Exception {
    scene.mine().run("update-index", "--assume-unchanged", "notes.txt", "start");
    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.mine().run("ls-files", "-v"))
        .isEqualTo("H .gitignore\nh notes.txt\nh start\nH z.txt");
  }

  @Test
  void leavesAFileThatWasEditedAfterItWasCompared() throws Exception {
    advanceUnchanged(
        when(Moment.COMPARED, "", () -> Deed.write(scene.file("z.txt"), "mine\n")), "z.txt");
    assertThat(scene.content("z.txt")).isEqualTo("mine\n");
    assertThat(scene.content("notes.txt")).isEqualTo("old\n");
    assertThat(scene.content("gone.txt")).isEqualTo("old\n");
  }

  @Test
  void leavesAFileThatWasEditedJustBeforeItIsMoved() throws Exception {
    advanceUnchanged(
        when(Moment.MOVING_ASIDE, "z.txt", () -> Deed.append(scene.file("z.txt"), "mine\n")),
        "z.txt");
    assertThat(scene.content("z.txt")).isEqualTo("old\nmine\n");
  }

  @Test
  void leavesAFileThatIsToBeDeletedButWasSavedAnew() throws Exception {
    advanceUnchanged(
        when(Moment.MOVING_ASIDE, "gone.txt", () -> Deed.replace(scene.file("gone.txt"), "mine\n")),
        "gone.txt");
    assertThat(scene.content("gone.txt")).isEqualTo("mine\n");
  }

  @Test
  void leavesAFileThatWasSavedWhileTheOldOneWasAside() throws Exception {
    advanceUnchanged(
        when(Moment.MOVED_ASIDE, "z.txt", () -> Deed.write(scene.file("z.txt"), "mine\n")),
        "z.txt");
    assertThat(scene.content("z.txt")).isEqualTo("mine\n");
  }

  @Test
  void leavesAFolderThatCameWhereAFileWas() throws Exception {
    advanceUnchanged(
        when(
            Moment.MOVING_ASIDE,
            "z.txt",
            () -> {
              Deed.delete(scene.file("z.txt"));
              Deed.write(scene.file("z.txt/inside"), "mine\n");
            }),
        "z.txt");
    assertThat(scene.content("z.txt/inside")).isEqualTo("mine\n");
  }

  @Test
  void leavesAFileThatCameWhereTheNewTreeAddsOne() throws Exception {
    scene.theirs().commit("zz/added", "theirs\n");
    advanceUnchanged(
        when(Moment.COMPARED, "", () -> Deed.write(scene.file("zz/added"), "mine\n")), "zz/added");
    assertThat(scene.content("zz/added")).isEqualTo("mine\n");
    assertThat(scene.content("z.txt")).isEqualTo("old\n");
  }

  @Test
  void doesNotFollowALinkThatCameWhereAFolderWas() throws Exception {
    scene.advance();
    scene.theirs().write("sub/file", "old\n");
    scene.agree();
    scene.theirs().commit("sub/file", "new\n");
    Path elsewhere = folder.resolve("elsewhere");
    String old = scene.mine().hash("HEAD");
    StepOutcome outcome =
        scene.advance(
            when(
                Moment.COMPARED,
                "",
                () -> {
                  try {
                    Files.move(scene.file("sub"), elsewhere);
                    Files.createSymbolicLink(scene.file("sub"), elsewhere);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    assertThat(((StepOutcome.Refused) outcome).why()).contains("sub/file");
    assertThat(elsewhere.resolve("file")).hasContent("old\n");
    assertThat(scene.file("sub")).isSymbolicLink();
    assertThat(scene.mine().hash("HEAD")).isEqualTo(old);
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void keepsAnEditOfANewFileEvenIfTheAdvanceIsUndone() throws Exception {
    Witness twoEdits =
        (moment, path) -> {
          if (moment == Moment.PLACED && path.equals("notes.txt")) {
            Deed.append(scene.file("notes.txt"), "mine\n");
          }
          if (moment == Moment.MOVING_ASIDE && path.equals("z.txt")) {
            Deed.append(scene.file("z.txt"), "mine\n");
          }
        };
    advanceUnchanged(twoEdits, "z.txt");
    assertThat(scene.content("notes.txt")).isEqualTo("new\nmine\n");
    assertThat(scene.content("z.txt")).isEqualTo("old\nmine\n");
  }

  @Test
  void showsAnEditOfTheSameSizeRightAfterTheNewFileCame() throws Exception {
    StepOutcome outcome =
        scene.advance(
            when(Moment.INDEX_STORED, "", () -> Deed.write(scene.file("z.txt"), "neu\n")));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    // Only where the index is not younger than the file does Git look into it.
    assertThat(Files.getLastModifiedTime(scene.file(".git/index")))
        .isLessThanOrEqualTo(Files.getLastModifiedTime(scene.file("notes.txt")));
    assertThat(scene.mine().run("status", "--porcelain")).isEqualTo("M z.txt");
  }

  @Test
  void rescuesWhatAnEditorWritesIntoTheFileThatItHasOpen() throws Exception {
    try (OutputStream editor =
        Files.newOutputStream(scene.file("z.txt"), StandardOpenOption.APPEND)) {
      StepOutcome outcome =
          scene.advance(
              when(
                  Moment.READY,
                  "",
                  () -> {
                    try {
                      editor.write("mine\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
      String remark = ((StepOutcome.Done) outcome).remarks().asList().get(0);
      assertThat(remark).contains("z.txt was changed while it was advanced");
      Path kept = Path.of(remark.substring(remark.indexOf(" kept in ") + " kept in ".length()));
      assertThat(kept).hasContent("old\nmine\n");
    }
    assertThat(scene.content("z.txt")).isEqualTo("new\n");
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void leavesABranchThatMovedAtTheLastMoment() throws Exception {
    String old = scene.mine().hash("HEAD");
    String[] other = {""};
    TreeMap<String, String> before = Scene.listing(scene.mine().folder());
    assertLosesRace(
        Moment.READY,
        () -> {
          other[0] = scene.mine().run("commit-tree", "-p", old, "-m", "Mine", old + "^{tree}");
          scene.mine().run("update-ref", "refs/heads/main", other[0]);
        });
    assertThat(scene.mine().hash("HEAD")).isEqualTo(other[0]);
    assertThat(Scene.listing(scene.mine().folder())).isEqualTo(before);
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void leavesAHeadThatMovedToAnotherBranchAtTheLastMoment() throws Exception {
    String old = scene.mine().hash("HEAD");
    scene.mine().run("branch", "other");
    assertLosesRace(
        Moment.READY, () -> scene.mine().run("symbolic-ref", "HEAD", "refs/heads/other"));
    assertThat(scene.mine().hash("main")).isEqualTo(old);
    assertThat(scene.mine().run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/other");
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
  }

  @Test
  void leavesAnIndexThatChangedSinceTheStatus() throws Exception {
    assertLosesRace(
        Moment.CLEAN,
        () -> {
          Deed.write(scene.file("staged"), "mine\n");
          scene.mine().run("add", "staged");
        });
    assertThat(scene.mine().run("status", "--porcelain")).isEqualTo("A  staged");
  }

  @Test
  void seesAnIndexThatChangedSinceTheStatusButNotInSizeOrTime() throws Exception {
    Path index = scene.file(".git/index");
    // The first time the index gets shorter.
    scene.mine().run("update-index", "--assume-unchanged", "start");
    scene.mine().run("update-index", "--no-assume-unchanged", "start");
    long size = Files.size(index);
    assertLosesRace(
        Moment.CLEAN,
        () -> {
          FileTime time = Deed.time(index);
          scene.mine().run("update-index", "--assume-unchanged", "start");
          Deed.setTime(index, time);
        });
    assertThat(Files.size(index)).isEqualTo(size);
    assertThat(scene.mine().run("ls-files", "-v", "start")).isEqualTo("h start");
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void keepsWhatTheUserDoesElsewhereAfterTheStatus() throws Exception {
    StepOutcome outcome =
        scene.advance(
            when(
                Moment.CLEAN,
                "",
                () -> {
                  Deed.append(scene.file("start"), "mine\n");
                  Deed.write(scene.file("untracked"), "mine\n");
                }));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.content("start")).isEqualTo("start\nmine\n");
    assertThat(scene.content("untracked")).isEqualTo("mine\n");
    assertThat(scene.mine().run("status", "--porcelain")).isEqualTo("M start\n?? untracked");
  }

  @Test
  void leavesAFolderThatCameWhereItMeantToMakeOne() throws Exception {
    scene.theirs().commit("fresh/added", "theirs\n");
    String old = scene.mine().hash("HEAD");
    assertLosesRace(Moment.STAGED, () -> assertThat(scene.file("fresh").toFile().mkdir()).isTrue());
    assertThat(scene.mine().hash("HEAD")).isEqualTo(old);
    assertThat(scene.file("fresh")).isEmptyDirectory();
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void preparesNothingWhereTheUserWasAtWorkTheLastTime() throws Exception {
    Deed.append(scene.file("start"), "mine\n");
    List<Moment> moments = new ArrayList<>();
    String to = scene.offer();
    WorktreeFastForward again = scene.fastForward((moment, path) -> moments.add(moment));
    try (Repository repository = scene.open()) {
      assertThat(again.advance(repository, scene.step(to))).isInstanceOf(StepOutcome.Refused.class);
      assertThat(moments).contains(Moment.STAGED).doesNotContain(Moment.CLEAN);
      moments.clear();
      assertThat(again.advance(repository, scene.step(to))).isInstanceOf(StepOutcome.Refused.class);
      assertThat(moments).isEmpty();
      assertThat(scene.file(".git/hesokuri")).isDirectoryNotContaining("glob:**advance-*");
      scene.mine().run("checkout", "-q", "start");
      assertThat(again.advance(repository, scene.step(to))).isEqualTo(StepOutcome.Done.QUIETLY);
    }
    assertThat(scene.content("start")).isEqualTo("start\n");
    assertThat(scene.content("notes.txt")).isEqualTo("new\n");
  }

  @Test
  void keepsGitOutWhileItIsAtWork() throws Exception {
    TreeMap<String, String> attempts = new TreeMap<>();
    scene.advance(
        when(
            Moment.READY,
            "",
            () -> {
              attempts.put(
                  "commit", "" + scene.mine().attempt("commit", "-a", "-m", "x").exitCode());
              attempts.put("stash", "" + scene.mine().attempt("stash").exitCode());
              attempts.put("reset", "" + scene.mine().attempt("reset", "--hard").exitCode());
            }));
    assertThat(attempts.values()).doesNotContain("0");
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
  }

  @Test
  void goesOnToTheEndWhenItsThreadIsInterrupted() throws Exception {
    Thread caller = Thread.currentThread();
    StepOutcome outcome = scene.advance(when(Moment.COMPARED, "", caller::interrupt));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void rescuesWhatAnEditorWritesIntoTheFileThatItHasOpenLongAfterwards() throws Exception {
    try (Repository repository = scene.open();
        OutputStream editor =
            Files.newOutputStream(scene.file("z.txt"), StandardOpenOption.APPEND)) {
      WorktreeFastForward patient = scene.fastForward(Witness.NONE, Duration.ofDays(1));
      assertThat(patient.advance(repository, scene.step(scene.offer())))
          .isEqualTo(StepOutcome.Done.QUIETLY);
      editor.write("mine\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(patient.mend(repository)).isEmpty();

      String remark = scene.recover().asList().get(0);

      assertThat(remark).contains("z.txt was changed while it was advanced");
      Path kept = Path.of(remark.substring(remark.indexOf(" kept in ") + " kept in ".length()));
      assertThat(kept).hasContent("old\nmine\n");
      assertThat(scene.file(".git/hesokuri")).isDirectoryNotContaining("glob:**replaced-*");
      assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    }
  }

  @Test
  void rescuesWhatAnEditorWritesIntoANewFileLongAfterItWasTakenAwayAgain() throws Exception {
    List<OutputStream> editor = new ArrayList<>();
    Witness twoEdits =
        (moment, path) -> {
          if (moment == Moment.PLACED && path.equals("notes.txt")) {
            editor.add(Deed.open(scene.file("notes.txt")));
          }
          if (moment == Moment.MOVING_ASIDE && path.equals("z.txt")) {
            Deed.append(scene.file("z.txt"), "mine\n");
          }
        };
    try (Repository repository = scene.open()) {
      WorktreeFastForward patient = scene.fastForward(twoEdits, Duration.ofDays(1));
      assertThat(patient.advance(repository, scene.step(scene.offer())))
          .isInstanceOf(StepOutcome.Refused.class);
      try (OutputStream opened = editor.get(0)) {
        opened.write("mine\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(patient.mend(repository)).isEmpty();

      String remark = scene.recover().asList().get(0);

      assertThat(remark).contains("notes.txt was changed while it was advanced");
      Path kept = Path.of(remark.substring(remark.indexOf(" kept in ") + " kept in ".length()));
      assertThat(kept).hasContent("new\nmine\n");
      assertThat(scene.content("z.txt")).isEqualTo("old\nmine\n");
      assertThat(scene.file(".git/hesokuri")).isDirectoryNotContaining("glob:**replaced-*");
    }
  }
}
