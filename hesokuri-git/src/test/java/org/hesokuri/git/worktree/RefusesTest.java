package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not advanced, and that it is left just as it was. */
class RefusesTest {

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() {
    scene = Scene.in(folder);
    scene.theirs().write("notes.txt", "old\n").write("sub/file", "old\n");
    scene.agree();
    scene.theirs().commit("notes.txt", "new\n");
  }

  private void assertRefused(String... words) throws Exception {
    String to = scene.offer();
    String head = Files.readString(scene.file(".git/HEAD"));
    String tip = scene.mine().hash("refs/heads/main");
    byte[] index = Files.readAllBytes(scene.file(".git/index"));
    TreeMap<String, String> before = Scene.listing(scene.mine().folder());

    StepOutcome outcome = scene.advanceTo(to, Witness.NONE);

    assertThat(outcome).isInstanceOf(StepOutcome.Refused.class);
    assertThat(((StepOutcome.Refused) outcome).why()).contains(words);
    assertThat(Scene.listing(scene.mine().folder())).isEqualTo(before);
    assertThat(Files.readAllBytes(scene.file(".git/index"))).isEqualTo(index);
    assertThat(scene.mine().hash("refs/heads/main")).isEqualTo(tip);
    assertThat(Files.readString(scene.file(".git/HEAD"))).isEqualTo(head);
    assertThat(scene.leftovers().filter(path -> !path.endsWith("index.lock"))).isEmpty();
  }

  @Test
  void refusesAnUnstagedChangeAnywhere() throws Exception {
    Deed.append(scene.file("start"), "mine\n");
    assertRefused("start has uncommitted changes");
  }

  @Test
  void refusesAStagedChangeAnywhere() throws Exception {
    Deed.append(scene.file("start"), "mine\n");
    scene.mine().run("add", "start");
    assertRefused("start has staged changes");
  }

  @Test
  void refusesAnUntrackedFileInTheWayWhateverStatusIsToShow() throws Exception {
    scene.theirs().commit("unrelated", "theirs\n");
    Deed.write(scene.file("unrelated"), "mine\n");
    scene.mine().run("config", "status.showUntrackedFiles", "no");
    assertRefused("unrelated is untracked");
  }

  @Test
  void tellsOfAnUncommittedChangeWhateverElseGoesWrong() throws Exception {
    Deed.append(scene.file("start"), "mine\n");
    String to = scene.offer();
    Witness broken =
        (moment, path) -> {
          if (moment == Witness.Moment.FOLDER_MADE) {
            throw new IllegalStateException("made on purpose by this test");
          }
        };

    StepOutcome outcome = scene.advanceTo(to, broken);

    assertThat(((StepOutcome.Refused) outcome).why()).contains("start has uncommitted changes");
    assertThat(scene.leftovers()).isEmpty();
  }

  @Test
  void writesNothingLargeBeforeTheWorktreeIsKnownToBeClean() throws Exception {
    Deed.append(scene.file("start"), "mine\n");
    scene.theirs().commit("large", "twenty characters...".repeat(1 << 20));
    String to = scene.offer();
    Set<Witness.Moment> moments = EnumSet.noneOf(Witness.Moment.class);

    StepOutcome outcome = scene.advanceTo(to, (moment, path) -> moments.add(moment));

    assertThat(((StepOutcome.Refused) outcome).why()).contains("start has uncommitted changes");
    assertThat(moments).isEmpty();
  }

  @Test
  void refusesAnUnmergedEntry() throws Exception {
    String blob = scene.mine().hash("HEAD:start");
    scene.mine().run("update-index", "--force-remove", "start");
    Files.writeString(folder.resolve("info"), "100644 " + blob + " 1\tstart\n");
    ProcessBuilder builder =
        new ProcessBuilder("git", "update-index", "--index-info")
            .directory(scene.mine().folder().toFile())
            .redirectInput(folder.resolve("info").toFile());
    builder.environment().clear();
    builder.environment().putAll(TestGit.environment(scene.mine().home()));
    assertThat(builder.start().waitFor()).isZero();
    assertRefused("unmerged", "start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG"})
  void refusesWhileSomethingIsUnderWay(String sign) throws Exception {
    Deed.write(scene.file(".git/" + sign), scene.mine().hash("HEAD") + "\n");
    assertRefused("in the middle of");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rebase-merge", "rebase-apply", "sequencer"})
  void refusesWhileAFolderSaysThatSomethingIsUnderWay(String sign) throws Exception {
    Files.createDirectory(scene.file(".git/" + sign));
    assertRefused("in the middle of");
  }

  @Test
  void neverRemovesSomebodyElsesIndexLock() throws Exception {
    Deed.write(scene.file(".git/index.lock"), "theirs");
    assertRefused("index.lock is held by another program");
    assertThat(scene.file(".git/index.lock")).hasContent("theirs");
  }

  @Test
  void neverRemovesSomebodyElsesBranchLock() throws Exception {
    Deed.write(scene.file(".git/refs/heads/main.lock"), "theirs");
    StepOutcome outcome = scene.advance();
    assertThat(((StepOutcome.Refused) outcome).why()).contains("main.lock is held");
    assertThat(scene.file(".git/refs/heads/main.lock")).hasContent("theirs");
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
    assertThat(scene.content("notes.txt")).isEqualTo("old\n");
  }

  @Test
  void refusesASplitIndex() throws Exception {
    scene.mine().run("update-index", "--split-index");
    assertRefused("is split");
  }

  @Test
  void refusesASparseCheckout() throws Exception {
    scene.mine().run("sparse-checkout", "set", "sub");
    assertRefused("is a sparse checkout");
  }

  @Test
  void refusesASkipWorktreeEntry() throws Exception {
    scene.mine().run("update-index", "--skip-worktree", "notes.txt");
    assertRefused("skip-worktree", "notes.txt");
  }

  @Test
  void refusesAnEntryThatIsOnlyMeantToBeAdded() throws Exception {
    Deed.write(scene.file("meant"), "mine\n");
    scene.mine().run("add", "-N", "meant");
    assertRefused("meant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*.psd filter=lfs diff=lfs", "[attr]big filter=lfs", "sub/** text filter=crypt"})
  void refusesATreeThatNeedsAFilter(String line) throws Exception {
    configureFilters();
    scene.theirs().commit("sub/.gitattributes", line + "\n");
    assertRefused("sub/.gitattributes asks for a filter");
  }

  private void configureFilters() {
    scene.mine().run("config", "filter.lfs.process", "git-lfs filter-process");
    scene.mine().run("config", "filter.crypt.clean", "crypt");
    scene.mine().run("config", "filter.strip.smudge", "strip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean", "smudge", "process", "required"})
  void refusesAFilterOfWhichAnythingIsConfigured(String part) throws Exception {
    scene.mine().run("config", "filter.x." + part, part.equals("required") ? "true" : "x");
    scene.theirs().commit(".gitattributes", "*.psd filter=x\n");
    assertRefused(".gitattributes asks for a filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.txt filter=x", "* filter", "[attr]big filter=x", "*.txt filter="})
  void goesPastAFilterThatIsNotConfigured(String line) throws Exception {
    scene.mine().run("config", "filter.xx.clean", "xx");
    scene.mine().run("config", "filter.x.clean", "");
    scene.mine().run("config", "filter.x.required", "false");
    scene.theirs().commit(".gitattributes", line + "\n");

    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);

    assertThat(scene.content("notes.txt")).isEqualTo("new\n");
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
  }

  @Test
  void refusesAFilterThatThisTreeAlreadyNeeds() throws Exception {
    configureFilters();
    scene.theirs().write(".gitattributes", "*.psd filter=lfs\n");
    scene.agree();
    scene.theirs().run("rm", "-q", ".gitattributes");
    scene.theirs().run("commit", "-q", "-m", "Without");
    assertRefused(".gitattributes asks for a filter");
  }

  @Test
  void refusesAFilterInTheAttributesOfTheRepository() throws Exception {
    configureFilters();
    Deed.write(scene.file(".git/info/attributes"), "*.psd filter=lfs\n");
    assertRefused("info/attributes asks for a filter");
  }

  @Test
  void refusesAFilterOfTheUserOnlyForThePathsItConcerns() throws Exception {
    configureFilters();
    Deed.write(scene.mine().home().resolve(".config/git/attributes"), "*.ipynb filter=strip\n");
    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    scene.theirs().commit("a.ipynb", "new\n");
    assertRefused("a.ipynb has the attribute filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ident", "working-tree-encoding=UTF-16"})
  void refusesAttributesThatOnlyGitWritesRight(String attribute) throws Exception {
    scene.theirs().write(".gitattributes", "*.txt " + attribute + "\n");
    scene.theirs().run("add", ".gitattributes");
    scene.theirs().run("commit", "-q", "-m", "Attributes");
    assertRefused("notes.txt has the attribute");
  }

  @Test
  void refusesAnAttributesFileThatIsNotTracked() throws Exception {
    Deed.write(scene.file(".git/info/exclude"), ".gitattributes\n");
    Deed.write(scene.file(".gitattributes"), "* eol=crlf\n");
    assertRefused(".gitattributes is not tracked");
  }

  @Test
  void refusesASubmoduleThatChanges() throws Exception {
    String commit = scene.theirs().hash("HEAD");
    scene.theirs().run("update-index", "--add", "--cacheinfo", "160000," + commit + ",module");
    scene.theirs().run("commit", "-q", "-m", "Module");
    assertRefused("submodule module");
  }

  @Test
  void refusesALinkWhereLinksAreNotSupported() throws Exception {
    scene.mine().run("config", "core.symlinks", "false");
    Files.createSymbolicLink(scene.theirs().folder().resolve("link"), Path.of("notes.txt"));
    scene.commitTheirs();
    assertRefused("core.symlinks");
  }

  @Test
  void refusesNamesThatDifferOnlyInCaseWhereThatMatters() throws Exception {
    scene.mine().run("config", "core.ignorecase", "true");
    scene.theirs().commit("NOTES.txt", "other\n");
    assertRefused("differs only in case");
  }

  @Test
  void refusesABranchThatIsCheckedOutTwice() throws Exception {
    scene
        .mine()
        .run("worktree", "add", "-q", "--force", folder.resolve("second").toString(), "main");
    assertRefused("checked out in a second worktree");
  }

  @Test
  void refusesABranchToWhichARebaseElsewhereWillReturn() throws Exception {
    scene.mine().run("worktree", "add", "-q", "--detach", folder.resolve("second").toString());
    Deed.write(scene.file(".git/worktrees/second/rebase-merge/head-name"), "refs/heads/main\n");
    assertRefused("will return to refs/heads/main");
  }

  @Test
  void refusesToGoAnywhereButForward() throws Exception {
    scene.advance();
    String old = scene.mine().hash("HEAD~1");
    StepOutcome outcome = scene.advanceTo(old, Witness.NONE);
    assertThat(((StepOutcome.Refused) outcome).why()).contains("does not contain");
  }

  @Test
  void saysWhatToInstallWhereThereIsNoGit() throws Exception {
    String to = scene.offer();
    try (Repository repository = scene.open()) {
      WorktreeFastForward withoutPath =
          new WorktreeFastForward(Map.of(), Witness.NONE, Duration.ZERO, Duration.ZERO);
      StepOutcome outcome = withoutPath.advance(repository, scene.step(to));
      assertThat(((StepOutcome.Refused) outcome).why()).contains("install git");
    }
  }

  @Test
  void losesTheRaceIfHeadIsElsewhere() throws Exception {
    scene.offer();
    scene.mine().run("checkout", "-q", "--detach");
    assertThat(scene.advance()).isInstanceOf(StepOutcome.LostRace.class);
  }

  @Test
  void refusesASecondHesokuriAtTheSameTime() throws Exception {
    StepOutcome[] second = {StepOutcome.Done.QUIETLY};
    String to = scene.offer();
    StepOutcome first =
        scene.advanceTo(
            to,
            (moment, path) -> {
              if (moment == Witness.Moment.ALL_PLACED) {
                try {
                  second[0] = scene.advanceTo(to, Witness.NONE);
                  assertThat(scene.recover()).asString().contains("another Hesokuri");
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              }
            });
    assertThat(((StepOutcome.Refused) second[0]).why()).contains("another Hesokuri");
    assertThat(first).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.mine().run("status", "--porcelain")).isEmpty();
  }

  @Test
  void seesSettingsThatOnlyGitReads() throws Exception {
    scene.mine().run("config", "extensions.worktreeConfig", "true");
    scene.mine().run("config", "--worktree", "core.autocrlf", "true");
    assertThat(scene.advance()).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(scene.content("notes.txt")).isEqualTo("new\r\n");
    TestGit git = scene.mine();
    assertThat(git.run("status", "--porcelain")).isEmpty();
  }
}
