package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationLocationTest {

  @Test
  void isTheFileThatTheUserNames() {
    assertThat(ConfigurationLocation.of(Map.of("HESOCFG", "/etc/heso.edn", "HOME", "/home/me")))
        .isEqualTo(Path.of("/etc/heso.edn"));
    assertThat(ConfigurationLocation.of(Map.of("HESOCFG", "/etc/heso.edn")))
        .isEqualTo(Path.of("/etc/heso.edn"));
  }

  @Test
  void isInTheHomeFolderOtherwise() {
    assertThat(ConfigurationLocation.of(Map.of("HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.hesocfg"));
    assertThat(ConfigurationLocation.of(Map.of("HESOCFG", "", "HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/.hesocfg"));
  }

  @Test
  void expandsTheHomeFolderThatAServiceManagerLeaves() {
    assertThat(ConfigurationLocation.of(Map.of("HESOCFG", "~/dot/heso", "HOME", "/home/me")))
        .isEqualTo(Path.of("/home/me/dot/heso"));
  }

  @Test
  void isAbsoluteEvenIfNamedFromTheWorkingFolder() {
    assertThat(ConfigurationLocation.of(Map.of("HESOCFG", "heso.edn")))
        .isAbsolute()
        .endsWithRaw(Path.of("heso.edn"));
  }

  @Test
  void tellsWhatIsMissing() {
    assertThatThrownBy(() -> ConfigurationLocation.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("$HOME is not set, so there is no home folder; set it");
    assertThatThrownBy(() -> ConfigurationLocation.of(Map.of("HOME", "me")))
        .hasMessage("$HOME is \"me\", which is not absolute; start it with /");
    assertThatThrownBy(() -> ConfigurationLocation.of(Map.of("HESOCFG", "/a\0b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$HESOCFG is \"/a\\u0000b\", which is no path");
  }
}
