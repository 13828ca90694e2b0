package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import org.junit.jupiter.api.Test;

final class LiveEditRuleTest {

  private static final BranchName MAIN = new BranchName("main");
  private static final BranchName MINE = new BranchName("mine");

  @Test
  void coversOnlyWhatItNames() {
    LiveEditRule only = new LiveEditRule.Only(ImmutableSortedSet.of("main"));
    assertThat(only.covers(MAIN)).isTrue();
    assertThat(only.covers(MINE)).isFalse();
  }

  @Test
  void coversAllButWhatItExcepts() {
    LiveEditRule except = new LiveEditRule.Except(ImmutableSortedSet.of("mine"));
    assertThat(except.covers(MAIN)).isTrue();
    assertThat(except.covers(MINE)).isFalse();
  }

  @Test
  void coversHesokuriWhereNothingIsSaid() {
    assertThat(LiveEditRule.DEFAULT.covers(new BranchName("hesokuri"))).isTrue();
    assertThat(LiveEditRule.DEFAULT.covers(MAIN)).isFalse();
  }

  @Test
  void tellsItsKindApart() {
    LiveEditRule except = new LiveEditRule.Except(ImmutableSortedSet.of("mine"));
    assertThat(LiveEditRule.DEFAULT.<Object>fold(only -> only.names(), e -> "except"))
        .isEqualTo(ImmutableSortedSet.of("hesokuri"));
    assertThat(except.<Object>fold(only -> "only", e -> e.names()))
        .isEqualTo(ImmutableSortedSet.of("mine"));
  }

  @Test
  void namesAUsualBranchFirst() {
    assertThat(only("a", "main", "master").first()).contains(MAIN);
    assertThat(only("a", "master").first()).contains(new BranchName("master"));
    assertThat(only("a..b", "mine", "next").first()).contains(MINE);
    assertThat(only().first()).isEmpty();
    assertThat(new LiveEditRule.Except(ImmutableSortedSet.of("main")).first()).isEmpty();
  }

  private static LiveEditRule only(String... names) {
    return new LiveEditRule.Only(ImmutableSortedSet.copyOf(names));
  }
}
