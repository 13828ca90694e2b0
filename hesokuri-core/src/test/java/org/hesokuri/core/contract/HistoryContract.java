package org.hesokuri.core.contract;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;

/** How every backend tells people of commits. */
public abstract class HistoryContract extends GitBackendContract {

  private static final int ALL = 100;

  /** For the subclasses of every backend. */
  protected HistoryContract() {}

  private ImmutableList<CommitHash> history(CommitHash tip, int most, CommitHash... without)
      throws GitFailure {
    return repository.history(tip, ImmutableSet.copyOf(without), most).stream()
        .map(CommitSummary::hash)
        .collect(toImmutableList());
  }

  private CommitHash merged() {
    return commits.get("merged");
  }

  @Test
  void describesWhatItHoldsAndLeavesOutTheRest() throws GitFailure {
    ImmutableMap<CommitHash, CommitSummary> told =
        repository.describe(ImmutableSet.of(merged(), nobodys().orElseThrow(), lone));
    assertThat(told).containsOnlyKeys(merged(), lone);
    CommitSummary summary = told.get(merged());
    assertThat(summary.hash()).isEqualTo(merged());
    assertThat(summary.parents()).containsExactly(three, other);
    assertThat(summary.subject()).isNotBlank();
    assertThat(summary.author()).isNotBlank();
    assertThat(told.get(lone).parents()).isEmpty();
  }

  @Test
  void describesNothingIfNothingIsAsked() throws GitFailure {
    assertThat(repository.describe(ImmutableSet.of())).isEmpty();
  }

  @Test
  void readsAHistoryFromItsTipToItsRoot() throws GitFailure {
    assertThat(history(three, ALL)).containsExactly(three, two, one);
    assertThat(history(one, ALL)).containsExactly(one);
  }

  @Test
  void readsBothSidesOfAMerge() throws GitFailure {
    assertThat(history(merged(), ALL))
        .startsWith(merged())
        .containsExactlyInAnyOrder(merged(), three, two, one, other);
  }

  @Test
  void readsNoMoreThanIsAskedFor() throws GitFailure {
    assertThat(history(three, 1)).containsExactly(three);
    assertThat(history(three, 2)).containsExactly(three, two);
  }

  @Test
  void leavesOutWhatOthersContain() throws GitFailure {
    assertThat(history(three, ALL, other)).containsExactly(three, two);
    assertThat(history(other, ALL, three)).containsExactly(other);
    assertThat(history(merged(), ALL, two, other)).containsExactly(merged(), three);
    assertThat(history(three, ALL, lone)).containsExactly(three, two, one);
  }

  @Test
  void readsNothingOfWhatOthersContainWhole() throws GitFailure {
    assertThat(history(two, ALL, three)).isEmpty();
    assertThat(history(three, ALL, three)).isEmpty();
  }

  @Test
  void readsNothingOfACommitThatItLacksAndIsNotMisledByOne() throws GitFailure {
    CommitHash nobodys = nobodys().orElseThrow();
    assertThat(history(nobodys, ALL)).isEmpty();
    assertThat(history(two, ALL, nobodys)).containsExactly(two, one);
  }

  @Test
  void readsWhatCameAfterItWasOpened() throws GitFailure {
    CommitHash later = user.commit(Map.of("n", "1"), List.of(three));
    assertThat(history(later, ALL, two)).containsExactly(later, three);
    assertThat(repository.describe(ImmutableSet.of(later))).containsOnlyKeys(later);
  }

  @Test
  void readsFromABareRepositoryToo() throws GitFailure {
    UserRepository bare = fixture.init("bare", true);
    bare.fetch(user, merged());
    try (GitRepository opened = open(bare.path())) {
      assertThat(opened.history(merged(), ImmutableSet.of(), ALL)).hasSize(5);
    }
  }
}
