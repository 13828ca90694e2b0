package org.hesokuri.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher of the packages sets for Java, seen by something in Java's place. */
@EnabledOnOs(OS.LINUX)
final class LauncherTest {

  @TempDir private Path java;

  @BeforeEach
  void standIn() throws IOException {
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    Path program = Files.createDirectory(java.resolve("bin")).resolve("java");
    Files.writeString(program, "#!/bin/sh\necho \"${LC_ALL-unset} ${LANG-unset}\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private String locale(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "../packaging/src/launcher/hesokuri", "run")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", java.toString()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  @Test
  void setsALocaleInWhichAllNamesCanBeReadWhereNoneIsSet() throws Exception {
    assertThat(locale(Map.of())).isEqualTo("C.UTF-8 unset");
  }

  @ParameterizedTest
  @CsvSource({
    "LC_ALL, C, C.UTF-8 unset",
    "LANG, POSIX, C.UTF-8 POSIX",
    // Not on this machine, as after a login from one that has it.
    "LANG, xx_YY.UTF-8, C.UTF-8 xx_YY.UTF-8",
    // The user's own stay.
    "LC_ALL, C.UTF-8, C.UTF-8 unset",
    "LANG, C.UTF-8, unset C.UTF-8"
  })
  void setsItOnlyWhereTheUsersOwnIsOfNoUse(String variable, String value, String seen)
      throws Exception {
    assertThat(locale(Map.of(variable, value))).isEqualTo(seen);
  }
}
