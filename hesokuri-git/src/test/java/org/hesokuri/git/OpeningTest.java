package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpeningTest {

  @TempDir Path temp;

  private TestGit init() {
    return TestGit.init(temp.resolve("home"), temp.resolve("repo"));
  }

  private static void assertRefused(TestGit git, String reason) {
    try (LocalRepository repository = LocalRepository.over(git)) {
      assertThat(repository.refusal()).hasValueSatisfying(why -> assertThat(why).contains(reason));
    }
  }

  private static void assertTaken(TestGit git) {
    try (LocalRepository repository = LocalRepository.over(git)) {
      assertThat(repository.refusal()).isEmpty();
    }
  }

  @Test
  void takesAnOrdinaryRepository() {
    assertTaken(init());
  }

  @Test
  void takesABareRepository() {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    git.run("init", "-q", "--bare");
    assertTaken(git);
  }

  @Test
  void takesARepositoryWhoseGitFolderLiesElsewhere() throws Exception {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    git.run("init", "-q", "-b", "main", "--separate-git-dir", temp.resolve("elsewhere").toString());
    git.commit("a", "1");
    try (LocalRepository repository = LocalRepository.over(git)) {
      assertThat(repository.worktree().path()).isEqualTo(git.folder().toString());
    }
  }

  @Test
  void takesNothingAndAnEmptyFolderForAbsent() {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    assertRefused(git, "absent");
    assertRefused(git.at(temp.resolve("nowhere")), "absent");
  }

  @Test
  void takesAFolderInWhichACreationWasInterruptedForAbsent() throws Exception {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    Files.createDirectories(git.folder().resolve(Folder.UNFINISHED + "1/objects"));
    assertRefused(git, "absent");
  }

  @Test
  void leavesAFolderWithOtherThingsAlone() {
    assertRefused(
        TestGit.in(temp.resolve("home"), temp.resolve("repo")).write("letter.txt", "Dear"),
        "no Git repository");
  }

  @Test
  void leavesAFileAlone() throws Exception {
    Files.writeString(temp.resolve("file"), "x");
    assertRefused(
        TestGit.in(temp.resolve("home"), temp.resolve("x")).at(temp.resolve("file")),
        "is not a folder");
  }

  @Test
  void tellsADamagedRepository() throws Exception {
    TestGit git = init();
    Files.delete(git.folder().resolve(".git/HEAD"));
    assertRefused(git, "damaged");
  }

  @Test
  void namesTheMainRepositoryOfALinkedWorktree() {
    TestGit git = init();
    git.commit("a", "1");
    git.run("worktree", "add", "-q", temp.resolve("linked").toString(), "-b", "side");
    assertRefused(git.at(temp.resolve("linked")), "linked worktree of " + git.folder());
  }

  @Test
  void tellsWhatJGitWouldMisread() {
    TestGit sha256 = TestGit.in(temp.resolve("home"), temp.resolve("sha256"));
    sha256.run("init", "-q", "--object-format=sha256");
    assertRefused(sha256, "sha256");

    TestGit extension = TestGit.init(temp.resolve("home"), temp.resolve("extension"));
    extension.run("config", "core.repositoryformatversion", "1");
    extension.run("config", "extensions.fancyNewThing", "true");
    assertRefused(extension, "fancyNewThing");

    TestGit version = TestGit.init(temp.resolve("home"), temp.resolve("version"));
    version.run("config", "core.repositoryformatversion", "2");
    assertRefused(version, "repository format 2");

    TestGit reftable = TestGit.init(temp.resolve("home"), temp.resolve("reftable"));
    reftable.run("config", "core.repositoryformatversion", "1");
    reftable.run("config", "extensions.refStorage", "reftable");
    assertRefused(reftable, "reftable");
  }

  @Test
  void tellsShallowAndPartialClones() {
    TestGit origin = init();
    origin.commit("a", "1");
    origin.commit("a", "2");
    origin.run("config", "uploadpack.allowFilter", "true");
    String url = "file://" + origin.folder();
    origin.run("clone", "-q", "--depth=1", url, temp.resolve("shallow").toString());
    assertRefused(origin.at(temp.resolve("shallow")), "git fetch --unshallow");
    origin.run("clone", "-q", "--filter=blob:none", url, temp.resolve("partial").toString());
    assertRefused(origin.at(temp.resolve("partial")), "partial clone");
  }

  @Test
  void createsARepositoryWithItsParentFoldersThatGitCanUse() throws Exception {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("x"));
    Path folder = temp.resolve("a/b/c d");
    try (JGitBackend backend = new JGitBackend(TestGit.environment(git.home()));
        GitRepository created = backend.create(new RepoPath(folder.toString()))) {
      assertThat(created.look().branches()).isEmpty();
    }
    TestGit there = git.at(folder);
    assertThat(there.run("status", "--porcelain")).isEmpty();
    assertThat(there.commit("a", "1")).hasSize(40);
    assertThat(there.run("fsck")).isEmpty();
    assertThat(there.run("rev-parse", "--is-bare-repository")).isEqualTo("false");
    assertThat(there.attempt("config", "core.worktree").exitCode()).isEqualTo(1);
  }
}
