package org.hesokuri.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every backend gives branches to a peer. */
public abstract class PushingContract extends GitBackendContract {

  /** How the branch there stands to what is pushed. */
  enum Kind {
    /** It is not there. */
    FRESH,
    /** The push contains it. */
    FORWARD,
    /** The push displaces it. */
    DISPLACING
  }

  private static final String TARGET = "x_hesokr_me";

  private UserRepository theirs;

  /** For the subclasses of every backend. */
  protected PushingContract() {}

  @BeforeEach
  final void preparePeer() {
    theirs = fixture.initOnPeer("theirs", false);
  }

  private static Push fresh(String target, CommitHash tip) {
    return new Push(name(target), tip, Optional.empty(), false);
  }

  private static Push forward(String target, CommitHash from, CommitHash tip) {
    return new Push(name(target), tip, Optional.of(from), false);
  }

  private static Push displacing(String target, CommitHash from, CommitHash tip) {
    return new Push(name(target), tip, Optional.of(from), true);
  }

  @Test
  void countsWhatCrossesAConnection() throws PeerFailure {
    holdsThere("main_hesokr_me", one);
    try (PeerConnection connection = connect()) {
      Traffic asked = connection.traffic();
      assertThat(asked.received()).isPositive();
      connection.push(ImmutableList.of(fresh("next_hesokr_me", three)));
      assertThat(connection.traffic().sent()).isGreaterThan(asked.sent());
      assertThat(connection.traffic().received()).isGreaterThanOrEqualTo(asked.received());
    }
  }

  /** Makes the branch there stand so, and a push that fits; the tip is three in any case. */
  private Push prepared(Kind kind, String target) {
    return switch (kind) {
      case FRESH -> fresh(target, three);
      case FORWARD -> {
        holdsThere(target, one);
        yield forward(target, one, three);
      }
      case DISPLACING -> {
        holdsThere(target, other);
        yield displacing(target, other, three);
      }
    };
  }

  private PeerConnection connect() throws PeerFailure {
    return repository.connect(fixture.peer(), theirs.path());
  }

  private ImmutableMap<Push, PushResult> push(Push... pushes) throws PeerFailure {
    try (PeerConnection connection = connect()) {
      return connection.push(ImmutableList.copyOf(pushes));
    }
  }

  private void holdsThere(String branch, CommitHash tip) {
    theirs.fetch(user, tip);
    theirs.point(branch, tip);
  }

  private static void assertAccepted(ImmutableMap<Push, PushResult> results) {
    assertThat(results.values()).hasOnlyElementsOfType(PushResult.Accepted.class);
  }

  private static void assertRefused(ImmutableMap<Push, PushResult> results) {
    assertThat(results.values()).hasOnlyElementsOfType(PushResult.Refused.class);
  }

  private static void assertLostRace(ImmutableMap<Push, PushResult> results) {
    assertThat(results.values()).hasOnlyElementsOfType(PushResult.LostRace.class);
  }

  @Test
  void hearsThatAnEmptyPeerHoldsNothing() throws PeerFailure {
    try (PeerConnection connection = connect()) {
      assertThat(connection.advertised().branches()).isEmpty();
      assertThat(connection.advertised().kept()).isEmpty();
      assertThat(connection.push(ImmutableList.of())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hearsWhatThePeerHolds(boolean packed) throws PeerFailure {
    holdsThere("main", one);
    holdsThere("feature/x", two);
    theirs.main().checkOut("main");
    if (packed) {
      theirs.packRefs();
    }
    try (PeerConnection connection = connect()) {
      assertThat(connection.advertised().branches())
          .containsOnly(Map.entry(name("main"), one), Map.entry(name("feature/x"), two));
    }
  }

  @Test
  void hearsNothingOfADamagedBranchForWhichGitRefusesEveryPush() throws PeerFailure {
    holdsThere("fine", one);
    holdsThere("bad", two);
    theirs.damage("bad");
    try (PeerConnection connection = connect()) {
      assertThat(connection.advertised().branches()).containsOnly(Map.entry(name("fine"), one));
    }
    assertRefused(push(fresh("bad", three), forward("fine", one, three), fresh("new", two)));
    assertThat(theirs.branches()).containsOnly(Map.entry("fine", one));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cannotMeetARepositoryThatIsNotThere(boolean vanished) {
    if (vanished) {
      theirs.vanish();
    }
    assertThatThrownBy(
            () ->
                repository
                    .connect(fixture.peer(), vanished ? theirs.path() : fixture.nowhere())
                    .close())
        .isInstanceOfSatisfying(
            PeerFailure.class, f -> assertThat(f.kind()).isEqualTo(PeerFailure.Kind.NO_REPOSITORY));
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void givesABranchOfAnyName(String target) throws PeerFailure {
    UserRepository bare = fixture.initOnPeer("bare", true);
    try (PeerConnection connection = repository.connect(fixture.peer(), bare.path())) {
      assertAccepted(connection.push(ImmutableList.of(fresh(target, other))));
    }
    assertThat(bare.branches()).containsOnly(Map.entry(target, other));
    try (PeerConnection connection = repository.connect(fixture.peer(), bare.path())) {
      assertThat(connection.advertised().branches()).containsOnly(Map.entry(name(target), other));
      assertAccepted(connection.push(ImmutableList.of(displacing(target, other, three))));
    }
    assertThat(bare.branches()).containsOnly(Map.entry(target, three));
    assertThat(bare.kept()).containsExactly(new KeptTip(name(target), other));
  }

  @ParameterizedTest
  @CsvSource({
    "FRESH,false",
    "FRESH,true",
    "FORWARD,false",
    "FORWARD,true",
    "DISPLACING,false",
    "DISPLACING,true"
  })
  void setsABranch(Kind kind, boolean packed) throws PeerFailure {
    Push push = prepared(kind, TARGET);
    if (packed) {
      theirs.packRefs();
    }
    assertAccepted(push(push));
    assertThat(theirs.branches()).containsOnly(Map.entry(TARGET, three));
    if (kind == Kind.DISPLACING) {
      assertThat(theirs.kept()).containsExactly(new KeptTip(name(TARGET), other));
    } else {
      assertThat(theirs.kept()).isEmpty();
    }
  }

  @Test
  void tellsWhatIsKeptThere() throws PeerFailure {
    assertAccepted(push(prepared(Kind.DISPLACING, TARGET)));
    try (PeerConnection connection = connect()) {
      assertThat(connection.advertised().kept()).containsExactly(new KeptTip(name(TARGET), other));
      assertThat(connection.advertised().branches()).containsOnly(Map.entry(name(TARGET), three));
    }
  }

  @Test
  void displacesTheSameTipTwice() throws PeerFailure {
    holdsThere(TARGET, three);
    assertAccepted(push(displacing(TARGET, three, other)));
    assertAccepted(push(displacing(TARGET, other, three)));
    assertAccepted(push(displacing(TARGET, three, other)));
    assertThat(theirs.kept())
        .containsExactlyInAnyOrder(
            new KeptTip(name(TARGET), three), new KeptTip(name(TARGET), other));
  }

  @Test
  void displacesWhatThisMachineDoesNotHave() throws PeerFailure {
    CommitHash strange = theirs.commit(Map.of("strange", "s"), List.of());
    theirs.point(TARGET, strange);
    assertAccepted(push(displacing(TARGET, strange, three)));
    assertThat(theirs.kept()).containsExactly(new KeptTip(name(TARGET), strange));
    assertThat(theirs.tip(TARGET)).contains(three);
  }

  @ParameterizedTest
  @CsvSource({
    "FORWARD,moved",
    "FORWARD,deleted",
    "DISPLACING,moved",
    "DISPLACING,deleted",
    "FRESH,made",
    "FRESH,checked out"
  })
  void doesNotSetABranchThatIsNotAsItWas(Kind kind, String since) throws PeerFailure {
    Push push = prepared(kind, TARGET);
    theirs.fetch(user, two);
    theirs.fetch(user, lone);
    try (PeerConnection connection = connect()) {
      switch (since) {
        case "deleted" -> theirs.delete(TARGET);
        case "checked out" -> {
          theirs.point(TARGET, lone);
          theirs.main().checkOut(TARGET);
        }
        default -> theirs.point(TARGET, lone);
      }
      Map<String, CommitHash> before = theirs.branches();
      ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.of(push));
      if (since.equals("checked out")) {
        assertRefused(results);
      } else {
        assertLostRace(results);
      }
      assertThat(theirs.branches()).isEqualTo(before);
      // It goes first, and what it keeps may have been displaced by somebody else meanwhile.
      assertThat(theirs.kept())
          .isEqualTo(kind == Kind.DISPLACING ? Set.of(new KeptTip(name(TARGET), other)) : Set.of());
    }
  }

  @ParameterizedTest
  @CsvSource({"FORWARD,false", "FORWARD,true", "DISPLACING,false", "DISPLACING,true"})
  void isRefusedWhereTheBranchIsCheckedOut(Kind kind, boolean linked) throws PeerFailure {
    Push push = prepared(kind, TARGET);
    CommitHash before = push.expected().orElseThrow();
    if (linked) {
      theirs.addWorktree(TARGET);
    } else {
      theirs.main().checkOut(TARGET);
    }
    assertRefused(push(push));
    assertThat(theirs.tip(TARGET)).contains(before);
  }

  @Test
  void isRefusedWhereTheBranchIsUnborn() throws PeerFailure {
    assertRefused(push(fresh("main", three)));
    assertThat(theirs.branches()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(UserWorktree.Work.class)
  void isRefusedWhereWorkIsUnderWayOnTheBranch(UserWorktree.Work work) throws PeerFailure {
    holdsThere(TARGET, one);
    theirs.main().checkOut(TARGET);
    theirs.main().begin(work);
    assertRefused(push(forward(TARGET, one, three)));
    assertThat(theirs.tip(TARGET)).contains(one);
  }

  @Test
  void doesNotMindALockedIndexThere() throws PeerFailure {
    theirs.main().lockIndex(true);
    assertAccepted(push(prepared(Kind.FORWARD, TARGET)));
  }

  @ParameterizedTest
  @CsvSource({"x/y,x", "x,x/y", "x/y,x/y/z", "x/y/z,x/y"})
  void isRefusedWhereAFolderOfBranchesIs(String there, String wanted) throws PeerFailure {
    for (boolean packed : new boolean[] {false, true}) {
      holdsThere(there, one);
      if (packed) {
        theirs.packRefs();
      }
      assertRefused(push(fresh(wanted, three)));
      assertThat(theirs.branches()).containsOnly(Map.entry(there, one));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {251, 255, 256, 300})
  void isRefusedForANameThatIsTooLong(int length) throws PeerFailure {
    Push tooLong = fresh("n".repeat(length), three);
    Push nested = fresh("a/" + "ü".repeat(length / 2) + "n/b", three);
    Push fine = fresh("fine", three);
    ImmutableMap<Push, PushResult> results = push(tooLong, nested, fine);
    assertThat(results.get(tooLong)).isInstanceOf(PushResult.Refused.class);
    assertThat(results.get(fine)).isInstanceOf(PushResult.Accepted.class);
    assertThat(theirs.branches().keySet()).contains("fine").doesNotContain("n".repeat(length));
  }

  @ParameterizedTest
  @CsvSource({
    "FRESH,PRE_RECEIVE",
    "FRESH,UPDATE",
    "FORWARD,PRE_RECEIVE",
    "FORWARD,UPDATE",
    "DISPLACING,PRE_RECEIVE",
    "DISPLACING,UPDATE"
  })
  void isRefusedByAHook(Kind kind, UserRepository.Hook hook) throws PeerFailure {
    Push push = prepared(kind, TARGET);
    Push beside = fresh("beside", two);
    theirs.refuse(hook, TARGET);
    Map<String, CommitHash> before = theirs.branches();
    ImmutableMap<Push, PushResult> results = push(push, beside);
    assertThat(results.get(push)).isInstanceOf(PushResult.Refused.class);
    assertThat(theirs.tip(TARGET)).isEqualTo(Optional.ofNullable(before.get(TARGET)));
    // Where the whole was refused, it goes again in parts.
    assertThat(results.get(beside)).isInstanceOf(PushResult.Accepted.class);
    theirs.refuseNothing();
    assertAccepted(push(push));
    assertThat(theirs.tip(TARGET)).contains(three);
  }

  @ParameterizedTest
  @EnumSource(UserRepository.Hook.class)
  void displacesNothingWhereAHookRefusesToKeep(UserRepository.Hook hook) throws PeerFailure {
    Push displacing = prepared(Kind.DISPLACING, TARGET);
    Push forward = prepared(Kind.FORWARD, "other_hesokr_me");
    theirs.refuse(hook, "refs/hesokuri");
    ImmutableMap<Push, PushResult> results = push(displacing, forward);
    assertThat(results.get(displacing)).isInstanceOf(PushResult.Refused.class);
    assertThat(results.get(forward)).isInstanceOf(PushResult.Accepted.class);
    assertThat(theirs.tip(TARGET)).contains(other);
    assertThat(theirs.kept()).isEmpty();
  }

  @Test
  void displacesNothingWhereThePeerHidesWhatItShouldKeep() throws PeerFailure {
    Push displacing = prepared(Kind.DISPLACING, TARGET);
    Push forward = prepared(Kind.FORWARD, "other_hesokr_me");
    theirs.hideKept(true);
    ImmutableMap<Push, PushResult> results = push(displacing, forward);
    assertThat(results.get(displacing)).isInstanceOf(PushResult.Refused.class);
    assertThat(results.get(forward)).isInstanceOf(PushResult.Accepted.class);
    assertThat(theirs.tip(TARGET)).contains(other);
    theirs.hideKept(false);
    assertAccepted(push(displacing));
    assertThat(theirs.kept()).containsExactly(new KeptTip(name(TARGET), other));
  }

  @Test
  void doesNotCountOnWhatIsKeptWhereThePeerHidesIt() throws PeerFailure {
    assertAccepted(push(prepared(Kind.DISPLACING, TARGET)));
    theirs.point(TARGET, other);
    theirs.hideKept(true);
    try (PeerConnection connection = connect()) {
      assertThat(connection.advertised().kept()).isEmpty();
    }
    assertRefused(push(displacing(TARGET, other, three)));
    assertThat(theirs.tip(TARGET)).contains(other);
  }

  /** One that the peer refuses as a whole holds back no other, wherever it stands. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 12})
  void givesWhatIsGoodThoughThePeerRefusesTheWhole(int bad) throws PeerFailure {
    theirs.refuse(UserRepository.Hook.PRE_RECEIVE, "bad");
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      pushes.add(prepared(Kind.values()[i % 3], (i == bad ? "bad" : "b") + i));
    }
    ImmutableMap<Push, PushResult> results = push(pushes.toArray(Push[]::new));
    assertThat(results.keySet()).containsExactlyElementsOf(pushes);
    for (Push push : pushes) {
      assertThat(results.get(push))
          .as("%s", push)
          .isInstanceOf(
              push.target().text().startsWith("bad")
                  ? PushResult.Refused.class
                  : PushResult.Accepted.class);
    }
  }

  @ParameterizedTest
  @EnumSource(UserRepository.Hook.class)
  void keepsThoughAHookRefusesTheBranchItself(UserRepository.Hook hook) throws PeerFailure {
    Push displacing = prepared(Kind.DISPLACING, TARGET);
    theirs.refuse(hook, "refs/heads/" + TARGET);
    assertRefused(push(displacing));
    assertThat(theirs.tip(TARGET)).contains(other);
  }

  @ParameterizedTest
  @CsvSource({
    "FRESH,BEFORE_THE_EFFECT",
    "FRESH,BEFORE_THE_ANSWER",
    "FORWARD,BEFORE_THE_EFFECT",
    "FORWARD,BEFORE_THE_ANSWER",
    "DISPLACING,BEFORE_THE_EFFECT",
    "DISPLACING,BEFORE_THE_ANSWER"
  })
  void doesNotKnowWhatBecameOfABrokenPush(Kind kind, UserRepository.Cut cut) throws PeerFailure {
    Push push = prepared(kind, TARGET);
    Map<String, CommitHash> before = theirs.branches();
    theirs.cutPushes(Optional.of(cut));
    assertThat(push(push).values()).hasOnlyElementsOfType(PushResult.Unknown.class);
    theirs.cutPushes(Optional.empty());
    boolean moved = cut == UserRepository.Cut.BEFORE_THE_ANSWER;
    assertThat(theirs.branches()).isEqualTo(moved ? Map.of(TARGET, three) : before);
    if (moved && kind == Kind.DISPLACING) {
      assertThat(theirs.kept()).containsExactly(new KeptTip(name(TARGET), other));
    }
    try (PeerConnection again = connect()) {
      assertThat(again.advertised().branches()).hasSize(theirs.branches().size());
      assertThat(again.advertised().branches().values())
          .containsExactlyElementsOf(theirs.branches().values());
    }
    if (!moved) {
      assertAccepted(push(push));
    }
  }

  @Test
  void refusesOnlyThePushOfWhatIsNotHere() throws PeerFailure {
    holdsThere("moved_hesokr_me", one);
    Push fine = fresh("fine", two);
    Push missing = fresh("missing", nobodys(Map.of("a", "b")));
    Push forward = forward("moved_hesokr_me", one, two);
    ImmutableMap<Push, PushResult> results = push(fine, missing, forward);
    assertThat(results.keySet()).containsExactly(fine, missing, forward);
    assertThat(results.get(fine)).isInstanceOf(PushResult.Accepted.class);
    assertThat(results.get(missing)).isInstanceOf(PushResult.Refused.class);
    assertThat(results.get(forward)).isInstanceOf(PushResult.Accepted.class);
    assertThat(theirs.branches()).containsOnlyKeys("fine", "moved_hesokr_me");
  }

  /** A commit that this machine's repository lacks. */
  private CommitHash nobodys(Map<String, String> tree) {
    return fixture.init("second", true).commit(tree, List.of());
  }

  @Test
  void givesNothingWhileThisRepositoryIsAway() throws PeerFailure {
    try (PeerConnection connection = connect()) {
      user.vanish();
      assertThat(connection.push(ImmutableList.of(fresh(TARGET, three))).values())
          .hasOnlyElementsOfType(PushResult.Refused.class);
    }
    user.comeBack();
    assertThat(theirs.branches()).isEmpty();
  }

  @Test
  void givesEachBranchByItself() throws PeerFailure {
    holdsThere("a_hesokr_me/y", one);
    holdsThere("c_hesokr_me", one);
    holdsThere("e_hesokr_me", one);
    theirs.main().checkOut("e_hesokr_me");
    Push refused = fresh("a_hesokr_me", three);
    Push accepted = fresh("b_hesokr_me", two);
    Push moved = forward("c_hesokr_me", one, three);
    Push unrelated = fresh("d_hesokr_me", lone);
    Push checkedOut = forward("e_hesokr_me", one, two);
    ImmutableMap<Push, PushResult> results = push(refused, accepted, moved, unrelated, checkedOut);
    assertThat(results.keySet()).containsExactly(refused, accepted, moved, unrelated, checkedOut);
    assertThat(results.get(refused)).isInstanceOf(PushResult.Refused.class);
    assertThat(results.get(accepted)).isInstanceOf(PushResult.Accepted.class);
    assertThat(results.get(moved)).isInstanceOf(PushResult.Accepted.class);
    assertThat(results.get(unrelated)).isInstanceOf(PushResult.Accepted.class);
    assertThat(results.get(checkedOut)).isInstanceOf(PushResult.Refused.class);
    assertThat(theirs.tip("b_hesokr_me")).contains(two);
    assertThat(theirs.tip("c_hesokr_me")).contains(three);
    assertThat(theirs.tip("d_hesokr_me")).contains(lone);
    assertThat(theirs.tip("e_hesokr_me")).contains(one);
  }

  @Test
  void displacesBesideWhatIsRefused() throws PeerFailure {
    Push displacing = prepared(Kind.DISPLACING, "a_hesokr_me");
    holdsThere("b_hesokr_me/y", one);
    Push refused = fresh("b_hesokr_me", two);
    Push forward = prepared(Kind.FORWARD, "c_hesokr_me");
    ImmutableMap<Push, PushResult> results = push(displacing, refused, forward);
    assertThat(results.get(displacing)).isInstanceOf(PushResult.Accepted.class);
    assertThat(results.get(refused)).isInstanceOf(PushResult.Refused.class);
    assertThat(results.get(forward)).isInstanceOf(PushResult.Accepted.class);
    assertThat(theirs.kept()).containsExactly(new KeptTip(name("a_hesokr_me"), other));
  }

  @Test
  void refusesTheSecondOfTwoNamesThatCannotStandTogether() throws PeerFailure {
    Push first = fresh("x", two);
    Push second = fresh("x/y", two);
    ImmutableMap<Push, PushResult> results = push(first, second);
    assertThat(results.get(first)).isInstanceOf(PushResult.Accepted.class);
    assertThat(results.get(second)).isInstanceOf(PushResult.Refused.class);
    assertThat(theirs.branches()).containsOnlyKeys("x");
  }

  @Test
  void givesManyBranchesAtOnce() throws PeerFailure {
    List<Push> pushes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Kind kind = Kind.values()[i % 20 == 0 ? 2 : i % 10 == 1 ? 1 : 0];
      pushes.add(prepared(kind, "b" + i));
    }
    try (PeerConnection connection = connect()) {
      ImmutableMap<Push, PushResult> results = connection.push(ImmutableList.copyOf(pushes));
      assertAccepted(results);
      assertThat(results.keySet()).containsExactlyElementsOf(pushes);
    }
    assertThat(theirs.branches()).hasSize(60);
    assertThat(theirs.branches().values()).containsOnly(three);
    assertThat(theirs.kept()).hasSize(3);
  }
}
