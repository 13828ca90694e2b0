package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BranchNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "feature/x",
        "a/b/c/d",
        "$(id)",
        "<script>alert(1)</script>",
        "größe",
        "日本語",
        "a@b",
        "x.locked",
        "x.lock.y/lock",
        "lock",
        "\uD83D\uDC1D/\uD83D\uDC1D",
        "refs/heads/main"
      })
  void takesWhatGitTakes(String name) {
    assertThat(new BranchName(name).ref()).isEqualTo("refs/heads/" + name);
    assertThat(BranchName.ofRef("refs/heads/" + name).text()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-x",
        "--upload-pack=x",
        "@",
        "a..b",
        "a b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[",
        "a\\b",
        "a\u0007b",
        "a\u007f",
        "/a",
        "a/",
        "a//b",
        ".a",
        "a/.b",
        "a.lock",
        "a.lock/b",
        "b/a.lock",
        ".lock",
        "a/",
        "a/b//c",
        "a\uD83D",
        "a.",
        "a@{b"
      })
  void refusesWhatGitRefuses(String name) {
    assertThatThrownBy(() -> new BranchName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the branch name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "refs/tags/v1", "refs/heads", "refs/heads/"})
  void isReadOnlyFromBelowRefsHeads(String ref) {
    assertThatThrownBy(() -> BranchName.ofRef(ref)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b            | contains a blank",
        "a~1            | contains the character ~",
        "a..b           | contains two dots in a row",
        "a.             | ends with a dot",
        "-x             | starts with a hyphen",
        "@              | is a lone @",
        "a@{b           | contains @{",
        "a//b           | has a slash at its start, at its end or next to another slash",
        "a/.b           | has a part that starts with a dot",
        "a.lock/b       | has a part that ends with .lock",
      })
  void saysWhatIsWrong(String name, String problem) {
    assertThatThrownBy(() -> new BranchName(name)).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"0x0a, U+000A", "0x1f, U+001F", "0x7f, U+007F", "0xd800, U+D800", "0xdfff, U+DFFF"})
  void namesWhatCannotBeShown(String character, String shown) {
    String name = "a" + Character.toString(Integer.decode(character)) + "b";
    assertThatThrownBy(() -> new BranchName(name))
        .hasMessageContaining("contains the character " + shown);
  }

  @Test
  void isShownAsItIs() {
    assertThat(new BranchName("feature/x")).hasToString("feature/x");
    assertThat(new CopyName(new BranchName("feature/x"), new PeerId("nas")))
        .hasToString("feature/x_hesokr_nas");
  }
}
