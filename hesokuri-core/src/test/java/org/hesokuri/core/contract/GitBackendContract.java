package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of every backend share: a user's repository on this machine, opened through the
 * backend, with this history. A commit adds to its parents' files one of its own name.
 *
 * <pre>
 * one - two - three - merged
 *    \              /
 *     other -------        lone
 * </pre>
 */
public abstract class GitBackendContract {

  private static final Map<String, String> TREE =
      Map.of("one", "1", "folder/inside", "i", "folder/deep/er", "d");

  BackendFixture fixture;
  UserRepository user;
  GitRepository repository;
  Map<String, CommitHash> commits;
  CommitHash one;
  CommitHash two;
  CommitHash three;
  CommitHash other;
  CommitHash lone;

  /** For the subclasses of every backend. */
  protected GitBackendContract() {}

  /** A machine and a peer for one test. */
  protected abstract BackendFixture newFixture() throws Exception;

  @BeforeEach
  final void prepare() throws Exception {
    fixture = newFixture();
    user = fixture.init("mine", false);
    commits =
        user.make(
            List.of(
                new Draft("one", TREE, List.of()),
                new Draft("two", and("two"), List.of("one")),
                new Draft("three", and("two", "three"), List.of("two")),
                new Draft("other", and("other"), List.of("one")),
                new Draft("merged", and("two", "three", "other"), List.of("three", "other")),
                new Draft("lone", Map.of("lone", "l"), List.of())));
    one = commits.get("one");
    two = commits.get("two");
    three = commits.get("three");
    other = commits.get("other");
    lone = commits.get("lone");
    repository = open(user.path());
  }

  /** The files of the commit one and some more. */
  static Map<String, String> and(String... more) {
    Map<String, String> tree = new TreeMap<>(TREE);
    Stream.of(more).forEach(name -> tree.put(name, "content of " + name));
    return tree;
  }

  @AfterEach
  final void tearDown() {
    repository.close();
    fixture.close();
  }

  GitRepository open(RepoPath path) {
    return fixture
        .backend()
        .open(path)
        .fold(
            opened -> opened.repository(),
            absent -> {
              throw new AssertionError("there is nothing at " + path);
            },
            unusable -> {
              throw new AssertionError(unusable.reason());
            });
  }

  static BranchName name(String text) {
    return new BranchName(text);
  }

  /** Names that git accepts, though one would not expect it of each. */
  static Stream<String> oddNames() {
    return Stream.of(
            "a",
            "feature/x",
            "a/b/c/d/e/f",
            "main_hesokr_beta",
            "main_hesokr_beta_hesokr_gamma",
            "x.y",
            "x.lock.y",
            "ünï/cödé",
            "日本語",
            "@a",
            "a@b",
            "HEAD",
            "refs/heads/x",
            "a#b%20",
            "$(id)",
            "`id`",
            "a'b\"c",
            "<script>",
            "a;b|c&d",
            "x/--upload-pack=y",
            "!",
            "a+b=c,d",
            "{braces}",
            "n".repeat(250),
            ("p".repeat(100) + "/").repeat(3) + "end")
        .filter(GitBackendContract::canBeAFile);
  }

  /** In a locale without such letters Java cannot name the files of such branches. */
  private static boolean canBeAFile(String name) {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
        .newEncoder()
        .canEncode(name);
  }

  Relation relation(CommitHash left, CommitHash right) throws GitFailure {
    return repository.ancestry(ImmutableSet.of(new CommitPair(left, right))).of(left, right);
  }

  void assertTip(String branch, CommitHash tip) {
    assertThat(user.tip(branch)).contains(tip);
  }

  /** The main worktree, or one for the same branch beside it, the main one being elsewhere. */
  UserWorktree worktree(boolean linked, String branch) {
    if (!linked) {
      user.main().checkOut(branch);
      return user.main();
    }
    user.point("elsewhere", one);
    user.main().checkOut("elsewhere");
    return user.addWorktree(branch);
  }

  Worktree seen(UserWorktree worktree) throws GitFailure {
    return repository.look().worktrees().stream()
        .filter(each -> each.path().equals(worktree.path()))
        .findFirst()
        .orElseThrow();
  }

  static void assertGone(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GitFailure.class, f -> assertThat(f.kind()).isEqualTo(GitFailure.Kind.GONE));
  }

  static Optional<CommitHash> nobodys() {
    return Optional.of(new CommitHash("9".repeat(40)));
  }
}
