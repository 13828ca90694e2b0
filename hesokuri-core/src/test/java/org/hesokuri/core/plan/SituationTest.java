package org.hesokuri.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.junit.jupiter.api.Test;

final class SituationTest {

  @Test
  void knowsItsCopiesFromItsBranches() {
    Map<CopyName, CommitHash> copies = new HashMap<>();
    new Sketch()
        .branch("main", "1")
        .branch("main_hesokr_beta", "2")
        .branch("main_hesokr_stranger", "3")
        .situation()
        .forEachCopy(copies::put);
    assertThat(copies)
        .containsOnly(
            Map.entry(new CopyName(new BranchName("main"), Sketch.BETA), Sketch.hash("2")));
  }
}
