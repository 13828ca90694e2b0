package org.hesokuri.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"laptop", "192.168.0.2", "nas.home.example", "a", "hesokr", "x_hesokr", "b-2"})
  void takesHostNamesAddressesAndAliases(String name) {
    assertThat(new PeerId(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-oProxyCommand=x",
        "a/b",
        "a_hesokr_b",
        "hesokr_b",
        "fe80::1",
        "a b",
        "a\tb",
        "a\nb",
        "a\"b",
        "a'b",
        "`id`",
        "$(id)",
        "user@host",
        "a..b",
        ".a",
        "a.",
        "a.lock",
        "a~b",
        "a^b",
        "a*",
        "a?",
        "a[b",
        "a\\b",
        "a\u202eb",
        "a\u00a0b",
        "a\u200bb",
        "\ud800"
      })
  void refusesWhatCouldHarmARefOrACommandLine(String name) {
    assertThatThrownBy(() -> new PeerId(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the identity")
        .hasMessageContaining("use a host name");
  }

  @ParameterizedTest
  @ValueSource(ints = {254, 100_000})
  void refusesANameThatNoResolverTakes(int length) {
    assertThatThrownBy(() -> new PeerId("a".repeat(length)))
        .hasMessageContaining("longer than 253")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void takesTheLongestNameThatAResolverTakes() {
    assertThat(new PeerId("a".repeat(253))).hasToString("a".repeat(253));
  }
}
