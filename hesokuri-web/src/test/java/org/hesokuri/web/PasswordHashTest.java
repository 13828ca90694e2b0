package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {

  @Test
  void isOfOnePasswordOnly() {
    PasswordHash hash = PasswordHash.parse(PasswordHash.of("correct horse").text());
    assertThat(hash.isOf("correct horse")).isTrue();
    assertThat(hash.isOf("correct horse ")).isFalse();
    assertThat(hash.isOf("")).isFalse();
    assertThat(PasswordHash.of("correct horse").text()).isNotEqualTo(hash.text());
  }

  @Test
  void isTheOneThatOthersMake() {
    assertThat(TestPassword.HASH.isOf(TestPassword.TEXT)).isTrue();
    assertThat(TestPassword.HASH.isOf("U*U*")).isFalse();
    String asApacheWritesIt = TestPassword.HASH.text().replace("$2a$", "$2y$");
    assertThat(PasswordHash.parse(asApacheWritesIt).isOf(TestPassword.TEXT)).isTrue();
  }

  @Test
  void tellsNeitherItselfNorThePassword() {
    assertThat(TestPassword.HASH).hasToString("(a password's hash)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.of("short"))
        .withMessageNotContaining("short ")
        .withMessageContaining("at least 12");
  }

  @Test
  void takesNoPasswordOfWhichOnlyTheBeginningWouldCount() {
    String longest = "ö".repeat(36);
    assertThat(PasswordHash.of(longest).isOf(longest)).isTrue();
    assertThat(PasswordHash.of(longest).isOf(longest + "x")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.of(longest + "x"))
        .withMessageContaining("at most 72");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse",
        "$1$CCCCCCCC$E5YPO9kmyuRGyh0XouQYb",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "me:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
      })
  void isNothingElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.parse(text))
        .withMessageContaining("bcrypt");
  }
}
