package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every backend fast-forwards a worktree, and what keeps it from that. */
public abstract class WorktreeStepContract extends StepContract {

  /** What the user has not committed. */
  enum Unsaved {
    UNSTAGED_CHANGE,
    STAGED_CHANGE,
    STAGED_AND_CHANGED_BACK,
    CHANGE_OF_A_FILE_THAT_GOES_ON_UNCHANGED,
    UNTRACKED_FILE_WHERE_A_FOLDER_COMES,
    UNTRACKED_FILE_IN_A_FOLDER_WHERE_A_FILE_COMES,
    UNTRACKED_FILE_THAT_THE_NEW_TREE_HAS,
    UNTRACKED_FILE_LIKE_THE_NEW_ONE,
    IGNORED_FILE_THAT_THE_NEW_TREE_HAS,
    IGNORED_FILE_WHERE_A_FOLDER_COMES,
    IGNORED_FILE_IN_A_FOLDER_WHERE_A_FILE_COMES,
    NEW_FILE_STAGED,
    NEW_FILE_STAGED_AND_REMOVED,
    DELETED,
    DELETION_STAGED,
    REMOVED_FROM_THE_INDEX_ALONE,
    MODE_CHANGE,
    MODE_CHANGE_STAGED,
    CHANGE_ASSUMED_UNCHANGED,
    CHANGE_SKIPPED
  }

  /** For the subclasses of every backend. */
  protected WorktreeStepContract() {}

  /** From one to this, "one" changes, and "two", "new/file" and "file" come. */
  private CommitHash changes() {
    Map<String, String> tree = new TreeMap<>(and("two", "new/file", "file"));
    tree.put("one", "changed");
    return user.commit(tree, List.of(one));
  }

  private void leave(Unsaved unsaved, UserWorktree in) {
    switch (unsaved) {
      case UNSTAGED_CHANGE -> in.write("one", "mine");
      case STAGED_CHANGE -> {
        in.write("one", "mine");
        in.stage("one");
      }
      case STAGED_AND_CHANGED_BACK -> {
        in.write("one", "mine");
        in.stage("one");
        in.write("one", "1");
      }
      case CHANGE_OF_A_FILE_THAT_GOES_ON_UNCHANGED -> in.write("folder/inside", "mine");
      case UNTRACKED_FILE_WHERE_A_FOLDER_COMES -> in.write("new", "mine");
      case UNTRACKED_FILE_IN_A_FOLDER_WHERE_A_FILE_COMES -> in.write("file/deep/notes", "mine");
      case UNTRACKED_FILE_THAT_THE_NEW_TREE_HAS -> in.write("two", "mine");
      case UNTRACKED_FILE_LIKE_THE_NEW_ONE -> in.write("two", "content of two");
      case IGNORED_FILE_THAT_THE_NEW_TREE_HAS -> ignored(in, "two");
      case IGNORED_FILE_WHERE_A_FOLDER_COMES -> ignored(in, "new");
      case IGNORED_FILE_IN_A_FOLDER_WHERE_A_FILE_COMES -> ignored(in, "file/inside");
      case NEW_FILE_STAGED -> {
        in.write("notes", "mine");
        in.stage("notes");
      }
      case NEW_FILE_STAGED_AND_REMOVED -> {
        in.write("notes", "mine");
        in.stage("notes");
        in.remove("notes");
      }
      case DELETED -> in.remove("one");
      case DELETION_STAGED -> {
        in.remove("one");
        in.stage("one");
      }
      case REMOVED_FROM_THE_INDEX_ALONE -> in.unstage("one");
      case MODE_CHANGE -> in.makeExecutable("one");
      case MODE_CHANGE_STAGED -> {
        in.makeExecutable("one");
        in.stage("one");
      }
      case CHANGE_ASSUMED_UNCHANGED -> {
        in.assumeUnchanged("one");
        in.write("one", "mine");
      }
      case CHANGE_SKIPPED -> {
        in.skipWorktree("one");
        in.write("one", "mine");
      }
    }
  }

  private void ignored(UserWorktree in, String file) {
    in.ignore(file);
    in.write(file, "secret");
  }

  private UserWorktree mainAt(boolean linked, CommitHash tip) throws GitFailure {
    user.point("main", tip);
    UserWorktree worktree = worktree(linked, "main");
    repository.look();
    return worktree;
  }

  @ParameterizedTest
  @EnumSource(Unsaved.class)
  void leavesWhatIsUnsavedInTheMainWorktree(Unsaved unsaved) throws GitFailure {
    leavesWhatIsUnsaved(unsaved, false);
  }

  @ParameterizedTest
  @EnumSource(Unsaved.class)
  void leavesWhatIsUnsavedInALinkedWorktree(Unsaved unsaved) throws GitFailure {
    leavesWhatIsUnsaved(unsaved, true);
  }

  private void leavesWhatIsUnsaved(Unsaved unsaved, boolean linked) throws GitFailure {
    UserWorktree worktree = mainAt(linked, one);
    leave(unsaved, worktree);
    Map<String, String> before = worktree.files();
    StepOutcome.Refused refused = assertRefused(forward(worktree, "main", one, changes()));
    assertThat(refused.why()).isNotBlank();
    assertThat(refused.passing()).as("over in a moment").isFalse();
    assertTip("main", one);
    assertThat(worktree.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fastForwardsACleanWorktreeWithItsFiles(boolean linked) throws GitFailure {
    UserWorktree worktree = mainAt(linked, one);
    assertDone(forward(worktree, "main", one, three));
    assertTip("main", three);
    assertThat(worktree.files()).isEqualTo(and("two", "three"));
    assertThat(worktree.isClean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a, a, a file stays",
    "a, b, a file goes and another one comes",
    "a, a/b, a folder comes for a file",
    "a/b, a, a file comes for a folder",
    "a/b/c, a/b, a file comes for a folder in a folder",
    "ünï/日本, ünï/cödé, names beyond ASCII",
    "-x, --y, names like options"
  })
  void goesThroughChangesOfEveryKind(String before, String after, String what) throws GitFailure {
    CommitHash first = user.commit(Map.of(before, "1", "stays", "s"), List.of());
    CommitHash second = user.commit(Map.of(after, "2", "stays", "s"), List.of(first));
    CommitHash third = user.commit(Map.of("stays", "s"), List.of(second));
    UserWorktree worktree = mainAt(false, first);
    assertDone(forward(worktree, "main", first, second));
    assertThat(worktree.files()).as(what).isEqualTo(Map.of(after, "2", "stays", "s"));
    repository.look();
    assertDone(forward(worktree, "main", second, third));
    assertThat(worktree.files()).isEqualTo(Map.of("stays", "s"));
    assertThat(worktree.isClean()).isTrue();
  }

  @Test
  void goesThroughManyFiles() throws GitFailure {
    Map<String, String> tree = new TreeMap<>();
    for (int i = 0; i < 120; i++) {
      tree.put("f" + i % 7 + "/g" + i % 3 + "/h" + i, "content " + i);
    }
    CommitHash many = user.commit(tree, List.of(one));
    UserWorktree worktree = mainAt(false, one);
    assertDone(forward(worktree, "main", one, many));
    assertThat(worktree.files()).isEqualTo(tree);
  }

  @Test
  void fastForwardsOverAMerge() throws GitFailure {
    UserWorktree worktree = mainAt(false, other);
    assertDone(forward(worktree, "main", other, commits.get("merged")));
    assertThat(worktree.files()).isEqualTo(and("two", "three", "other"));
  }

  @Test
  void fastForwardsAnUnbornBranch() throws GitFailure {
    repository.look();
    assertDone(
        repository.apply(
            new Step.FastForwardWorktree(user.main().path(), name("main"), Optional.empty(), two)));
    assertTip("main", two);
    assertThat(user.main().files()).isEqualTo(and("two"));
  }

  @Test
  void leavesAFileInTheWayOfAnUnbornBranch() throws GitFailure {
    repository.look();
    user.main().write("two", "mine");
    assertRefused(
        repository.apply(
            new Step.FastForwardWorktree(user.main().path(), name("main"), Optional.empty(), two)));
    assertThat(user.branches()).isEmpty();
    assertThat(user.main().files()).isEqualTo(Map.of("two", "mine"));
  }

  @Test
  void fastForwardsAnUnbornBranchPastAFileThatIsNotInTheWay() throws GitFailure {
    repository.look();
    user.main().write("notes", "mine");
    assertDone(
        repository.apply(
            new Step.FastForwardWorktree(user.main().path(), name("main"), Optional.empty(), two)));
    assertTip("main", two);
    assertThat(user.main().read("notes")).contains("mine");
    assertThat(user.main().read("two")).isPresent();
  }

  @Test
  void doesNotMakeAnUnbornBranchBesideAFolderOfItsName() throws GitFailure {
    user.point("main/x", one);
    repository.look();
    assertRefused(
        repository.apply(
            new Step.FastForwardWorktree(user.main().path(), name("main"), Optional.empty(), two)));
    assertThat(user.branches()).containsOnly(Map.entry("main/x", one));
    assertThat(user.main().files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void passesByAnIgnoredFileThatIsNotInTheWay(boolean linked) throws GitFailure {
    UserWorktree worktree = mainAt(linked, one);
    ignored(worktree, "cache");
    assertDone(forward(worktree, "main", one, three));
    assertThat(worktree.read("cache")).contains("secret");
    assertThat(worktree.read("three")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "notes, false",
    "notes, true",
    "mine/notes, false",
    "folder/notes, true",
    "new/notes, false",
    "twofold, false"
  })
  void passesByAnUntrackedFileThatIsNotInTheWay(String file, boolean linked) throws GitFailure {
    UserWorktree worktree = mainAt(linked, one);
    worktree.write(file, "mine");
    CommitHash to = changes();
    assertDone(forward(worktree, "main", one, to));
    assertTip("main", to);
    assertThat(worktree.read(file)).contains("mine");
    assertThat(worktree.read("one")).contains("changed");
    assertThat(worktree.read("new/file")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesAnUntrackedFileInAFolderAllOfWhichGoes(boolean linked) throws GitFailure {
    CommitHash without = user.commit(Map.of("one", "1"), List.of(one));
    UserWorktree worktree = mainAt(linked, one);
    worktree.write("folder/notes", "mine");
    assertDone(forward(worktree, "main", one, without));
    assertThat(worktree.files()).isEqualTo(Map.of("one", "1", "folder/notes", "mine"));
  }

  @ParameterizedTest
  @EnumSource(UserWorktree.Work.class)
  void leavesWorkThatBeganSince(UserWorktree.Work work) throws GitFailure {
    UserWorktree worktree = mainAt(false, one);
    worktree.begin(work);
    StepOutcome outcome = forward(worktree, "main", one, three);
    if (work.detaches()) {
      assertLostRace(outcome);
    } else {
      assertThat(assertRefused(outcome).passing()).isFalse();
    }
    assertTip("main", one);
    assertThat(worktree.files()).isEqualTo(and());
  }

  @ParameterizedTest
  @EnumSource(UserWorktree.Work.class)
  void leavesWorkInALinkedWorktreeThatBeganSince(UserWorktree.Work work) throws GitFailure {
    UserWorktree worktree = mainAt(true, one);
    worktree.begin(work);
    assertThat(forward(worktree, "main", one, three)).isNotInstanceOf(StepOutcome.Done.class);
    assertTip("main", one);
  }

  @ParameterizedTest
  @EnumSource(UserWorktree.Work.class)
  void goesOnBesideWorkInAnotherWorktree(UserWorktree.Work work) throws GitFailure {
    UserWorktree linked = mainAt(true, one);
    user.main().begin(work);
    repository.look();
    assertDone(forward(linked, "main", one, three));
    assertThat(linked.files()).isEqualTo(and("two", "three"));
    assertTip("elsewhere", one);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsForItsIndexLock(boolean linked) throws GitFailure {
    UserWorktree worktree = mainAt(linked, one);
    worktree.lockIndex(true);
    assertThat(assertRefused(forward(worktree, "main", one, three)).passing()).isTrue();
    assertTip("main", one);
    worktree.lockIndex(false);
    repository.look();
    assertDone(forward(worktree, "main", one, three));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "pointed", "deleted", "committed"})
  void leavesABranchThatIsNotWhereItWas(String since) throws GitFailure {
    UserWorktree worktree = mainAt(false, one);
    switch (since) {
      case "reset" -> worktree.reset(other);
      case "pointed" -> user.point("main", other);
      case "deleted" -> user.delete("main");
      default -> {
        worktree.write("mine", "mine");
        worktree.commitAll("mine", false);
      }
    }
    Map<String, CommitHash> before = user.branches();
    Map<String, String> files = worktree.files();
    assertLostRace(forward(worktree, "main", one, three));
    assertThat(user.branches()).isEqualTo(before);
    assertThat(worktree.files()).isEqualTo(files);
  }

  @ParameterizedTest
  @ValueSource(strings = {"switched", "detached"})
  void leavesAWorktreeThatIsElsewhereByNow(String since) throws GitFailure {
    UserWorktree worktree = mainAt(false, one);
    user.point("x", one);
    if (since.equals("switched")) {
      worktree.checkOut("x");
    } else {
      worktree.detach(one);
    }
    assertLostRace(forward(worktree, "main", one, three));
    assertTip("main", one);
    assertThat(worktree.files()).isEqualTo(and());
  }

  @Test
  void leavesABranchThatASecondWorktreeTookSince() throws GitFailure {
    UserWorktree worktree = mainAt(false, one);
    user.addWorktree("main");
    assertRefused(forward(worktree, "main", one, three));
    assertTip("main", one);
    assertThat(worktree.files()).isEqualTo(and());
  }

  @Test
  void leavesABranchToWhichABisectElsewhereWillReturnSince() throws GitFailure {
    UserWorktree worktree = mainAt(false, one);
    UserWorktree second = user.addWorktree("main");
    second.begin(UserWorktree.Work.BISECT);
    assertRefused(forward(worktree, "main", one, three));
    assertTip("main", one);
  }

  @Test
  void noticesThatAWorktreeWasRemovedSince() throws GitFailure {
    UserWorktree linked = mainAt(true, one);
    user.removeWorktree(linked);
    assertRefused(forward(linked, "main", one, three));
    assertTip("main", one);
  }

  @ParameterizedTest
  @CsvSource({"three,one", "three,other", "one,lone"})
  void fastForwardsNothingButForward(String from, String to) throws GitFailure {
    UserWorktree worktree = mainAt(false, commits.get(from));
    Map<String, String> files = worktree.files();
    assertForbidden(() -> forward(worktree, "main", commits.get(from), commits.get(to)));
    assertTip("main", commits.get(from));
    assertThat(worktree.files()).isEqualTo(files);
  }

  @Test
  void doesNotFastForwardToACommitThatIsNotThere() throws GitFailure {
    UserRepository second = fixture.init("second", true);
    second.fetch(user, one);
    CommitHash theirs = second.commit(Map.of("a", "b"), List.of(one));
    UserWorktree worktree = mainAt(false, one);
    assertForbidden(() -> forward(worktree, "main", one, theirs));
    assertTip("main", one);
    assertThat(worktree.files()).isEqualTo(and());
  }
}
