package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FoldCommitTest {

  private static final FoldWeek WEEK = new FoldWeek(2026, 48);
  private static final CommitHash BEFORE = new CommitHash("b".repeat(40));
  private static final CommitHash ONE = new CommitHash("1".repeat(40));
  private static final CommitHash TWO = new CommitHash("2".repeat(40));

  private static FoldedTip tip(String branch, CommitHash tip) {
    return new FoldedTip(
        new KeptTip(new BranchName(branch), tip), Instant.parse("2026-11-24T10:20:30.5Z"));
  }

  private static FoldCommit fold(Optional<CommitHash> previous, int all, FoldedTip... tips) {
    return new FoldCommit(WEEK, previous, ImmutableList.copyOf(tips), all);
  }

  private static void assertReadAsItWas(FoldCommit fold) {
    assertThat(FoldCommit.read(WEEK, fold.parents(), fold.message())).contains(fold);
  }

  @Test
  void readsWellInALog() {
    assertThat(fold(Optional.of(BEFORE), 17, tip("main", ONE), tip("feature/x", TWO)).message())
        .isEqualTo(
            "Keep 2 displaced tips of 2026-W48, 17 in all\n\n"
                + ONE
                + " main 2026-11-24T10:20:30Z\n"
                + TWO
                + " feature/x 2026-11-24T10:20:30Z\n");
    assertThat(fold(Optional.empty(), 1, tip("main", ONE)).message())
        .startsWith("Keep 1 displaced tip of 2026-W48, 1 in all\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"main", "a/b_hesokr_c", "\u00fcn\u00ef", "$(id)", "x/--y", "\u202eabc", "{2}"})
  void isReadAsItWasWritten(String branch) {
    assertReadAsItWas(fold(Optional.empty(), 1, tip(branch, ONE)));
    assertReadAsItWas(fold(Optional.of(BEFORE), 9, tip(branch, ONE), tip("main", TWO)));
    assertReadAsItWas(fold(Optional.of(BEFORE), 2, tip(branch, ONE), tip("main", ONE)));
  }

  @Test
  void hasEachParentOnce() {
    assertThat(fold(Optional.of(BEFORE), 3, tip("a", ONE), tip("b", ONE), tip("a", TWO)).parents())
        .containsExactly(BEFORE, ONE, TWO);
  }

  @Test
  void isNoFoldWhenItsMessageNamesWhatItDoesNotHold() {
    FoldCommit fold = fold(Optional.of(BEFORE), 2, tip("a", ONE), tip("b", TWO));
    for (List<CommitHash> parents :
        List.of(
            List.<CommitHash>of(),
            List.of(BEFORE),
            List.of(BEFORE, ONE),
            List.of(BEFORE, TWO, ONE),
            List.of(BEFORE, BEFORE, ONE, TWO),
            Lists.reverse(fold.parents()))) {
      assertThat(FoldCommit.read(WEEK, parents, fold.message())).as("%s", parents).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Change file\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\nnothing\n",
        "Keep 2 displaced tips of 2026-W48, 2 in all\n\n#1 main 2026-11-24T10:20:30Z\n",
        "Keep 1 displaced tip of 2026-W48, 0 in all\n\n#1 main 2026-11-24T10:20:30Z\n",
        "Keep 1 displaced tip of 2026-W48, 01 in all\n\n#1 main 2026-11-24T10:20:30Z\n",
        "Keep 1 displaced tip of 2026-W47, 1 in all\n\n#1 main 2026-11-24T10:20:30Z\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\n#1 a..b 2026-11-24T10:20:30Z\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\n#1 main today\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\n#1 main 2026-11-24T10:20:30Z",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\n#1 main 2026-11-24T10:20:30Z and more\n",
        "Keep 1 displaced tip of 2026-W48, 1 in all\n\n#1 main 2026-11-24T10:20:30.123Z\n"
      })
  void isNoFoldWhenSomebodyElseWroteIt(String text) {
    String message = text.replace("#1", ONE.hex());
    assertThat(FoldCommit.read(WEEK, List.of(ONE), message)).isEmpty();
  }

  @Test
  void holdsSomethingAndCountsIt() {
    assertThatThrownBy(() -> fold(Optional.empty(), 0)).hasMessageContaining("0 tips");
    assertThatThrownBy(() -> fold(Optional.empty(), 1, tip("a", ONE), tip("b", ONE)))
        .hasMessageContaining("2 tips");
  }
}
