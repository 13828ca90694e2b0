package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.LocalRepository.name;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves of refs while somebody else is at the same repository. */
final class RefRacesTest {

  @TempDir Path temp;
  private TestGit git;
  private LocalRepository repository;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    git.run("branch", "old");
    git.commit("a", "2");
    repository = LocalRepository.over(git);
  }

  @AfterEach
  void end() {
    repository.close();
  }

  private interface Action {
    void run() throws Exception;
  }

  private interface Deed {
    StepOutcome by(RefSteps steps) throws Exception;
  }

  private StepOutcome moveWhile(Step.MoveBranch step, Action user) throws Exception {
    return whileTheUser(steps -> steps.move(step), user);
  }

  /** What the user does happens after the ref changed, before the worktrees are looked at again. */
  private StepOutcome whileTheUser(Deed deed, Action user) throws Exception {
    Path gitDir = repository.gitDir();
    try (Repository jgit = new FileRepositoryBuilder().setGitDir(gitDir.toFile()).build()) {
      int[] looks = new int[1];
      RefSteps steps =
          new RefSteps(
              jgit,
              () -> {
                if (++looks[0] == 2) {
                  try {
                    user.run();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                }
                return WorktreeReader.read(gitDir, Optional.of(git.folder()));
              });
      StepOutcome outcome = deed.by(steps);
      assertThat(looks[0]).isGreaterThanOrEqualTo(2);
      return outcome;
    }
  }

  private Step.MoveBranch oldToMain() {
    return new Step.MoveBranch(
        name("old"), Optional.of(repository.tip("old")), repository.tip("main"));
  }

  @Test
  void takesAMoveBackBehindACheckoutThatStillShowsTheOldTree() throws Exception {
    Step.MoveBranch step = oldToMain();
    String before = git.hash("old");
    StepOutcome outcome =
        moveWhile(
            step,
            () -> {
              // As if the checkout had read the branch just before it moved.
              git.run("checkout", "-q", "--detach", before);
              git.run("symbolic-ref", "HEAD", "refs/heads/old");
            });
    assertThat(outcome).isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hash("old")).isEqualTo(before);
    assertThat(git.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void leavesAMoveThatACheckoutAlreadySaw() throws Exception {
    StepOutcome outcome = moveWhile(oldToMain(), () -> git.run("checkout", "-q", "old"));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(git.hash("old")).isEqualTo(git.hash("main"));
    assertThat(git.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void leavesAMoveThatANewWorktreeAlreadySaw() throws Exception {
    Path linked = temp.resolve("linked");
    StepOutcome outcome =
        moveWhile(oldToMain(), () -> git.run("worktree", "add", "-q", linked.toString(), "old"));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(git.at(linked).run("status", "--porcelain")).isEmpty();
  }

  @Test
  void leavesABranchThatWasCheckedOutWhileItWasCreated() throws Exception {
    Step.MoveBranch step =
        new Step.MoveBranch(name("new"), Optional.empty(), repository.tip("old"));
    StepOutcome outcome = moveWhile(step, () -> git.run("checkout", "-q", "new"));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(git.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void takesBackABranchThatSomebodyIsAboutToBegin() throws Exception {
    Step.MoveBranch step =
        new Step.MoveBranch(name("new"), Optional.empty(), repository.tip("old"));
    StepOutcome outcome = moveWhile(step, () -> git.run("symbolic-ref", "HEAD", "refs/heads/new"));
    assertThat(outcome).isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hashOrNothing("refs/heads/new")).isEmpty();
  }

  @Test
  void refusesWhateverTheTimeOnALockIs() throws Exception {
    Path lock = repository.gitDir().resolve("refs/heads/old.lock");
    Files.createFile(lock);
    for (int days : new int[] {-400, 0, 400}) {
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().plusSeconds(days * 86_400L)));
      assertThat(repository.move("old", "main"))
          .isInstanceOfSatisfying(
              StepOutcome.Refused.class,
              refused -> {
                assertThat(refused.why()).contains(lock.toString());
                assertThat(refused.paths()).containsExactly(lock.toString());
              });
    }
    assertThat(lock).exists();
  }

  @Test
  void waitsForALockThatIsHeldForAMoment() throws Exception {
    Path lock = repository.gitDir().resolve("refs/heads/old.lock");
    Files.createFile(lock);
    Thread mover = Thread.currentThread();
    AtomicBoolean waits = new AtomicBoolean();
    AtomicBoolean moved = new AtomicBoolean();
    Thread command =
        new Thread(
            () -> {
              while (!moved.get() && !waits.get()) {
                waits.set(mover.getState() == Thread.State.TIMED_WAITING);
                Thread.onSpinWait();
              }
              assertThat(lock.toFile().delete()).isTrue();
            });
    command.start();
    StepOutcome outcome = repository.move("old", "main");
    moved.set(true);
    command.join();
    assertThat(waits).isTrue();
    // On a very slow machine the wait may end before the command does; it is refused, not broken.
    assertThat(outcome).isNotInstanceOf(StepOutcome.LostRace.class);
    assertThat(repository.look().unreadable()).isEmpty();
  }

  @Test
  void refusesWhileThePackedBranchesAreLocked() throws Exception {
    git.run("pack-refs", "--all");
    Path lock = repository.gitDir().resolve("packed-refs.lock");
    Files.createFile(lock);
    assertThat(repository.deleteContained("old", "main"))
        .isInstanceOfSatisfying(
            StepOutcome.Refused.class, r -> assertThat(r.why()).contains(lock.toString()));
    assertThat(lock).exists();
    assertThat(git.hash("old")).isEqualTo(git.hash("main~1"));
    assertThat(repository.gitDir().resolve("refs/heads/old.lock")).doesNotExist();
    Files.delete(lock);
    assertThat(repository.deleteContained("old", "main")).isEqualTo(StepOutcome.Done.QUIETLY);
  }

  @Test
  void neverCallsADamagedBranchALock() throws Exception {
    Files.writeString(repository.gitDir().resolve("refs/heads/broken"), "nonsense\n");
    assertThat(repository.move("broken/x", "main"))
        .isInstanceOfSatisfying(
            StepOutcome.Refused.class,
            refused -> assertThat(refused.why()).contains("cannot stand beside"));
  }

  @Test
  void movesABranchWhoseReflogCannotBeWritten() throws Exception {
    git.run("branch", "feature/x", "old");
    assertThat(repository.deleteContained("feature/x", "main")).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(repository.move("feature", "main")).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(git.run("reflog", "feature")).contains("hesokuri: advance");

    Files.writeString(repository.gitDir().resolve("logs/refs/heads/team"), "in the way\n");
    StepOutcome outcome = repository.move("team/x", "main");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Done.class,
            done -> assertThat(done.remarks()).singleElement().asString().contains("reflog"));
    assertThat(git.hash("team/x")).isEqualTo(git.hash("main"));
  }

  @Test
  void refusesToReplaceABranchThatIsASymbolicLink() throws Exception {
    Path link = repository.gitDir().resolve("refs/heads/link");
    Files.createSymbolicLink(link, Path.of("old"));
    Step.MoveBranch step =
        new Step.MoveBranch(
            name("link"), Optional.of(repository.tip("old")), repository.tip("main"));
    assertThat(repository.repository().apply(step)).isNotInstanceOf(StepOutcome.Done.class);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void bringsABranchBackThatWasCheckedOutWhileItWasDeleted() throws Exception {
    git.run("branch", "copy", "main");
    String before = git.hash("copy");
    Step.DeleteBranch step =
        new Step.DeleteBranch(name("copy"), repository.tip("copy"), Optional.of(name("main")));
    StepOutcome outcome =
        whileTheUser(
            steps -> steps.delete(step), () -> git.run("symbolic-ref", "HEAD", "refs/heads/copy"));
    assertThat(outcome).isInstanceOf(StepOutcome.LostRace.class);
    assertThat(git.hash("copy")).isEqualTo(before);
    assertThat(git.run("status", "--porcelain")).isEmpty();
  }

  @Test
  void keepsATipAfterAllWhoseHomeMovedAwayWhileItWasDeleted() throws Exception {
    git.run("branch", "copy", "main");
    KeptTip kept = new KeptTip(name("copy"), repository.tip("copy"));
    Step.DeleteBranch step =
        new Step.DeleteBranch(name("copy"), kept.tip(), Optional.of(name("main")));
    StepOutcome outcome =
        whileTheUser(steps -> steps.delete(step), () -> git.run("reset", "-q", "--hard", "old"));
    assertThat(outcome).isEqualTo(StepOutcome.Done.QUIETLY);
    assertThat(git.hash(kept.ref())).isEqualTo(kept.tip().hex());
  }

  @Test
  void bringsABranchBackWhoseTipCanNeitherBeKeptNorIsContained() throws Exception {
    git.run("branch", "copy", "main");
    KeptTip kept = new KeptTip(name("copy"), repository.tip("copy"));
    Step.DeleteBranch step =
        new Step.DeleteBranch(name("copy"), kept.tip(), Optional.of(name("main")));
    StepOutcome outcome =
        whileTheUser(
            steps -> steps.delete(step),
            () -> {
              git.run("reset", "-q", "--hard", "old");
              git.run("update-ref", kept.ref(), "old");
            });
    assertThat(outcome).isInstanceOf(StepOutcome.Refused.class);
    assertThat(git.hash("copy")).isEqualTo(kept.tip().hex());
  }
}
