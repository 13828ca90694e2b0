package org.hesokuri.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HandoverTest {

  private final Handover handover = new Handover();
  private final List<String> called = new ArrayList<>();

  @Test
  void callsWhoeverAskedLastWhenTheRepositoryIsFree() {
    assertThat(handover.isFreeOrCalls(() -> called.add("first"))).isFalse();
    assertThat(handover.isFreeOrCalls(() -> called.add("last"))).isFalse();
    assertThat(called).isEmpty();
    handover.letGo();
    assertThat(called).containsExactly("last");
  }

  @Test
  void callsNobodyWhoFindsItFree() {
    handover.letGo();
    assertThat(handover.isFreeOrCalls(() -> called.add("later"))).isTrue();
    handover.letGo();
    assertThat(called).isEmpty();
  }
}
