package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class WatchingTest {

  @TempDir Path temp;
  private final Semaphore moved = new Semaphore(0);
  private TestGit git;
  private LocalRepository repository;
  private GitRepository.Watch watch;

  @BeforeEach
  void begin() throws Exception {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    repository = LocalRepository.over(git);
    watch = repository.repository().watch(moved::release);
  }

  @AfterEach
  void end() {
    watch.close();
    repository.close();
  }

  private interface Action {
    void run() throws Exception;
  }

  private void assertTold(Action action) throws Exception {
    // What earlier commands stirred is over when nothing more is told for a while.
    while (moved.tryAcquire(200, TimeUnit.MILLISECONDS)) {
      moved.drainPermits();
    }
    action.run();
    assertThat(moved.tryAcquire(10, TimeUnit.SECONDS)).as("told").isTrue();
  }

  @Test
  void tellsOfACommitAnAmendAndAReset() throws Exception {
    assertTold(() -> git.commit("a", "2"));
    assertTold(() -> git.run("commit", "-q", "--amend", "-m", "other words"));
    assertTold(() -> git.run("reset", "-q", "--hard", "HEAD~1"));
  }

  @Test
  void tellsOfNestedBranchesWhereverTheyAppear() throws Exception {
    assertTold(() -> git.run("branch", "one/two/three"));
    assertTold(() -> git.run("branch", "one/two/four"));
    assertTold(() -> git.run("branch", "-D", "one/two/three"));
    assertTold(() -> git.run("branch", "-m", "one/two/four", "one/five"));
    assertTold(() -> git.run("update-ref", "refs/heads/one/five", git.commit("a", "2")));
  }

  @Test
  void tellsOfPackedBranches() throws Exception {
    git.run("branch", "side");
    assertTold(() -> git.run("pack-refs", "--all"));
    assertTold(() -> git.run("branch", "-D", "side"));
    assertTold(() -> git.run("gc", "-q"));
  }

  @Test
  void tellsOfLinkedWorktrees() throws Exception {
    Path linked = temp.resolve("linked");
    assertTold(() -> git.run("worktree", "add", "-q", linked.toString(), "-b", "side"));
    assertTold(() -> git.at(linked).run("checkout", "-q", "--detach"));
    assertTold(() -> git.at(linked).commit("b", "1"));
  }

  @Test
  void tellsOfTheIndexAndOfTheEndOfALock() throws Exception {
    git.write("new", "x");
    assertTold(() -> git.run("add", "new"));
    Path lock = repository.gitDir().resolve("index.lock");
    Files.createFile(lock);
    assertTold(() -> Files.delete(lock));
  }

  @Test
  void tellsWhenAFileThatBlocksIsGone() throws Exception {
    git.write("dir/blocking", "x");
    Path file = git.folder().resolve("dir/blocking");
    watch.alsoWatch(ImmutableSet.of(file.toString()));
    assertTold(() -> Files.delete(file));
    watch.alsoWatch(ImmutableSet.of());
    while (moved.tryAcquire(200, TimeUnit.MILLISECONDS)) {
      moved.drainPermits();
    }
    git.write("dir/blocking", "y");
    assertThat(moved.tryAcquire(300, TimeUnit.MILLISECONDS)).as("told").isFalse();
  }

  @Test
  void isQuietAboutObjectsAndAboutWhatItOnlyReads() throws Exception {
    assertTold(() -> git.commit("a", "2"));
    while (moved.tryAcquire(200, TimeUnit.MILLISECONDS)) {
      moved.drainPermits();
    }
    git.write("x", "y");
    git.run("hash-object", "-w", "x");
    git.run("--no-optional-locks", "status");
    repository.look();
    assertThat(moved.tryAcquire(300, TimeUnit.MILLISECONDS)).as("told").isFalse();
  }

  @Test
  void tellsThatTheRepositoryWasDeleted() throws Exception {
    assertTold(() -> Files.delete(repository.gitDir().resolve("HEAD")));
  }

  @Test
  void tellsOfABranchThatIsNamedAsAFileOfGits() throws Exception {
    for (String name : List.of("hesokuri", "info", "logs", "objects", "nested/hooks")) {
      assertTold(() -> git.run("update-ref", "refs/heads/" + name, "main"));
    }
    git.run("pack-refs", "--all");
    for (String name : List.of("hesokuri", "info", "logs", "objects", "nested/hooks")) {
      assertTold(() -> git.run("update-ref", "-d", "refs/heads/" + name));
    }
  }

  @Test
  void tellsTheOthersWhenOneListenerFails() throws Exception {
    TestGit failing = TestGit.init(temp.resolve("home"), temp.resolve("failing"));
    try (LocalRepository other = LocalRepository.over(failing, repository.backend)) {
      Semaphore failed = new Semaphore(0);
      GitRepository.Watch broken =
          other
              .repository()
              .watch(
                  () -> {
                    failed.release();
                    throw new IllegalStateException("this listener fails");
                  });
      failing.commit("a", "1");
      assertThat(failed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      assertTold(() -> git.commit("a", "2"));
      broken.close();
    }
  }

  @Test
  void tellsOfABranchInAFolderThatWentAndCameBack() throws Exception {
    git.run("branch", "team/x");
    git.run("pack-refs", "--all", "--prune");
    assertTold(() -> git.run("update-ref", "refs/heads/team/x", git.commit("a", "3")));
    assertTold(() -> git.run("branch", "-D", "team/x"));
    assertTold(() -> git.run("branch", "team/y/z"));
    assertTold(() -> git.run("update-ref", "refs/heads/team/y/z", git.commit("a", "4")));
  }
}
