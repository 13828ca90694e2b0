package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever moves a branch on one machine, the other one has it at once: nobody looks or asks by
 * himself before these tests are over.
 */
final class PushingEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .jvmOption("-Dhesokuri.retry-period=PT1H")
          .sources("commit", "amend", "reset", "nested", "packed", "gc", "worktree", "bare")
          .sources("many", "deleted", "detached", "renamed", "hostile", "others", "orphan")
          .sources("warm", "merged", "option");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);
  private final String mainCopy = alpha.copy("main");

  @BeforeAll
  static void start() {
    network.bornOn(ALPHA);
    network.startAll();
  }

  @Test
  void pushesACommit() {
    beta.awaitTip("commit", mainCopy, alpha.git("commit").commit("file", "1\n"));
    beta.awaitTip("commit", mainCopy, alpha.git("commit").commit("file", "2\n"));
    beta.assertSound("commit");
  }

  @Test
  void pushesAnAmendedCommitAndKeepsTheOneItDisplaces() {
    TestGit git = alpha.git("amend");
    String before = git.commit("file", "1\n");
    beta.awaitTip("amend", mainCopy, before);

    git.run("commit", "-q", "--amend", "-m", "Better");

    beta.awaitTip("amend", mainCopy, git.hash("HEAD"));
    assertThat(beta.kept("amend", mainCopy)).containsValue(before);
    assertThat(beta.git("amend").run("branch", "--list")).doesNotContain("kept");
  }

  @Test
  void pushesAResetAndKeepsWhatItLeft() {
    TestGit git = alpha.git("reset");
    String first = git.hash("HEAD");
    git.commit("file", "1\n");
    String last = git.commit("file", "2\n");
    beta.awaitTip("reset", mainCopy, last);

    git.run("reset", "-q", "--hard", first);

    beta.awaitTip("reset", mainCopy, first);
    assertThat(beta.kept("reset", mainCopy)).containsValue(last);
  }

  @Test
  void pushesANewNestedBranch() {
    TestGit git = alpha.git("nested");
    git.run("switch", "-q", "-c", "feature/deep/x");
    String first = git.commit("file", "1\n");
    beta.awaitTip("nested", alpha.copy("feature/deep/x"), first);

    git.run("branch", "feature/deep/y");
    beta.awaitTip("nested", alpha.copy("feature/deep/y"), first);
    beta.awaitTip("nested", alpha.copy("feature/deep/x"), git.commit("file", "2\n"));
  }

  @Test
  void packingRefsPushesNothingAndHidesNothing() {
    TestGit git = alpha.git("packed");
    git.run("branch", "topic/a");
    beta.awaitTip("packed", alpha.copy("topic/a"), git.hash("HEAD"));
    alpha.awaitLog(0, "/packed: pushed " + alpha.copy("topic/a"));
    long mark = alpha.mark();

    git.run("pack-refs", "--all");
    beta.awaitTip("packed", mainCopy, git.commit("file", "1\n"));
    git.run("branch", "-f", "topic/a", "main");
    beta.awaitTip("packed", alpha.copy("topic/a"), git.hash("main"));
    git.run("pack-refs", "--all");
    git.run("switch", "-q", "topic/a");
    beta.awaitTip("packed", alpha.copy("topic/a"), git.commit("file", "2\n"));

    alpha.awaitLines(mark, "/packed: pushed", 3);
  }

  @Test
  void pushesAfterGarbageWasCollected() {
    TestGit git = alpha.git("gc");
    git.commit("file", "1\n");
    beta.awaitTip("gc", mainCopy, git.commit("file", "2\n"));
    git.run("gc", "-q", "--prune=now");
    beta.git("gc").run("gc", "-q", "--prune=now");

    beta.awaitTip("gc", mainCopy, git.commit("file", "3\n"));
    beta.assertSound("gc");
  }

  @Test
  void pushesFromALinkedWorktree() {
    TestGit git = alpha.git("worktree");
    Path linked = alpha.home().resolve("linked worktree");
    git.run("worktree", "add", "-q", "-b", "side", linked.toString());

    beta.awaitTip("worktree", alpha.copy("side"), git.at(linked).commit("file", "1\n"));
  }

  @Test
  void pushesWhatABareRepositoryIsGiven() {
    TestGit clone = TestGit.in(alpha.home(), alpha.home().resolve("clone"));
    TestGit bare = alpha.git("bare");
    bare.run("config", "core.bare", "true");
    clone.run("clone", "-q", bare.folder().resolve(".git").toString(), ".");
    String commit = clone.commit("file", "1\n");
    clone.run("push", "-q", "origin", "HEAD:main");

    beta.awaitTip("bare", mainCopy, commit);
  }

  @Test
  void pushesManyBranchesInOneGo() throws IOException {
    TestGit git = alpha.git("many");
    String tip = git.commit("file", "1\n");
    beta.awaitTip("many", mainCopy, tip);
    long visits = beta.visits();

    Path commands =
        Files.writeString(
            alpha.home().resolve("commands"),
            IntStream.rangeClosed(1, 200)
                .mapToObj(number -> "create refs/heads/many/" + number + " " + tip + "\n")
                .collect(Collectors.joining()));
    git.run("config", "alias.all", "!git update-ref --stdin <'" + commands + "'");
    git.run("all");
    IntStream.rangeClosed(1, 200)
        .forEach(number -> beta.awaitTip("many", alpha.copy("many/" + number), tip));

    // A look in the middle of the command sees a part of it; that makes a second push.
    assertThat(beta.visits() - visits).isLessThanOrEqualTo(4);
  }

  @Test
  void deletingABranchDeletesNothingOnAPeer() {
    TestGit git = alpha.git("deleted");
    git.run("switch", "-q", "-c", "short-lived");
    String commit = git.commit("file", "1\n");
    beta.awaitTip("deleted", alpha.copy("short-lived"), commit);

    git.run("switch", "-q", "main");
    git.run("branch", "-q", "-D", "short-lived");
    beta.awaitTip("deleted", mainCopy, git.commit("file", "2\n"));

    assertThat(beta.tip("deleted", alpha.copy("short-lived"))).isEqualTo(commit);
  }

  @Test
  void aDetachedHeadStopsNothing() {
    TestGit git = alpha.git("detached");
    String first = git.hash("HEAD");
    git.run("switch", "-q", "--detach");
    git.commit("file", "1\n");
    git.run("branch", "rescued");

    beta.awaitTip("detached", alpha.copy("rescued"), git.hash("HEAD"));
    beta.awaitTip("detached", mainCopy, first);
  }

  @Test
  void pushesABranchUnderItsNewName() {
    TestGit git = alpha.git("renamed");
    String tip = git.hash("HEAD");
    beta.awaitTip("renamed", mainCopy, tip);

    git.run("branch", "-m", "main", "trunk");

    beta.awaitTip("renamed", alpha.copy("trunk"), tip);
    assertThat(beta.tip("renamed", mainCopy)).isEqualTo(tip);
  }

  @Test
  void hostileBranchNamesAreOnlyNames() {
    TestGit git = alpha.git("hostile");
    String tip = git.hash("HEAD");
    List<String> names = List.of("$(id)", "`id`", "<script>", "a;b|c&d", "ä\u202ex", "%2e");
    names.forEach(name -> git.run("update-ref", "refs/heads/" + name, tip));

    names.forEach(name -> beta.awaitTip("hostile", alpha.copy(name), tip));
    assertThat(alpha.logText()).doesNotContain("\u202e");
  }

  @Test
  void aBranchThatLooksLikeAnOptionIsToldAndHoldsNothingUp() {
    TestGit git = alpha.git("option");
    git.run("update-ref", "refs/heads/--upload-pack=x", "HEAD");

    alpha.awaitDump("the branch \"--upload-pack=x\" cannot be used");
    beta.awaitTip("option", mainCopy, git.commit("file", "1\n"));
  }

  @Test
  void pushesBranchesAndNothingElse() {
    TestGit git = alpha.git("others");
    git.run("tag", "v1");
    git.run("notes", "add", "-m", "note");
    git.run("update-ref", "refs/remotes/origin/main", "HEAD");
    git.write("file", "stashed\n");
    git.run("stash", "-q");
    beta.awaitTip("others", mainCopy, git.commit("file", "1\n"));

    assertThat(beta.refs("others").keySet()).containsExactly("refs/heads/" + mainCopy);
  }

  @Test
  void pushesABranchWithoutCommonHistory() {
    TestGit git = alpha.git("orphan");
    git.run("switch", "-q", "--orphan", "pages");

    beta.awaitTip("orphan", alpha.copy("pages"), git.commit("index", "1\n"));
  }

  @Test
  void pushesAMergeWithAllThatItBrings() {
    TestGit git = alpha.git("merged");
    git.run("switch", "-q", "-c", "side");
    git.commit("side", "1\n");
    git.run("switch", "-q", "main");
    git.commit("file", "1\n");
    git.run("merge", "-q", "--no-edit", "side");

    beta.awaitTip("merged", mainCopy, git.hash("HEAD"));
    beta.assertSound("merged");
  }

  /** What a commit costs; how fast that is, the benchmark {@code commit-to-peer} measures. */
  @Test
  void aCommitIsGivenAtOnceOverTheConnectionThatIsOpen() {
    TestGit git = alpha.git("warm");
    beta.awaitTip("warm", mainCopy, git.commit("file", "warm\n"));
    long logins = beta.sshd().logins();
    for (int round = 1; round <= 10; round++) {
      long visits = beta.visits();
      beta.awaitTip("warm", mainCopy, git.commit("file", round + "\n"));
      // The one that is opened ahead for the next commit; another test may add its own.
      assertThat(beta.visits() - visits).isLessThanOrEqualTo(2);
    }
    assertThat(beta.sshd().logins()).isEqualTo(logins);
  }
}
