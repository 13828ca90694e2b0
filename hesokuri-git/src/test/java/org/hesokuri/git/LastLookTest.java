package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a later time than it is, so that no test has to wait until a change is old enough. */
final class LastLookTest {

  private static final long START = System.nanoTime();

  @TempDir Path temp;
  private TestGit git;
  private LastLook lastLook;

  @BeforeEach
  void begin() {
    git = TestGit.init(temp.resolve("home"), temp.resolve("repo"));
    git.commit("a", "1");
    lastLook = new LastLook(git.folder().resolve(".git"));
    read(RepoSnapshot.EMPTY);
  }

  private LastLook.Beginning look() {
    return lookAfter(Duration.ZERO);
  }

  private LastLook.Beginning lookAfter(Duration time) {
    return lastLook.begin(Instant.now().plusSeconds(60), START + time.toNanos());
  }

  private void read(RepoSnapshot found) {
    lastLook.end(look(), found, START);
  }

  @Test
  void knowsNothingAtFirst() {
    assertThat(look().unchanged()).isEmpty();
  }

  @Test
  void givesWhatWasFoundWhileNothingChanges() {
    read(RepoSnapshot.EMPTY);
    assertThat(look().unchanged()).containsSame(RepoSnapshot.EMPTY);
    assertThat(look().unchanged()).containsSame(RepoSnapshot.EMPTY);
  }

  @Test
  void readsAgainAfterAChangeThatNobodyToldOf() {
    read(RepoSnapshot.EMPTY);
    git.commit("a", "2");
    assertThat(look().unchanged()).isEmpty();
  }

  @Test
  void readsAgainAfterAChangeInTheMiddleOfReading() {
    LastLook.Beginning beginning = look();
    git.commit("a", "2");
    lastLook.end(beginning, RepoSnapshot.EMPTY, START);
    assertThat(look().unchanged()).isEmpty();
  }

  @Test
  void readsAgainAfterSomethingStirredWhateverTheMarkSays() {
    read(RepoSnapshot.EMPTY);
    lastLook.stirred();
    assertThat(look().unchanged()).isEmpty();
  }

  @Test
  void readsAgainAfterAnHour() {
    read(RepoSnapshot.EMPTY);
    assertThat(lookAfter(Duration.ofMinutes(59)).unchanged()).isPresent();
    assertThat(lookAfter(Duration.ofMinutes(60)).unchanged()).isEmpty();
  }

  @Test
  void readsEachTimeWhileAWorktreeIsInTheMiddleOfSomething() {
    Worktree merging =
        new Worktree("/w", Optional.empty(), ImmutableSet.of(), Optional.of("a merge"));
    read(
        new RepoSnapshot(
            ImmutableSortedMap.of(),
            ImmutableList.of(merging),
            ImmutableSet.of(),
            ImmutableSortedMap.of()));
    assertThat(look().unchanged()).isEmpty();
  }

  @Test
  void readsEachTimeWhileABranchIsDamaged() {
    read(
        new RepoSnapshot(
            ImmutableSortedMap.of(),
            ImmutableList.of(),
            ImmutableSet.of(),
            ImmutableSortedMap.of("broken", "its file is damaged")));
    assertThat(look().unchanged()).isEmpty();
  }
}
