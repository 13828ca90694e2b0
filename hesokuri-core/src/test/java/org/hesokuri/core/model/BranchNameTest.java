package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
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
}
