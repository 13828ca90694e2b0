package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How every backend says that commits are related. */
public abstract class AncestryContract extends GitBackendContract {

  private static final Map<String, Set<String>> CONTAINED =
      Map.of(
          "one", Set.of("one"),
          "two", Set.of("one", "two"),
          "three", Set.of("one", "two", "three"),
          "other", Set.of("one", "other"),
          "merged", Set.of("one", "two", "three", "other", "merged"),
          "lone", Set.of("lone"));

  /** For the subclasses of every backend. */
  protected AncestryContract() {}

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (String left : List.of("one", "two", "three", "other", "merged", "lone")) {
      for (String right : List.of("one", "two", "three", "other", "merged", "lone")) {
        boolean more = CONTAINED.get(left).contains(right);
        boolean less = CONTAINED.get(right).contains(left);
        pairs.add(
            Arguments.of(
                left,
                right,
                more && less
                    ? Relation.SAME
                    : more ? Relation.AHEAD : less ? Relation.BEHIND : Relation.DIVERGED));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void knowsHowCommitsAreRelated(String left, String right, Relation expected) throws GitFailure {
    assertThat(relation(commits.get(left), commits.get(right))).isEqualTo(expected);
    assertThat(relation(commits.get(right), commits.get(left))).isEqualTo(expected.reversed());
  }

  @Test
  void knowsItAlsoWhereTheyWereReceivedAndAskedForAllAtOnce() throws GitFailure {
    UserRepository second = fixture.init("second", true);
    second.fetch(user, commits.get("merged"));
    second.fetch(user, lone);
    ImmutableSet.Builder<CommitPair> asked = ImmutableSet.builder();
    commits
        .values()
        .forEach(left -> commits.values().forEach(right -> asked.add(new CommitPair(left, right))));
    try (GitRepository opened = open(second.path())) {
      assertThat(opened.ancestry(asked.build())).isEqualTo(repository.ancestry(asked.build()));
    }
  }

  @Test
  void answersManyPairsAtOnceThoughOneIsUnknown() throws GitFailure {
    CommitHash nobodys = nobodys().orElseThrow();
    Ancestry ancestry =
        repository.ancestry(
            ImmutableSet.of(
                new CommitPair(three, one),
                new CommitPair(nobodys, one),
                new CommitPair(one, other),
                new CommitPair(two, nobodys),
                new CommitPair(three, other)));
    assertThat(ancestry.of(three, one)).isEqualTo(Relation.AHEAD);
    assertThat(ancestry.of(nobodys, one)).isEqualTo(Relation.UNKNOWN);
    assertThat(ancestry.of(one, other)).isEqualTo(Relation.BEHIND);
    assertThat(ancestry.of(nobodys, two)).isEqualTo(Relation.UNKNOWN);
    assertThat(ancestry.of(other, three)).isEqualTo(Relation.DIVERGED);
    assertThat(ancestry.of(two, other)).as("never asked for").isEqualTo(Relation.UNKNOWN);
  }

  @Test
  void answersNothingIfNothingIsAsked() throws GitFailure {
    assertThat(repository.ancestry(ImmutableSet.of())).isEqualTo(Ancestry.NONE);
  }

  @Test
  void doesNotGuessAboutACommitOfAnotherRepository() throws GitFailure {
    UserRepository second = fixture.init("second", true);
    CommitHash theirs = second.commit(Map.of("a", "b"), List.of());
    assertThat(relation(one, theirs)).isEqualTo(Relation.UNKNOWN);
    assertThat(relation(theirs, one)).isEqualTo(Relation.UNKNOWN);
    user.fetch(second, theirs);
    assertThat(relation(one, theirs)).isEqualTo(Relation.DIVERGED);
  }

  @Test
  void seesCommitsThatCameAfterItWasOpened() throws GitFailure {
    CommitHash last = three;
    for (int i = 0; i < 20; i++) {
      last = user.commit(Map.of("n", "" + i), List.of(last));
    }
    assertThat(relation(last, one)).isEqualTo(Relation.AHEAD);
    CommitHash back = user.commit(Map.of("n", "x"), List.of(last, lone));
    assertThat(relation(lone, back)).isEqualTo(Relation.BEHIND);
  }

  @Test
  void isNotConfusedByCrissCrossMerges() throws GitFailure {
    CommitHash left = user.commit(Map.of("l", "1"), List.of(three, other));
    CommitHash right = user.commit(Map.of("r", "1"), List.of(other, three));
    CommitHash both = user.commit(Map.of("b", "1"), List.of(left, right));
    assertThat(relation(left, right)).isEqualTo(Relation.DIVERGED);
    assertThat(relation(both, left)).isEqualTo(Relation.AHEAD);
    assertThat(relation(right, both)).isEqualTo(Relation.BEHIND);
  }
}
