package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When it tells, as far as that depends on what somebody is in the middle of. */
@Tag("slow")
final class RepoWatcherTest {

  private static final int MANY = 3_000;

  @TempDir Path temp;
  private final BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
  private TestGit git;
  private Path many;

  @BeforeEach
  void begin() throws IOException {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    many = git.folder().resolve(".git/refs/heads/many");
  }

  private void watch(RepoWatcher watcher) throws IOException {
    Path gitDir = git.folder().resolve(".git");
    new WatchedRepository(watcher, gitDir, () -> seen.add(branches())).addFolders();
  }

  private int branches() {
    try (Stream<Path> files = Files.list(many)) {
      return (int) files.filter(file -> !file.toString().endsWith(".lock")).count();
    } catch (IOException notYet) {
      return 0;
    }
  }

  @Test
  void tellsOfManyBranchesThatMoveAtOnceWhenAllHaveMoved() throws Exception {
    try (RepoWatcher watcher = new RepoWatcher(Duration.ofMinutes(5))) {
      watch(watcher);
      String hash = git.hash("HEAD");
      StringBuilder commands = new StringBuilder();
      IntStream.range(0, MANY)
          .forEach(i -> commands.append("create refs/heads/many/" + i + " " + hash + "\n"));
      Path input = Files.writeString(temp.resolve("commands"), commands);
      git.runWith(input, Path.of("/dev/null"), "update-ref", "--stdin");
      int told = 0;
      while (told < MANY) {
        told = seen.poll(20, TimeUnit.SECONDS);
        assertThat(told).isIn(0, MANY);
      }
    }
  }

  @Test
  void doesNotWaitForEverForALockThatACrashLeft() throws Exception {
    try (RepoWatcher watcher = new RepoWatcher(Duration.ofMillis(300))) {
      Path heads = many.getParent();
      watch(watcher);
      Files.createFile(heads.resolve("main.lock"));
      Files.writeString(heads.resolve("other"), git.hash("HEAD") + "\n");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @Test
  void lendsItsWatchToOthersInTheVeryFoldersOfARepository() throws Exception {
    BlockingQueue<String> elsewhere = new LinkedBlockingQueue<>();
    Path heads = many.getParent();
    Path byLink = Files.createSymbolicLink(temp.resolve("by-link"), heads);
    try (RepoWatcher watcher = new RepoWatcher(Duration.ofMinutes(5))) {
      Runnable end =
          watcher.watch(byLink, name -> elsewhere.add(name.map(Path::toString).orElse("lost")));
      watcher.watch(
          heads,
          name -> {
            throw new IllegalStateException("this listener always throws");
          });
      watch(watcher);

      Files.writeString(heads.resolve("one"), git.hash("HEAD") + "\n");
      assertThat(elsewhere.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();

      end.run();
      seen.clear();
      Files.writeString(heads.resolve("two"), git.hash("HEAD") + "\n");
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(elsewhere).doesNotContain("two");
    }
  }

  @Test
  void goesOnForOthersWhenTheInterestOfARepositoryEnds() throws Exception {
    BlockingQueue<String> elsewhere = new LinkedBlockingQueue<>();
    Path gitDir = git.folder().resolve(".git");
    try (RepoWatcher watcher = new RepoWatcher(Duration.ofMinutes(5))) {
      WatchedRepository repository = new WatchedRepository(watcher, gitDir, () -> {});
      repository.addFolders();
      watcher.watch(gitDir, name -> elsewhere.add(name.map(Path::toString).orElse("lost")));
      repository.close();
      assertThat(watcher.foldersOf(repository)).isEmpty();

      Files.writeString(gitDir.resolve("mine"), "1");
      assertThat(elsewhere.poll(20, TimeUnit.SECONDS)).isEqualTo("mine");
    }
  }

  @Test
  void tellsThatAFolderIsGoneOrWasNeverThere() throws Exception {
    BlockingQueue<String> elsewhere = new LinkedBlockingQueue<>();
    Path some = Files.createDirectory(temp.resolve("some"));
    try (RepoWatcher watcher = new RepoWatcher(Duration.ofMinutes(5))) {
      watcher.watch(some, name -> elsewhere.add(name.map(Path::toString).orElse("gone")));
      Files.delete(some);
      assertThat(elsewhere.poll(20, TimeUnit.SECONDS)).isEqualTo("gone");
      assertThatThrownBy(() -> watcher.watch(some, name -> {}))
          .isInstanceOf(NoSuchFileException.class);
    }
  }
}
