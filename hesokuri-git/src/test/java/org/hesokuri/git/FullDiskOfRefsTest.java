package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.testing.SmallDisk;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that are moved, made, kept and deleted where there is no room. */
@Tag("slow")
final class FullDiskOfRefsTest {

  private static final int PAGE = 4096;
  private static final int MOST_PAGES = 20;

  @TempDir Path folder;

  /** A change of a branch. */
  private interface Change {
    StepOutcome by(LocalRepository repository) throws GitFailure;
  }

  @Test
  void movesABranchOrLeavesItWhole() throws Exception {
    everyWriteFails("old", true, repository -> repository.move("old", "main"));
  }

  @Test
  void makesABranchOrDoesNot() throws Exception {
    everyWriteFails("new/one", false, repository -> repository.move("new/one", "main"));
  }

  @Test
  void deletesNoBranchWhoseTipItCouldNotKeep() throws Exception {
    everyWriteFails("unwanted", true, repository -> repository.deleteAndKeep("unwanted"));
  }

  /** Tries the change with ever more room, until it succeeds. */
  private void everyWriteFails(String branch, boolean exists, Change change) throws Exception {
    try (SmallDisk disk = SmallDisk.of("16m", folder.resolve("disk"))) {
      int failed = 0;
      boolean done = false;
      for (int pages = 0; !done; pages++) {
        assertThat(pages).as("pages").isLessThan(MOST_PAGES);
        TestGit git = repository(pages, branch, exists);
        String before = git.hashOrNothing("refs/heads/" + branch);
        String when = branch + " with room for " + pages + " pages";
        try (LocalRepository repository = LocalRepository.over(git)) {
          repository.look();
          disk.fillUpTo((long) pages * PAGE);
          done = isDone(change, repository, when);
          failed += done ? 0 : 1;
          disk.empty();
        }
        String after = git.hashOrNothing("refs/heads/" + branch);
        assertThat(after.equals(before)).as(when).isEqualTo(!done);
        assertThat(git.run("rev-list", "--all")).as(when).contains(before, git.hash("main"));
        assertThat(git.run("fsck", "--strict", "--no-dangling")).as(when).isEmpty();
        assertThat(locks(git)).as(when).isEmpty();
      }
      assertThat(failed).isPositive();
    }
  }

  private TestGit repository(int number, String branch, boolean exists) {
    TestGit git = TestGit.init(folder.resolve("disk/home"), folder.resolve("disk/" + number));
    git.commit("a", "1");
    git.run("checkout", "-q", "--orphan", "unwanted");
    git.run("commit", "-q", "--allow-empty", "-m", "Only here");
    git.run("checkout", "-q", "main");
    if (exists && !branch.equals("unwanted")) {
      git.run("branch", branch);
    }
    git.commit("a", "2");
    return git;
  }

  private static boolean isDone(Change change, LocalRepository repository, String when) {
    try {
      assertThat(change.by(repository)).as(when).isInstanceOf(StepOutcome.Done.class);
      return true;
    } catch (GitFailure e) {
      assertThat(e).as(when).hasMessageContaining("No space left");
      return false;
    }
  }

  private static List<Path> locks(TestGit git) throws IOException {
    try (Stream<Path> all = Files.walk(git.folder())) {
      return all.filter(path -> path.toString().endsWith(".lock")).toList();
    }
  }
}
