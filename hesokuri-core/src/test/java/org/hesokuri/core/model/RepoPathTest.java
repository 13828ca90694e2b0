package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepoPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "./a", "~", "~/", "/", "//", "~a/b", "/a/../b", "/a/./b", "/a\u0000"})
  void refusesPathsThatMeanNothingOrTooMuch(String path) {
    assertThatThrownBy(() -> new RepoPath(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\ud800b", "/a\udfffb", "/a\u0085b", "/a\tb"})
  void refusesPathsThatNoDiskAndNoTerminalCanCarry(String path) {
    assertThatThrownBy(() -> new RepoPath(path)).hasMessageContaining("control character");
  }

  @Test
  void takesEveryOtherCharacter() {
    assertThat(new RepoPath("/größe/日本語 😀/\ue000").text()).isEqualTo("/größe/日本語 😀/\ue000");
  }

  @Test
  void takesPathsUpToTheLimitOfTheSystem() {
    String longest = "/" + "a".repeat(RepoPath.MAX_LENGTH - 1);
    assertThat(new RepoPath(longest).text()).isEqualTo(longest);
    assertThatThrownBy(() -> new RepoPath(longest + "a")).hasMessageContaining("longer than 4096");
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, true",
    "/a/b, /a, true",
    "/a, /a/b, false",
    "/ab, /a, false",
    "/b, /a, false"
  })
  void tellsWhatLiesInsideOfIt(String inner, String outer, boolean within) {
    assertThat(new RepoPath(inner).isWithin(new RepoPath(outer))).isEqualTo(within);
  }

  @Test
  void isKnownByItsLastPart() {
    assertThat(new RepoPath("~/code/whizbang").lastPart()).isEqualTo("whizbang");
    assertThat(new RepoPath("/srv").lastPart()).isEqualTo("srv");
    assertThat(new RepoPath("/srv/")).hasToString("/srv");
  }

  @Test
  void expandsTheHomeFolder() {
    assertThat(new RepoPath("~/code//x/").inHome("/home/u"))
        .isEqualTo(new RepoPath("/home/u/code/x"));
    assertThat(new RepoPath("/srv/x").inHome("/home/u")).isEqualTo(new RepoPath("/srv/x"));
  }
}
