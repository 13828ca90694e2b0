package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout in which the user has just used git is left alone. */
final class RestTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private Scene scene;

  @BeforeEach
  void setUp() {
    scene = Scene.in(folder);
  }

  private StepOutcome advance(Duration rest) throws IOException, GitFailure {
    String tip = scene.offer();
    try (Repository repository = scene.open()) {
      return new WorktreeFastForward(
              TestGit.environment(scene.mine().home()), Witness.NONE, Duration.ZERO, rest)
          .advance(repository, scene.step(tip));
    }
  }

  private void touch(String file, Instant time) throws IOException {
    Files.setLastModifiedTime(scene.file(".git/" + file), FileTime.from(time));
  }

  private void allTouched(Instant time) throws IOException {
    touch("index", time);
    touch("HEAD", time);
  }

  private static void assertWaits(StepOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            StepOutcome.Refused.class,
            refused -> {
              assertThat(refused.passing()).isTrue();
              assertThat(refused.why()).contains("at work");
            });
  }

  @Test
  void waitsWhileIndexOrHeadHaveJustChanged() throws Exception {
    scene.theirs().commit("start", "next\n");
    allTouched(Instant.now().minus(HOUR.multipliedBy(2)));
    touch("index", Instant.now());
    assertWaits(advance(HOUR));
    allTouched(Instant.now().minus(HOUR.multipliedBy(2)));
    touch("HEAD", Instant.now());
    assertWaits(advance(HOUR));
    assertThat(scene.content("start")).isEqualTo("start\n");
  }

  @Test
  void advancesWhereNothingChangedForLongEnough() throws Exception {
    scene.theirs().commit("start", "next\n");
    allTouched(Instant.now().minus(HOUR.multipliedBy(2)));
    assertThat(advance(HOUR)).isInstanceOf(StepOutcome.Done.class);
    assertThat(scene.content("start")).isEqualTo("next\n");
  }

  @Test
  void isNotHeldUpByItsOwnAdvanceBefore() throws Exception {
    scene.theirs().commit("start", "next\n");
    allTouched(Instant.now().minus(HOUR.multipliedBy(2)));
    assertThat(advance(HOUR)).isInstanceOf(StepOutcome.Done.class);
    scene.theirs().commit("start", "last\n");
    assertThat(advance(HOUR)).isInstanceOf(StepOutcome.Done.class);
    assertThat(scene.content("start")).isEqualTo("last\n");
  }

  @Test
  void isNotHeldUpByAClockThatWasSetBack() throws Exception {
    scene.theirs().commit("start", "next\n");
    allTouched(Instant.now().plus(Duration.ofDays(400)));
    assertThat(advance(HOUR)).isInstanceOf(StepOutcome.Done.class);
  }
}
