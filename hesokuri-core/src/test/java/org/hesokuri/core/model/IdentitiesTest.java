package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentitiesTest {

  private final Identities identities =
      Identities.of(List.of(new PeerId("a"), new PeerId("b"), new PeerId("nas.home")));

  @ParameterizedTest
  @CsvSource({
    "main_hesokr_a,              main,             a",
    "feature/x_hesokr_b,         feature/x,        b",
    "main_hesokr_nas.home,       main,             nas.home",
    "main_hesokr_b_hesokr_a,     main_hesokr_b,    a",
    "main_hesokr_zzz_hesokr_a,   main_hesokr_zzz,  a",
    "x_hesokr_hesokr_a,          x_hesokr,         a",
  })
  void splitsACopyAtTheLastSeparator(String name, String branch, String peer) {
    assertThat(identities.classify(new BranchName(name)))
        .isEqualTo(new BranchRole.Copy(new CopyName(new BranchName(branch), new PeerId(peer))));
  }

  @ParameterizedTest
  @CsvSource({
    "main",
    "main_hesokr_stranger",
    "main_hesokr_a_hesokr_stranger",
    "main_hesokr_A",
    "main_hesokr_",
    "_hesokr_a",
    "main_hesokr_a/x",
    "hesokr_a",
    "a./x_hesokr_c"
  })
  void takesEverythingElseAsLocal(String name) {
    BranchName branch = new BranchName(name);
    assertThat(identities.classify(branch)).isEqualTo(new BranchRole.Local(branch));
  }

  @Test
  void readsBackEveryCopyNameThatItWrites() {
    long seed = 20131103;
    Random random = new Random(seed);
    List<String> pieces =
        List.of("main", "x", "_hesokr_", "hesokr", "_", "a", "b", "nas.home", "feature/x", "-1");
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("q");
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      PeerId peer = identities.peers().asList().get(random.nextInt(3));
      CopyName copy = new CopyName(new BranchName(text.toString()), peer);
      assertThat(identities.classify(copy.asBranch()))
          .as("seed %s, %s", seed, copy)
          .isEqualTo(new BranchRole.Copy(copy));
      read++;
    }
    assertThat(read).isEqualTo(20_000);
  }
}
