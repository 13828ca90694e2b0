package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
}
