package org.hesokuri.web.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.hesokuri.core.model.RepoPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceIdTest {

  @Test
  void isTheBeginningOfTheDigestOfThePath() {
    // printf %s /code/x | sha256sum
    assertThat(SourceId.of(new RepoPath("/code/x")).text()).isEqualTo("ab3ff8f74b17");
    assertThat(SourceId.of(new RepoPath("/code/ü"))).isNotEqualTo(SourceId.of(new RepoPath("/x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789a", "0123456789abc", "0123456789AB", "../../../etc"})
  void isNothingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SourceId(text));
  }
}
