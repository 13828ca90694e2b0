package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Branches that two machines edit in turn. */
final class LiveEditEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .liveEdit("turns", "elsewhere", "dirty", "staged", "diverged", "merging", "rebasing")
          .liveEdit("locked", "linked", "linked-dirty", "bare", "tree", "hooks", "filter", "new")
          .source("not-live", ":live-edit-branches {:except #{\"main\"}}")
          .source("only", ":live-edit-branches {:only #{\"notes\"}}")
          .sources("usual");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    network.startAll();
  }

  @Test
  void twoCleanCheckoutsFollowEachOther() {
    for (int turn = 1; turn <= 3; turn++) {
      String there = alpha.git("turns").commit("file", "alpha " + turn + "\n");
      beta.awaitTip("turns", "main", there);
      beta.assertClean("turns");
      assertThat(beta.path("turns").resolve("file")).hasContent("alpha " + turn);

      String back = beta.git("turns").commit("file", "beta " + turn + "\n");
      alpha.awaitTip("turns", "main", back);
      alpha.assertClean("turns");
    }

    // What both have is in their own branches; copies of it would only be in the way.
    Await.until(
        () -> "only main is left: " + alpha.refs("turns") + beta.refs("turns"),
        () -> alpha.refs("turns").size() == 1 && beta.refs("turns").size() == 1);
  }

  @Test
  void aBranchThatIsNotCheckedOutMoves() {
    beta.git("elsewhere").run("switch", "-q", "-c", "other");

    String commit = alpha.git("elsewhere").commit("file", "1\n");

    beta.awaitTip("elsewhere", "main", commit);
    assertThat(beta.path("elsewhere").resolve("file")).hasContent("0");
    beta.assertClean("elsewhere");
  }

  @Test
  void aBranchThatDidNotExistIsMade() {
    TestGit git = alpha.git("new");
    git.run("switch", "-q", "-c", "feature/x");

    beta.awaitTip("new", "feature/x", git.commit("file", "1\n"));
    assertThat(beta.git("new").run("branch", "--show-current")).isEqualTo("main");
  }

  @Test
  void onlyLiveEditBranchesMove() {
    Map<String, String> before = new TreeMap<>();
    List.of("not-live", "only", "usual").forEach(each -> before.put(each, beta.tip(each, "main")));
    String ahead = alpha.git("not-live").commit("file", "1\n");
    beta.awaitTip("not-live", alpha.copy("main"), ahead);

    TestGit only = alpha.git("only");
    String aheadToo = only.commit("file", "1\n");
    only.run("branch", "notes");
    beta.awaitTip("only", "notes", aheadToo);
    beta.awaitTip("only", alpha.copy("main"), aheadToo);

    TestGit usual = alpha.git("usual");
    usual.run("branch", "hesokuri");
    beta.awaitTip("usual", "hesokuri", usual.hash("hesokuri"));

    before.forEach((each, tip) -> assertThat(beta.tip(each, "main")).isEqualTo(tip));
  }

  @Test
  void aDirtyCheckoutIsLeftAloneAndAdvancesOnceItIsClean() {
    String before = beta.tip("dirty", "main");
    beta.git("dirty").write("file", "mine\n");
    long mark = beta.mark();

    String ahead = alpha.git("dirty").commit("file", "1\n");
    beta.awaitTip("dirty", alpha.copy("main"), ahead);
    beta.awaitLog(mark, "left main where it is");

    assertThat(beta.tip("dirty", "main")).isEqualTo(before);
    assertThat(beta.path("dirty").resolve("file")).hasContent("mine");
    beta.git("dirty").run("checkout", "-q", "--", "file");
    beta.awaitTip("dirty", "main", ahead);
    beta.assertClean("dirty");
    assertThat(beta.path("dirty").resolve("file")).hasContent("1");
  }

  @Test
  void aStagedChangeIsLeftAloneAndSurvives() {
    TestGit mine = beta.git("staged");
    mine.write("mine", "staged\n").run("add", "mine");
    long mark = beta.mark();

    String ahead = alpha.git("staged").commit("file", "1\n");
    beta.awaitLog(mark, "left main where it is");

    assertThat(mine.run("show", ":mine")).isEqualTo("staged");
    mine.run("stash", "-q");
    beta.awaitCheckout("staged", ahead);
    mine.run("stash", "pop", "-q");
    assertThat(beta.path("staged").resolve("mine")).hasContent("staged");
  }

  @Test
  void divergedBranchesAreBothKeptAndTheUserIsTold() {
    // Cut off from each other, so that each commits without the other's commit.
    alpha.sshd().stop();
    beta.sshd().stop();
    long mark = beta.mark();
    String ours = alpha.git("diverged").commit("file", "alpha\n");
    String theirs = beta.git("diverged").commit("file", "beta\n");
    restart(alpha);
    restart(beta);

    beta.awaitTip("diverged", alpha.copy("main"), ours);
    alpha.awaitTip("diverged", beta.copy("main"), theirs);
    beta.awaitLog(mark, "have diverged");
    assertThat(beta.linesSince(mark, "have diverged"))
        .anyMatch(line -> line.contains("main and " + alpha.copy("main")));
    assertThat(alpha.tip("diverged", "main")).isEqualTo(ours);
    assertThat(beta.tip("diverged", "main")).isEqualTo(theirs);
    beta.assertClean("diverged");

    beta.git("diverged").run("merge", "-q", "-s", "ours", "--no-edit", alpha.copy("main"));
    alpha.awaitTip("diverged", "main", beta.tip("diverged", "main"));
  }

  private static void restart(Host host) {
    try {
      host.sshd().startAgain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nothingMovesInTheMiddleOfAMerge() {
    TestGit mine = beta.git("merging");
    mine.run("switch", "-q", "-c", "side");
    mine.commit("side", "1\n");
    mine.run("switch", "-q", "main");
    mine.run("merge", "-q", "--no-ff", "--no-commit", "side");
    long mark = beta.mark();

    String ahead = alpha.git("merging").commit("file", "1\n");
    beta.awaitLog(mark, "/merging: left main where it is");
    assertThat(Files.exists(mine.folder().resolve(".git/MERGE_HEAD"))).isTrue();

    mine.run("merge", "--abort");
    beta.awaitTip("merging", "main", ahead);
    beta.assertClean("merging");
  }

  @Test
  void aBranchThatARebaseWillReturnToIsLeftAlone() {
    TestGit mine = beta.git("rebasing");
    String before = mine.hash("main");
    TestGit.Outcome stopped =
        mine.attempt("-c", "sequence.editor=sed -i s/^pick/edit/", "rebase", "-i", "--root");
    assertThat(stopped.exitCode()).as(stopped.printed()).isZero();
    assertThat(mine.attempt("symbolic-ref", "-q", "HEAD").exitCode()).isNotZero();
    long mark = beta.mark();

    String ahead = alpha.git("rebasing").commit("file", "1\n");
    beta.awaitLog(mark, "/rebasing: left main where it is");
    assertThat(beta.tip("rebasing", "main")).isEqualTo(before);

    mine.run("rebase", "--abort");
    beta.awaitTip("rebasing", "main", ahead);
  }

  @Test
  void aHeldIndexLockIsLeftAloneAndTold() throws IOException {
    Path lock = Files.createFile(beta.path("locked").resolve(".git/index.lock"));
    long mark = beta.mark();

    String ahead = alpha.git("locked").commit("file", "1\n");
    beta.awaitLog(mark, "/locked: left main where it is");
    assertThat(beta.linesSince(mark, "/locked: left main"))
        .first()
        .asString()
        .contains("index.lock");
    // Tried again and again in the background, it must neither be removed nor fill the log.
    Await.stays(
        () -> "the lock of somebody else is there",
        Network.BLOCKED_RETRY.multipliedBy(4),
        () -> Files.exists(lock) && beta.linesSince(mark, "/locked: left main").size() == 1);

    Files.delete(lock);
    beta.awaitTip("locked", "main", ahead);
  }

  @Test
  void aLinkedWorktreeIsAdvancedWithItsFiles() {
    TestGit mine = beta.git("linked");
    mine.run("switch", "-q", "-c", "other");
    Path linked = beta.home().resolve("linked");
    mine.run("worktree", "add", "-q", linked.toString(), "main");

    String ahead = alpha.git("linked").commit("file", "1\n");

    beta.awaitTip("linked", "main", ahead);
    Await.until(
        () -> "clean: " + mine.at(linked).run("status", "--porcelain"),
        () -> mine.at(linked).run("status", "--porcelain").isEmpty());
    assertThat(linked.resolve("file")).hasContent("1");
    assertThat(beta.path("linked").resolve("file")).hasContent("0");
  }

  @Test
  void aDirtyLinkedWorktreeIsLeftAlone() {
    TestGit mine = beta.git("linked-dirty");
    mine.run("switch", "-q", "-c", "other");
    Path linked = beta.home().resolve("linked-dirty");
    mine.run("worktree", "add", "-q", linked.toString(), "main");
    TestGit there = mine.at(linked).write("file", "mine\n");
    long mark = beta.mark();

    String ahead = alpha.git("linked-dirty").commit("file", "1\n");
    beta.awaitLog(mark, "/linked-dirty: left main where it is");
    assertThat(linked.resolve("file")).hasContent("mine");

    there.run("checkout", "-q", "--", "file");
    beta.awaitTip("linked-dirty", "main", ahead);
  }

  @Test
  void aBareRepositoryAdvances() {
    beta.git("bare").run("config", "core.bare", "true");

    beta.awaitTip("bare", "main", alpha.git("bare").commit("file", "1\n"));
  }

  @Test
  void everyKindOfChangeOfATreeArrives() throws IOException {
    TestGit git = alpha.git("tree");
    git.write("folder/a", "a\n").write("folder/b", "b\n").write("becomes-folder", "x\n");
    git.write("becomes-file/x", "x\n").write("plain", "p\n").write("ümläut and blank", "u\n");
    Files.createSymbolicLink(git.folder().resolve("link"), Path.of("folder/a"));
    git.run("add", "-A");
    git.run("commit", "-q", "-m", "Many files");
    beta.awaitTip("tree", "main", git.hash("HEAD"));
    beta.assertClean("tree");

    git.run("rm", "-q", "-r", "folder/a", "becomes-folder", "becomes-file", "link");
    git.write("becomes-folder/x", "x\n").write("becomes-file", "f\n").write("link", "file now\n");
    git.run("mv", "folder/b", "moved");
    git.run("add", "-A");
    git.run("update-index", "--chmod=+x", "plain");
    git.run("commit", "-q", "-m", "Turn it over");
    git.run("checkout", "-q", "--", ".");

    beta.awaitTip("tree", "main", git.hash("HEAD"));
    beta.assertClean("tree");
    assertThat(Files.isExecutable(beta.path("tree").resolve("plain"))).isTrue();
    assertThat(Files.exists(beta.path("tree").resolve("folder"))).isFalse();
  }

  @Test
  void noHookOfTheRepositoryRuns() throws IOException {
    Path ran = beta.home().resolve("hook-ran");
    for (String name : new String[] {"post-checkout", "post-merge", "pre-merge-commit"}) {
      Path hook = beta.path("hooks").resolve(".git/hooks").resolve(name);
      Files.createDirectories(hook.getParent());
      Files.writeString(hook, "#!/bin/sh\ntouch '" + ran + "'\n");
      assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    beta.awaitTip("hooks", "main", alpha.git("hooks").commit("file", "1\n"));
    beta.assertClean("hooks");

    assertThat(Files.exists(ran)).isFalse();
  }

  @Test
  void aTreeThatNeedsAFilterIsNotAdvancedAndTheReasonIsTold() {
    Path ran = beta.home().resolve("filter-ran");
    beta.git("filter").run("config", "filter.secret.smudge", "touch '" + ran + "'; cat");
    TestGit git = alpha.git("filter");
    String before = git.hash("HEAD");
    long mark = beta.mark();

    git.write(".gitattributes", "*.key filter=secret\n").write("a.key", "k\n").run("add", "-A");
    git.run("commit", "-q", "-m", "Add a key");

    beta.awaitLog(mark, "/filter: left main where it is");
    assertThat(beta.linesSince(mark, "/filter: left main")).first().asString().contains("filter");
    assertThat(beta.tip("filter", "main")).isEqualTo(before);
    assertThat(Files.exists(ran)).isFalse();
  }
}
