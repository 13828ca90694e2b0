package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.hesokuri.core.engine.EngineTimes;
import org.hesokuri.daemon.notify.NotifySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DaemonSettingsTest {

  @TempDir private Path home;

  private final Properties properties = new Properties();

  @Test
  void takesTheUsualValuesWhereTheEnvironmentSaysNothing() throws CannotStart {
    DaemonSettings settings = with(Map.of("HESOCFG", "", "HESOPORT", "", "HESOHOST", ""));

    assertThat(settings.configurationFile()).isEqualTo(home.resolve(".hesocfg"));
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.stateFolder()).isEqualTo(home.resolve(".local/state/hesokuri"));
    assertThat(settings.times()).isEqualTo(EngineTimes.DEFAULT);
  }

  @Test
  void takesWhatTheEnvironmentSays() throws CannotStart {
    DaemonSettings settings =
        with(Map.of("HESOCFG", "/etc/heso", "HESOPORT", "65535", "XDG_STATE_HOME", "/var/state"));

    assertThat(settings.configurationFile()).isEqualTo(Path.of("/etc/heso"));
    assertThat(settings.port()).isEqualTo(65535);
    assertThat(settings.stateFolder()).isEqualTo(Path.of("/var/state/hesokuri"));
  }

  @Test
  void notifiesNobodyUnlessToldTo() throws CannotStart {
    assertThat(with(Map.of()).notification()).isEqualTo(NotifySettings.OFF);
    assertThat(with(Map.of("HESONOTIFY_AFTER", "PT1H")).notification().isOn()).isFalse();
    NotifySettings on =
        with(Map.of(
                "HESONOTIFY_COMMAND", "/bin/sh",
                "HESONOTIFY_WEBHOOK", "https://hooks.example/s3cret",
                "HESONOTIFY_AFTER", "PT8H"))
            .notification();
    assertThat(on.isOn()).isTrue();
    assertThat(on.command()).hasValue(Path.of("/bin/sh"));
    assertThat(on.after()).isEqualTo(Duration.ofHours(8));
  }

  @Test
  void refusesWhatCannotBeNotifiedAndTellsNoSecretOfIt() {
    for (String command : List.of("sh", "/nowhere/at/all", "/bin/sh -c x", "-x", "/etc/passwd")) {
      refuses(Map.of("HESONOTIFY_COMMAND", command), "$HESONOTIFY_COMMAND is \"");
    }
    for (String webhook :
        List.of("s3cret", "ftp://x/s3cret", "https:///s3cret", "http://[s3cret")) {
      assertThatExceptionOfType(CannotStart.class)
          .isThrownBy(() -> with(Map.of("HESONOTIFY_WEBHOOK", webhook)))
          .withMessageContaining("$HESONOTIFY_WEBHOOK is no address")
          .withMessageNotContaining("s3cret");
    }
    for (String after : List.of("1", "soon", "-PT1H", "P1M")) {
      refuses(Map.of("HESONOTIFY_AFTER", after), "$HESONOTIFY_AFTER is \"");
    }
  }

  @Test
  void ignoresARelativeStateFolder() throws CannotStart {
    assertThat(with(Map.of("XDG_STATE_HOME", "state")).stateFolder())
        .isEqualTo(home.resolve(".local/state/hesokuri"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999999999", "-1", "80x", "8 0", "٨٠", "\n"})
  void refusesWhatIsNoPort(String port) {
    refuses(Map.of("HESOPORT", port), "$HESOPORT is \"");
  }

  @ParameterizedTest
  @CsvSource({"-oProxyCommand=x", "a/b", "x_hesokr_y", "fe80::1", "'a b'"})
  void refusesWhatIsNoIdentity(String identity) {
    refuses(Map.of("HESOHOST", identity), "$HESOHOST is no identity");
  }

  @Test
  void refusesAHomeThatIsNotThere() {
    refuses(Map.of("HOME", ""), "$HOME is not set");
    refuses(Map.of("HOME", "home"), "$HOME is \"home\", which is not absolute");
    refuses(Map.of("HOME", home + "/none"), "where no folder is");
  }

  @Test
  void shortensThePausesForTests() throws CannotStart {
    properties.setProperty("hesokuri.retry-period", "PT5S");

    assertThat(with(Map.of()).times().retryPeriod()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "PT0S", "PT-5S"})
  void refusesWhatIsNoPause(String pause) {
    properties.setProperty("hesokuri.first-pause", pause);

    refuses(Map.of(), "the property hesokuri.first-pause is \"" + pause + "\"");
  }

  private DaemonSettings with(Map<String, String> variables) throws CannotStart {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
    environment.putAll(variables);
    return DaemonSettings.of(environment, properties);
  }

  private void refuses(Map<String, String> variables, String sentence) {
    assertThatExceptionOfType(CannotStart.class)
        .isThrownBy(() -> with(variables))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }
}
