package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommitHashTest {

  private static final String HEX = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void isShownInFullAndInTenDigits() {
    assertThat(new CommitHash(HEX)).hasToString(HEX);
    assertThat(new CommitHash(HEX).abbreviated()).isEqualTo("0123456789");
  }

  @Test
  void isOrderedByItsDigits() {
    assertThat(new CommitHash(HEX)).isLessThan(new CommitHash("f".repeat(40)));
    assertThat(new CommitHash("f".repeat(40))).isGreaterThan(new CommitHash(HEX));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000000000000000000000000000000000000000",
        "ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD",
        "abc",
        "0123456789abcdef0123456789abcdef012345678",
        "g123456789012345678901234567890123456789",
        "/123456789012345678901234567890123456789",
        ":123456789012345678901234567890123456789",
        "`123456789012345678901234567890123456789"
      })
  void refusesWhatIsNotAFullOne(String hex) {
    assertThatThrownBy(() -> new CommitHash(hex)).isInstanceOf(IllegalArgumentException.class);
  }
}
