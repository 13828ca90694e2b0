package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.worktree.Witness.Moment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A death at each single moment, and what the next start makes of it: where replaced files are
 * dropped at once, and where they are kept for a while, as the daemon does.
 */
@Tag("slow")
@ParameterizedClass
@ValueSource(strings = {"PT0S", "PT1H"})
class CrashTest {

  @TempDir Path folder;
  @Parameter Duration grace;
  private Scene scene;
  private String from;
  private String to;
  private TreeMap<String, String> before;
  private TreeMap<String, String> after;

  /** One change of each kind. */
  @BeforeEach
  void setUp() throws IOException {
    scene = Scene.in(folder).withGrace(grace);
    Path top = scene.theirs().folder();
    scene.theirs().write("changed", "old\n").write("deep/er/deleted", "old\n");
    scene.theirs().write("folder/inside", "old\n").write("file", "old\n").write("same", "same\n");
    Files.createSymbolicLink(top.resolve("link"), Path.of("old"));
    scene.agree();
    from = scene.mine().hash("HEAD");
    before = Scene.listing(scene.mine().folder());
    Disk.removeAll(top.resolve("deep"));
    Disk.removeAll(top.resolve("folder"));
    Disk.removeAll(top.resolve("file"));
    Files.delete(top.resolve("link"));
    Files.createSymbolicLink(top.resolve("link"), Path.of("new"));
    scene.theirs().write("changed", "new\n").write("added/to/here", "new\n");
    scene.theirs().write("folder", "now a file\n").write("file/inside", "now a folder\n");
    Files.setPosixFilePermissions(
        top.resolve("changed"), PosixFilePermissions.fromString("rwxr-xr-x"));
    to = scene.commitTheirs();
    scene.offer();
    after = Scene.listing(top);
  }

  private Deaths deaths(Witness witness) throws Exception {
    return new Deaths(scene, from, to, witness);
  }

  private static boolean isBefore(Moment one, Moment other) {
    return one.compareTo(other) < 0;
  }

  /** When the time is over for which replaced files are kept. */
  private void assertSweptClean(String when) throws IOException, GitFailure {
    assertThat(scene.withGrace(Duration.ZERO).recover()).as(when).isEmpty();
    assertThat(scene.file(".git/hesokuri")).as(when).isDirectoryNotContaining("glob:**-*");
  }

  private void assertWhole(String when) throws IOException {
    assertThat(scene.leftovers()).as(when).isEmpty();
    TreeMap<String, String> now = Scene.listing(scene.mine().folder());
    assertThat(now).as(when).isEqualTo(scene.mine().hash("HEAD").equals(to) ? after : before);
    assertThat(scene.mine().run("status", "--porcelain")).as(when).isEmpty();
  }

  @Test
  void completesOrUndoesADeathAtAnyMoment() throws Exception {
    Deaths deaths = deaths(Witness.NONE);
    deaths.eachIsFollowedBy(
        (number, moment, when) -> {
          assertThat(scene.recover()).isEmpty();
          assertWhole(when);
          assertSweptClean(when);
          assertThat(scene.mine().hash("HEAD"))
              .as(when)
              .isEqualTo(isBefore(moment, Moment.BRANCH_MOVED) ? from : to);
        });
    assertThat(deaths.moments().stream().filter(each -> isBefore(each, Moment.BRANCH_MOVED)))
        .hasSizeGreaterThan(20);
    assertThat(deaths.moments().stream().filter(each -> !isBefore(each, Moment.BRANCH_MOVED)))
        .hasSizeGreaterThan(5);
    scene.advanceTo(to, Witness.NONE);
    assertWhole("not killed");
    assertThat(scene.mine().hash("HEAD")).isEqualTo(to);
    assertThat(scene.mine().run("fsck", "--strict")).isEmpty();
  }

  @Test
  void survivesDeathsDuringTheMendingToo() throws Exception {
    deaths(Witness.NONE)
        .eachIsFollowedBy(
            (number, moment, when) -> {
              mendDyingAgainAndAgain();
              assertThat(scene.recover()).isEmpty();
              assertWhole(when);
              assertSweptClean(when);
            });
  }

  private void mendDyingAgainAndAgain() throws IOException, GitFailure {
    for (int moment = 0; moment < 30; moment++) {
      try {
        scene.recover(new Killer(moment, Witness.NONE));
        return;
      } catch (Killer.Killed e) {
        // Once more, and a moment later.
        continue;
      }
    }
  }

  @Test
  void keepsAnEditThatStoppedTheAdvanceWhenItsUndoingIsKilled() throws Exception {
    boolean[] edited = {false};
    int[] sinceEdit = {0};
    Witness editor =
        (moment, path) -> {
          sinceEdit[0] += edited[0] ? 1 : 0;
          if (moment == Moment.MOVING_ASIDE && path.equals("link")) {
            Deed.replace(scene.file("link"), "edited by me\n");
            edited[0] = true;
          }
        };
    Deaths deaths = deaths(editor);
    assertThat(sinceEdit[0]).isGreaterThan(10);
    edited[0] = false;
    deaths.eachIsFollowedBy(
        (number, moment, when) -> {
          mendDyingAgainAndAgain();
          scene.recover();
          assertThat(scene.leftovers()).as(when).isEmpty();
          assertThat(scene.mine().hash("HEAD")).as(when).isEqualTo(from);
          assertThat(scene.mine().run("status", "--porcelain"))
              .as(when)
              .isEqualTo(edited[0] ? "T link" : "");
          if (edited[0]) {
            assertThat(scene.content("link")).as(when).isEqualTo("edited by me\n");
          }
          edited[0] = false;
        });
  }

  @Test
  void losesNothingThatIsWrittenBetweenTheDeathAndTheMending() throws Exception {
    deaths(Witness.NONE)
        .eachIsFollowedBy(
            (number, moment, when) -> {
              Set<String> tokens = writeEverywhere(number);
              scene.recover();
              assertThat(scene.leftovers()).as(when).isEmpty();
              assertThat(Tokens.below(scene.mine().folder())).as(when).containsAll(tokens);
            });
  }

  /** The user edits what is there, in place or by saving anew, and makes what is not. */
  private Set<String> writeEverywhere(int moment) throws IOException {
    Set<String> tokens = new HashSet<>();
    int number = 0;
    for (Map.Entry<String, String> wanted : both().entrySet()) {
      Path path = scene.file(wanted.getKey());
      String token = "token-" + moment + "-" + number++ + ";";
      if (Files.isRegularFile(path) && number % 2 == 0) {
        Files.writeString(path, token, StandardOpenOption.APPEND);
      } else if (Files.isRegularFile(path)) {
        Path saved = Files.writeString(folder.resolve("saved"), token);
        Files.move(saved, path, StandardCopyOption.REPLACE_EXISTING);
      } else if (!FileContent.isThere(path) && Files.isDirectory(path.getParent())) {
        Files.writeString(path, token);
      } else {
        continue;
      }
      tokens.add(token);
    }
    return tokens;
  }

  private TreeMap<String, String> both() {
    TreeMap<String, String> all = new TreeMap<>(before);
    all.putAll(after);
    return all;
  }

  @Test
  void leavesEverythingToTheUserWhoRemovedTheLockAndWentOn() throws Exception {
    Deaths deaths = deaths(Witness.NONE);
    deaths.eachIsFollowedBy(
        (number, moment, when) -> {
          Files.deleteIfExists(scene.file(".git/index.lock"));
          Files.deleteIfExists(scene.file(".git/HEAD.lock"));
          Files.deleteIfExists(scene.file(".git/refs/heads/main.lock"));
          scene.mine().run("add", "-A");
          scene.mine().run("commit", "-q", "--allow-empty", "-m", "Go on");
          String mine = scene.mine().hash("HEAD");
          scene.recover();
          assertThat(scene.leftovers()).as(when).isEmpty();
          assertThat(scene.mine().hash("HEAD")).isEqualTo(mine);
          assertThat(scene.mine().run("diff", "--name-only", "--diff-filter=M", "HEAD"))
              .as(when)
              .isEmpty();
        });
    assertThat(deaths.moments()).hasSizeGreaterThan(20);
  }

  @Test
  void undoesHalfOfTheFilesEvenIfTheUserMovedTheBranchMeanwhile() throws Exception {
    Deaths deaths = deaths(Witness.NONE);
    deaths.eachIsFollowedBy(
        (number, moment, when) -> {
          if (isSwapping(moment)) {
            assertThat(scene.file(".git/index.lock")).as(when).exists();
            scene.mine().run("update-ref", "refs/heads/main", to);
            scene.recover();
            assertThat(Scene.listing(scene.mine().folder())).as(when).isIn(before, after);
            assertThat(scene.mine().run("ls-files")).as(when).isNotEmpty();
            assertThat(scene.leftovers()).as(when).isEmpty();
          } else {
            scene.recover();
          }
        });
    assertThat(deaths.moments().stream().filter(CrashTest::isSwapping)).hasSizeGreaterThan(10);
  }

  private static boolean isSwapping(Moment moment) {
    return !isBefore(moment, Moment.INDEX_LOCKED) && !isBefore(Moment.READY, moment);
  }

  @Test
  void movesTheBranchAgainIfALossOfPowerTookOnlyItsMoveBack() throws Exception {
    dieWithTheNewIndexInForce();
    takeBackTheMove();
    assertThat(scene.mine().hash("HEAD")).isEqualTo(from);

    assertThat(scene.recover()).isEmpty();

    assertThat(scene.mine().hash("HEAD")).isEqualTo(to);
    assertWhole("after the loss of power");
  }

  @Test
  void doesNotMoveTheBranchAgainIfItsUserTookTheMoveBack() throws Exception {
    dieWithTheNewIndexInForce();
    Files.delete(scene.file(".git/HEAD.lock"));
    scene.mine().run("reset", "-q", "--soft", from);

    scene.recover();

    assertThat(scene.mine().hash("HEAD")).isEqualTo(from);
    assertThat(scene.leftovers()).isEmpty();
  }

  private void dieWithTheNewIndexInForce() throws Exception {
    Witness killer =
        (moment, path) -> {
          if (moment == Moment.INDEX_MOVED) {
            throw new Killer.Killed(path);
          }
        };
    assertThat(Deaths.diesAt(scene, to, Integer.MAX_VALUE, killer)).isTrue();
  }

  /** The rename of the branch's lock never came to the disk, that of the index did. */
  private void takeBackTheMove() throws IOException {
    Path branch = scene.file(".git/refs/heads/main");
    Files.delete(branch);
    Files.writeString(branch, from + "\n");
    for (Path own : AdvanceFolder.leftIn(scene.file(".git"))) {
      Files.createLink(scene.file(".git/refs/heads/main.lock"), own.resolve("branch"));
    }
  }

  @Test
  void leavesSomebodyElsesLockAloneAndWaits() throws Exception {
    Path lock = scene.file(".git/index.lock");
    assertThat(Deaths.diesAt(scene, to, 12, Witness.NONE)).isTrue();
    Files.delete(lock);
    Files.writeString(lock, "somebody else's");

    assertThat(scene.recover()).singleElement().asString().contains("index.lock is held by");
    assertThat(Files.readString(lock)).isEqualTo("somebody else's");
    StepOutcome next = scene.advanceTo(to, Witness.NONE);
    assertThat(next).isInstanceOf(StepOutcome.Refused.class);

    Files.delete(lock);
    assertThat(scene.recover()).isEmpty();
    assertWhole("after the wait");
  }
}
