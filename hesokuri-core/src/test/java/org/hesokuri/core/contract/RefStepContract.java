package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every backend moves and deletes branches that are checked out nowhere. */
public abstract class RefStepContract extends StepContract {

  /** What happens between the look and the step that was planned after it. */
  enum Since {
    /** The branch x moves elsewhere. */
    MOVED,
    /** The branch x goes away. */
    DELETED,
    /** The main worktree checks x out. */
    CHECKED_OUT,
    /** A new linked worktree checks x out. */
    CHECKED_OUT_IN_A_LINKED_WORKTREE,
    /** A rebase that will come back to x begins. */
    REBASED,
    /** A bisect that will come back to x begins. */
    BISECTED
  }

  /** For the subclasses of every backend. */
  protected RefStepContract() {}

  private void happens(Since since) {
    switch (since) {
      case MOVED -> user.point("x", other);
      case DELETED -> user.delete("x");
      case CHECKED_OUT -> user.main().checkOut("x");
      case CHECKED_OUT_IN_A_LINKED_WORKTREE -> user.addWorktree("x");
      case REBASED -> {
        user.main().checkOut("x");
        user.main().begin(UserWorktree.Work.REBASE);
      }
      case BISECTED -> {
        user.main().checkOut("x");
        user.main().begin(UserWorktree.Work.BISECT);
      }
    }
  }

  private void pack(boolean packed) {
    if (packed) {
      user.packRefs();
    }
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void makesMovesAndDeletesABranchOfAnyName(String branch) throws GitFailure {
    repository.look();
    assertDone(move(branch, Optional.empty(), one));
    assertTip(branch, one);
    repository.look();
    assertDone(move(branch, Optional.of(one), three));
    assertTip(branch, three);
    user.packRefs();
    user.point("holder", three);
    repository.look();
    assertDone(delete(branch, three, Optional.of("holder")));
    assertThat(user.branches()).containsOnlyKeys("holder");
    assertThat(user.kept()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void movesABranchForward(boolean packed) throws GitFailure {
    user.point("x", one);
    user.point("y", other);
    pack(packed);
    repository.look();
    assertDone(move("x", Optional.of(one), three));
    assertTip("x", three);
    assertTip("y", other);
  }

  @ParameterizedTest
  @EnumSource(Since.class)
  void doesNotMoveWhatIsNotAsItWas(Since since) throws GitFailure {
    user.point("x", one);
    repository.look();
    happens(since);
    Map<String, CommitHash> before = user.branches();
    Map<String, String> files = user.main().files();
    assertLostRace(move("x", Optional.of(one), three));
    assertThat(user.branches()).isEqualTo(before);
    assertThat(user.main().files()).isEqualTo(files);
  }

  @ParameterizedTest
  @EnumSource(Since.class)
  void doesNotMoveWhatIsPackedAndNotAsItWas(Since since) throws GitFailure {
    user.point("x", one);
    user.packRefs();
    repository.look();
    happens(since);
    user.packRefs();
    Map<String, CommitHash> before = user.branches();
    assertLostRace(move("x", Optional.of(one), three));
    assertThat(user.branches()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotMakeABranchThatIsThereByNow(boolean packed) throws GitFailure {
    repository.look();
    user.point("x", one);
    pack(packed);
    assertLostRace(move("x", Optional.empty(), three));
    assertTip("x", one);
  }

  @Test
  void doesNotMakeABranchThatIsUnbornSomewhere() throws GitFailure {
    repository.look();
    assertForbidden(() -> move("main", Optional.empty(), three));
    assertThat(user.branches()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x/y,x", "x,x/y", "x/y,x/y/z", "x/y/z,x/y", "a/b/c,a"})
  void doesNotMakeABranchBesideAFolderOfItsName(String there, String wanted) throws GitFailure {
    for (boolean packed : new boolean[] {false, true}) {
      user.point(there, one);
      pack(packed);
      repository.look();
      assertRefused(move(wanted, Optional.empty(), two));
      assertThat(user.branches()).containsOnly(Map.entry(there, one));
    }
  }

  @Test
  void makesABranchWhereAFolderOfBranchesWas() throws GitFailure {
    user.point("x/y/z", one);
    user.delete("x/y/z");
    repository.look();
    assertDone(move("x", Optional.empty(), two));
    assertTip("x", two);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias", "bad"})
  void leavesABranchAloneThatCannotBeRead(String branch) throws GitFailure {
    user.point("target", one);
    user.point("bad", one);
    user.alias("alias", "target");
    user.damage("bad");
    repository.look();
    assertForbidden(() -> move(branch, Optional.empty(), two));
    assertForbidden(() -> move(branch, Optional.of(one), two));
    assertForbidden(() -> delete(branch, one, Optional.empty()));
    assertTip("target", one);
    assertThat(repository.look().unreadable()).containsOnlyKeys("alias", "bad");
  }

  @Test
  void doesNotMakeABranchOfANameThatIsTooLong() throws GitFailure {
    repository.look();
    assertForbidden(() -> move("n".repeat(251), Optional.empty(), two));
    assertForbidden(() -> move("a/" + "n".repeat(300) + "/b", Optional.empty(), two));
    assertThat(user.branches()).isEmpty();
    assertDone(move("n".repeat(250), Optional.empty(), two));
  }

  @Test
  void doesNotPointABranchToACommitThatIsNotThere() throws GitFailure {
    UserRepository second = fixture.init("second", true);
    second.fetch(user, one);
    CommitHash theirs = second.commit(Map.of("a", "b"), List.of(one));
    user.point("x", one);
    repository.look();
    assertForbidden(() -> move("x", Optional.of(one), theirs));
    assertForbidden(() -> move("y", Optional.empty(), theirs));
    assertThat(user.branches()).containsOnly(Map.entry("x", one));
    assertThat(repository.look().branches()).containsOnly(Map.entry(name("x"), one));
  }

  @ParameterizedTest
  @CsvSource({"three,one", "three,other", "one,lone", "other,two"})
  void movesNoBranchButForward(String from, String to) throws GitFailure {
    user.point("x", commits.get(from));
    repository.look();
    assertForbidden(() -> move("x", Optional.of(commits.get(from)), commits.get(to)));
    assertTip("x", commits.get(from));
  }

  @ParameterizedTest
  @CsvSource({"main,false", "linked,false", "main,true", "linked,true"})
  void waitsForAHeldIndexLock(String where, boolean deletes) throws GitFailure {
    user.point("main", one);
    user.point("side", one);
    user.point("x", one);
    user.main().checkOut("main");
    UserWorktree linked = user.addWorktree("side");
    repository.look();
    UserWorktree locked = where.equals("main") ? user.main() : linked;
    locked.lockIndex(true);
    assertThat(assertRefused(change(deletes)).passing()).isTrue();
    assertTip("x", one);
    locked.lockIndex(false);
    assertDone(change(deletes));
  }

  private StepOutcome change(boolean deletes) throws GitFailure {
    return deletes ? delete("x", one, Optional.of("main")) : move("x", Optional.of(one), three);
  }

  @ParameterizedTest
  @EnumSource(UserWorktree.Work.class)
  void passesByWorkThatDoesNotConcernTheBranch(UserWorktree.Work work) throws GitFailure {
    user.point("main", one);
    user.point("x", one);
    user.point("junk", two);
    user.main().checkOut("main");
    user.main().begin(work);
    repository.look();
    assertDone(move("x", Optional.of(one), three));
    assertDone(delete("junk", two, Optional.empty()));
    assertTip("main", one);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void deletesABranch(boolean packed, boolean contained) throws GitFailure {
    user.point("x", three);
    user.point("x_hesokr_beta", two);
    pack(packed);
    repository.look();
    assertDone(
        delete("x_hesokr_beta", two, contained ? Optional.of("x") : Optional.<String>empty()));
    assertThat(user.branches()).containsOnly(Map.entry("x", three));
    if (contained) {
      assertThat(user.kept()).isEmpty();
    } else {
      assertThat(user.kept()).containsExactly(new KeptTip(name("x_hesokr_beta"), two));
    }
  }

  @ParameterizedTest
  @EnumSource(Since.class)
  void doesNotDeleteWhatIsNotAsItWas(Since since) throws GitFailure {
    user.point("x", two);
    user.point("holder", three);
    repository.look();
    happens(since);
    Map<String, CommitHash> before = user.branches();
    assertLostRace(delete("x", two, Optional.of("holder")));
    assertThat(user.branches()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Since.class)
  void doesNotDeleteEvenKeptWhatIsNotAsItWas(Since since) throws GitFailure {
    user.point("x", two);
    repository.look();
    happens(since);
    Map<String, CommitHash> before = user.branches();
    assertLostRace(delete("x", two, Optional.empty()));
    assertThat(user.branches()).isEqualTo(before);
    assertThat(user.kept()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x/y,x,false", "x/y,x,true", "x,x/y,false", "x,x/y,true", "x/y/z,x,false"})
  void losesTheRaceToABranchThatTookThePlace(String planned, String since, boolean packed)
      throws GitFailure {
    user.point(planned, one);
    user.point("holder", three);
    repository.look();
    user.delete(planned);
    user.point(since, two);
    pack(packed);
    assertLostRace(move(planned, Optional.of(one), three));
    assertLostRace(delete(planned, one, Optional.of("holder")));
    assertLostRace(delete(planned, one, Optional.empty()));
    assertThat(user.branches()).containsOnly(Map.entry(since, two), Map.entry("holder", three));
    assertThat(user.kept()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"moved", "deleted"})
  void doesNotDeleteWhatIsNoLongerContained(String since) throws GitFailure {
    user.point("x", three);
    user.point("x_hesokr_beta", two);
    repository.look();
    if (since.equals("moved")) {
      user.point("x", other);
    } else {
      user.delete("x");
    }
    assertLostRace(delete("x_hesokr_beta", two, Optional.of("x")));
    assertTip("x_hesokr_beta", two);
  }

  @Test
  void keepsTheSameTipTwice() throws GitFailure {
    for (int i = 0; i < 2; i++) {
      user.point("junk", two);
      repository.look();
      assertDone(delete("junk", two, Optional.empty()));
    }
    user.point("junk", three);
    repository.look();
    assertDone(delete("junk", three, Optional.empty()));
    assertThat(user.kept())
        .containsExactlyInAnyOrder(
            new KeptTip(name("junk"), two), new KeptTip(name("junk"), three));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void letsGoOfAKeptTip(boolean packed) throws GitFailure {
    user.point("junk", two);
    repository.look();
    delete("junk", two, Optional.empty());
    pack(packed);
    repository.look();
    Step drop = new Step.DropKept(new KeptTip(name("junk"), two));
    assertDone(repository.apply(drop));
    assertThat(user.kept()).isEmpty();
    assertLostRace(repository.apply(drop));
  }

  @Test
  void doesNotDropAKeptTipAtWhichItsBranchStandsAgain() throws GitFailure {
    user.point("junk", two);
    repository.look();
    delete("junk", two, Optional.empty());
    KeptTip kept = new KeptTip(name("junk"), two);
    repository.look();
    user.point("junk", two);
    assertLostRace(repository.apply(new Step.DropKept(kept)));
    assertThat(user.kept()).containsExactly(kept);
    user.point("junk", three);
    repository.look();
    assertDone(repository.apply(new Step.DropKept(kept)));
    assertThat(user.kept()).isEmpty();
  }

  @Test
  void keepsATipThatItsBranchHasLeft() throws GitFailure {
    user.point("topic", two);
    repository.look();
    user.delete("topic");
    repository.look();
    Step keep = new Step.KeepTip(new KeptTip(name("topic"), two));
    assertDone(repository.apply(keep));
    assertThat(user.kept()).containsExactly(new KeptTip(name("topic"), two));
    assertDone(repository.apply(keep));
    assertThat(user.branches()).doesNotContainKey("topic");
  }

  @Test
  void keepsATipBesideItsBranchThatIsCheckedOutElsewhere() throws GitFailure {
    user.point("main", two);
    user.main().checkOut("main");
    user.point("main", other);
    user.main().lockIndex(true);
    repository.look();
    assertDone(repository.apply(new Step.KeepTip(new KeptTip(name("main"), two))));
    assertTip("main", other);
  }

  @Test
  void cannotKeepWhatIsNoLongerHere() throws GitFailure {
    repository.look();
    CommitHash strange = fixture.init("second", true).commit(Map.of("a", "b"), List.of());
    assertLostRace(repository.apply(new Step.KeepTip(new KeptTip(name("topic"), strange))));
    assertThat(user.kept()).isEmpty();
  }

  @Test
  void findsInReflogsWhatBranchesLeft() throws GitFailure {
    for (CommitHash tip : List.of(one, two, other, three)) {
      user.point("main", tip);
    }
    user.point("topic", lone);
    user.point("topic", one);
    ImmutableMap<BranchName, Optional<CommitHash>> both =
        ImmutableMap.of(name("main"), Optional.empty(), name("topic"), Optional.empty());
    assertThat(repository.formerTips(both, Instant.EPOCH))
        .containsExactly(
            new KeptTip(name("main"), other),
            new KeptTip(name("main"), two),
            new KeptTip(name("main"), one),
            new KeptTip(name("topic"), lone));
    assertThat(
            repository.formerTips(ImmutableMap.of(name("main"), Optional.of(two)), Instant.EPOCH))
        .containsExactly(new KeptTip(name("main"), other), new KeptTip(name("main"), two));
    assertThat(repository.formerTips(both, Instant.now().plus(Duration.ofDays(40_000)))).isEmpty();
    user.delete("topic");
    assertThat(
            repository.formerTips(ImmutableMap.of(name("topic"), Optional.empty()), Instant.EPOCH))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"move", "make", "delete", "keep", "drop", "forward"})
  void saysThatAVanishedRepositoryIsGoneInsteadOfChangingIt(String kind) throws GitFailure {
    user.point("main", one);
    user.main().checkOut("main");
    user.point("junk", two);
    repository.look();
    delete("junk", two, Optional.empty());
    user.point("x", one);
    repository.look();
    String worktree = user.main().path();
    user.vanish();
    Step step =
        switch (kind) {
          case "move" -> new Step.MoveBranch(name("x"), Optional.of(one), three);
          case "make" -> new Step.MoveBranch(name("y"), Optional.empty(), three);
          case "delete" -> new Step.DeleteBranch(name("x"), one, Optional.empty());
          case "keep" -> new Step.KeepTip(new KeptTip(name("x"), two));
          case "drop" -> new Step.DropKept(new KeptTip(name("junk"), two));
          default -> new Step.FastForwardWorktree(worktree, name("main"), Optional.of(one), three);
        };
    assertGone(() -> repository.apply(step));
    user.comeBack();
    assertThat(user.branches()).containsOnly(Map.entry("main", one), Map.entry("x", one));
    assertThat(user.kept()).containsExactly(new KeptTip(name("junk"), two));
  }
}
