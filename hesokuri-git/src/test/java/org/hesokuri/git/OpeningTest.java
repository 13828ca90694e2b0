package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.Worktree;
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
    Files.createDirectories(
        git.folder().resolve(Folder.UNFINISHED + UUID.randomUUID() + "/objects"));
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
        GitRepository created = backend.create(new RepoPath(folder.toString()), Optional.empty())) {
      assertThat(created.look().branches()).isEmpty();
    }
    TestGit there = git.at(folder);
    assertThat(there.run("status", "--porcelain")).isEmpty();
    assertThat(there.commit("a", "1")).hasSize(40);
    assertThat(there.run("fsck")).isEmpty();
    assertThat(there.run("rev-parse", "--is-bare-repository")).isEqualTo("false");
    assertThat(there.attempt("config", "core.worktree").exitCode()).isEqualTo(1);
  }

  @Test
  void namesTheFirstBranchAsTheUserWants() throws Exception {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("x"));
    git.run("config", "--global", "init.defaultBranch", "trunk");
    Path folder = temp.resolve("new");
    try (UserEnvironment user = UserEnvironment.of(git.home());
        JGitBackend backend = new JGitBackend(user.variables());
        GitRepository created = backend.create(new RepoPath(folder.toString()), Optional.empty())) {
      assertThat(created.look().worktrees().get(0).checkedOut())
          .contains(LocalRepository.name("trunk"));
    }
    assertThat(git.at(folder).run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/trunk");
  }

  @Test
  void removesWhatAnInterruptedCreationLeft() throws Exception {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    Path left = git.folder().resolve(Folder.UNFINISHED + UUID.randomUUID());
    Files.createDirectories(left.resolve("objects/pack"));
    Files.writeString(left.resolve("HEAD"), "ref: refs/heads/main\n");
    try (JGitBackend backend = new JGitBackend(TestGit.environment(git.home()));
        GitRepository created =
            backend.create(new RepoPath(git.folder().toString()), Optional.empty())) {
      assertThat(created.look().branches()).isEmpty();
    }
    assertThat(git.run("status", "--porcelain")).isEmpty();
    assertThat(left).doesNotExist();
  }

  @Test
  void treatsABareFolderBehindAGitFileAsBare() throws Exception {
    TestGit origin = init();
    origin.commit("a", "1");
    TestGit git = origin.at(Files.createDirectories(temp.resolve("project")));
    git.run("clone", "-q", "--bare", origin.folder().toString(), ".bare");
    git.write(".git", "gitdir: ./.bare\n");
    git.run("worktree", "add", "-q", "-b", "side", "side");
    try (LocalRepository repository = LocalRepository.over(git)) {
      assertThat(repository.look().worktrees())
          .extracting(Worktree::path)
          .containsExactly(git.folder().resolve("side").toString());
      assertThat(repository.look().worktreesOf(LocalRepository.name("main"))).isEmpty();
    }
  }

  @Test
  void readsWhatIsBareFromTheConfigurationOfTheWorktreeToo() throws Exception {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    git.run("init", "-q", "--bare", "-b", "main", ".git");
    TestGit inside = git.at(git.folder().resolve(".git"));
    inside.run("config", "extensions.worktreeConfig", "true");
    inside.run("config", "--unset", "core.bare");
    Files.writeString(inside.folder().resolve("config.worktree"), "[core]\n\tbare = true\n");
    assertThat(inside.run("rev-parse", "--is-bare-repository")).isEqualTo("true");
    try (LocalRepository repository = LocalRepository.over(git)) {
      assertThat(repository.look().worktrees()).isEmpty();
    }
  }

  @Test
  void findsTheFilesWhereTheConfigurationSaysThatTheyAre() throws Exception {
    TestGit git = init();
    Path files = Files.createDirectories(temp.resolve("files"));
    git.run("config", "core.worktree", "../../files");
    try (LocalRepository repository = LocalRepository.over(git)) {
      assertThat(repository.worktree().path()).isEqualTo(files.toString());
    }
  }

  @Test
  void takesASubmoduleForARepositoryOfItsOwn() throws Exception {
    TestGit part = TestGit.init(temp.resolve("home"), temp.resolve("part"));
    part.commit("a", "1");
    TestGit whole = init();
    whole.run(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", part.folder() + "", "sub");
    TestGit sub = whole.at(whole.folder().resolve("sub"));
    try (LocalRepository repository = LocalRepository.over(sub)) {
      assertThat(repository.worktree().path()).isEqualTo(sub.folder().toString());
      assertThat(repository.worktree().checkedOut()).contains(LocalRepository.name("main"));
    }
  }

  @Test
  void asksForTheFolderWithTheFilesWhereItCannotBeKnown() {
    TestGit git = TestGit.in(temp.resolve("home"), temp.resolve("repo"));
    Path elsewhere = temp.resolve("elsewhere.git");
    git.run("init", "-q", "-b", "main", "--separate-git-dir", elsewhere.toString());
    assertRefused(git.at(elsewhere), "name the folder that holds its files instead");
  }

  @Test
  void takesTheGitFolderOfAnOrdinaryRepositoryForIt() throws Exception {
    TestGit git = init();
    try (LocalRepository repository = LocalRepository.over(git.at(git.folder().resolve(".git")))) {
      assertThat(repository.worktree().path()).isEqualTo(git.folder().toString());
    }
  }

  @Test
  void tellsNonsenseInAConfigurationFile() throws Exception {
    TestGit git = init();
    Path config = git.folder().resolve(".git/config");
    String good = Files.readString(config);
    for (String bad :
        List.of(
            "[core]\n\trepositoryformatversion = abc\n",
            "[remote \"x\"]\n\tpromisor = perhaps\n",
            "[core\n")) {
      Files.writeString(config, good + bad);
      assertRefused(git, "config");
    }
  }

  @Test
  void changesNothingWhenItOpensAndLooks() throws Exception {
    TestGit git = init();
    git.commit("a", "1");
    Set<String> before = everythingBelow(git.folder());
    try (LocalRepository repository = LocalRepository.over(git)) {
      repository.look();
      repository.relation("main", "main");
      repository.repository().readKeptLedger();
    }
    assertThat(everythingBelow(git.folder())).isEqualTo(before);
  }

  private static Set<String> everythingBelow(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .map(path -> path + " " + path.toFile().lastModified())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void readsWhatLiesInAnAlternate() throws Exception {
    TestGit origin = init();
    origin.commit("a", "1");
    origin.run("branch", "old");
    origin.commit("a", "2");
    TestGit borrower = origin.at(temp.resolve("borrower"));
    origin.run("clone", "-q", "-s", origin.folder().toString(), borrower.folder().toString());
    borrower.run("branch", "old", "origin/old");
    try (LocalRepository repository = LocalRepository.over(borrower)) {
      assertThat(repository.relation("main", "old")).isEqualTo(Relation.AHEAD);
    }
  }

  @Test
  void tellsWhatBecameUnreadableWhileItWasOpen() throws Exception {
    TestGit git = init();
    try (LocalRepository repository = LocalRepository.over(git)) {
      repository.look();
      git.run("config", "core.repositoryformatversion", "1");
      git.run("config", "extensions.refStorage", "reftable");
      assertThatThrownBy(repository::look)
          .isInstanceOf(GitFailure.class)
          .hasMessageContaining("reftable");
    }
  }
}
