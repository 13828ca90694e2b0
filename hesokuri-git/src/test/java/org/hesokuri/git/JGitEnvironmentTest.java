package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JGitEnvironmentTest {

  @TempDir Path temp;

  @Test
  void writesNothingIntoTheHomeFolder() throws Exception {
    TestGit git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    git.run("branch", "old", "main");
    git.commit("a", "2");
    try (UserEnvironment user = UserEnvironment.of(git.home());
        LocalRepository repository = LocalRepository.over(git)) {
      FS.FileStoreAttributes.get(git.folder());
      repository.move("old", "main");
      assertThat(user.variables()).containsEntry("HOME", git.home().toString());
    }
    try (var entries = Files.list(git.home())) {
      assertThat(entries).containsExactly(git.home().resolve(".gitconfig"));
    }
  }

  @Test
  void doesNotMeasureHowExactTheTimesOfFilesAre() throws Exception {
    TestGit git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    try (UserEnvironment user = UserEnvironment.of(git.home());
        JGitBackend backend = new JGitBackend(user.variables());
        LocalRepository repository = LocalRepository.over(git, backend)) {
      assertThat(repository.look().branches()).hasSize(1);
      // Another class loader's cache may know the file store already; the reader does not.
      long measured =
          SystemReader.getInstance()
              .getUserConfig()
              .getTimeUnit("filesystem", "any", "timestampResolution", -1, TimeUnit.MILLISECONDS);
      assertThat(measured).isEqualTo(2_000);
      assertThat(SystemReader.getInstance().getUserConfig().getString("user", null, "name"))
          .isEqualTo("Tester");
    }
  }

  @Test
  void worksWithAHomeFolderInWhichNothingCanBeWritten() throws Exception {
    TestGit git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    // A file stands where the folder of JGit's configuration would be made.
    Files.createFile(git.home().resolve(".config"));
    try (UserEnvironment user = UserEnvironment.of(git.home());
        JGitBackend backend = new JGitBackend(user.variables());
        LocalRepository repository = LocalRepository.over(git, backend)) {
      FS.FileStoreAttributes.get(git.folder());
      assertThat(repository.look().branches()).hasSize(1);
    }
  }

  @Test
  void readsTheUsersConfigurationAndFlushesWhatItWrites() throws Exception {
    TestGit git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.run("config", "--global", "user.name", "Somebody Else");
    try (UserEnvironment user = UserEnvironment.of(git.home());
        Repository repository =
            new FileRepositoryBuilder().setGitDir(git.folder().resolve(".git").toFile()).build()) {
      assertThat(FS.DETECTED.userHome()).hasToString(user.variables().get("HOME"));
      assertThat(repository.getConfig().getString("user", null, "name")).isEqualTo("Somebody Else");
      assertThat(
              repository
                  .getConfig()
                  .getBoolean(ConfigConstants.CONFIG_CORE_SECTION, "fsyncreffiles", false))
          .isTrue();
      assertThat(SystemReader.getInstance().getenv("HOME")).isEqualTo(git.home().toString());
    }
    assertThat(Files.readString(git.home().resolve(".gitconfig"))).doesNotContain("fsync");
  }
}
