package org.hesokuri.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hesokuri service} writes, runs and leaves alone. */
final class ServiceCommandTest {

  @TempDir private Path folder;
  private Path home;
  private Path root;
  private Path unit;
  private final Map<String, String> environment = new TreeMap<>();
  private final Properties properties = new Properties();
  private final List<String> said = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectories(root.resolve("run/systemd/system"));
    unit = home.resolve(".config/systemd/user/hesokuri.service");
    environment.put("HOME", home.toString());
    environment.put("PATH", "/opt/bin:/bin");
    properties.put("os.name", "Linux");
    properties.put("java.home", "/opt/java 17");
    properties.put(Launch.LAUNCHER_PROPERTY, "/opt/100% $me/bin/hesokuri");
  }

  private ServiceCommand command() {
    return new ServiceCommand(
        environment, properties, said::add, root, words -> ran.add(String.join(" ", words)));
  }

  @Test
  void startsThisLauncherWithThisJavaThroughSystemd() throws Exception {
    environment.put("HESOPORT", "8081");
    environment.put("HESOCFG", "/srv/a \"b\".edn");
    environment.put("HESONOTIFY_WEBHOOK", "https://example.org/secret");
    command().install(false);
    assertThat(Files.readString(unit))
        .startsWith("# Written by \"hesokuri service install\"")
        .contains(
            "\nEnvironment=\"HESOCFG=/srv/a \\\"b\\\".edn\"\n",
            "\nEnvironment=\"HESOPORT=8081\"\n",
            "\nEnvironment=\"JAVA_HOME=/opt/java 17\"\n",
            "\nExecStart=\"/opt/100%% $$me/bin/hesokuri\" \"run\"\n",
            "\nRestart=on-failure\n")
        .doesNotContain("secret", "[[", "ProtectHome");
    assertThat(ran)
        .containsExactly(
            "systemctl --user daemon-reload", "systemctl --user enable --now hesokuri.service");
    assertThat(said).contains("write " + unit).anyMatch(line -> line.contains("enable-linger"));
  }

  @Test
  void restartsWhatRunsWhenItReplacesItsOwnUnit() throws Exception {
    command().install(false);
    ran.clear();
    command().install(false);
    assertThat(ran).last().isEqualTo("systemctl --user restart hesokuri.service");
  }

  @Test
  void showsEverythingAndDoesNothingWhenAskedToPrint() throws Exception {
    Files.delete(root.resolve("run/systemd/system"));
    command().install(true);
    assertThat(unit).doesNotExist();
    assertThat(ran).isEmpty();
    assertThat(said)
        .contains(
            "write " + unit,
            "run   systemctl --user enable --now hesokuri.service",
            "ExecStart=\"/opt/100%% $$me/bin/hesokuri\" \"run\"");
  }

  @Test
  void neverTouchesAUnitOfSomebodyElse() throws Exception {
    Files.createDirectories(unit.getParent());
    Files.writeString(unit, "[Service]\nExecStart=/bin/true\n");
    assertThatThrownBy(() -> command().install(false))
        .isInstanceOf(CannotInstall.class)
        .hasMessageContaining(unit.toString())
        .hasMessageContaining("stays as it is");
    assertThatThrownBy(() -> command().uninstall(false)).isInstanceOf(CannotInstall.class);
    assertThat(Files.readString(unit)).isEqualTo("[Service]\nExecStart=/bin/true\n");
    assertThat(ran).isEmpty();
  }

  @Test
  void neverWritesThroughALinkToElsewhere() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "# " + Template.MARK + "\n");
    Files.createDirectories(unit.getParent());
    Files.createSymbolicLink(unit, elsewhere);
    assertThatThrownBy(() -> command().install(false)).isInstanceOf(CannotInstall.class);
    assertThat(elsewhere).hasContent("# " + Template.MARK);
  }

  @Test
  void removesWhatItWroteAndNothingElse() throws Exception {
    command().install(false);
    ran.clear();
    command().uninstall(false);
    assertThat(unit).doesNotExist();
    assertThat(ran)
        .containsExactly(
            "systemctl --user disable --now hesokuri.service", "systemctl --user daemon-reload");
    ran.clear();
    command().uninstall(false);
    assertThat(ran).isEmpty();
    assertThat(said).last().isEqualTo("No service of hesokuri's is installed for you.");
  }

  @Test
  void usesTheUnitOfThePackageThatItBelongsTo() throws Exception {
    properties.put(Launch.LAUNCHER_PROPERTY, "/usr/bin/hesokuri");
    environment.put("HESOPORT", "8081");
    Path packaged = root.resolve("usr/lib/systemd/user/hesokuri.service");
    Files.createDirectories(packaged.getParent());
    Files.writeString(packaged, "");
    command().install(false);
    assertThat(unit).doesNotExist();
    assertThat(ran).last().isEqualTo("systemctl --user enable --now hesokuri.service");
    assertThat(said).anyMatch(line -> line.startsWith("HESOPORT is set here"));
    ran.clear();
    command().uninstall(false);
    assertThat(ran).containsExactly("systemctl --user disable --now hesokuri.service");
    assertThat(packaged).exists();
  }

  @Test
  void saysWhatToDoWhereSystemdDoesNotRun() throws Exception {
    Files.delete(root.resolve("run/systemd/system"));
    assertThatThrownBy(() -> command().install(false))
        .isInstanceOf(CannotInstall.class)
        .hasMessageContaining("crontab")
        .hasMessageContaining("@reboot '/opt/100% $me/bin/hesokuri' run");
    assertThat(unit).doesNotExist();
  }

  @Test
  void startsThisLauncherThroughLaunchd() throws Exception {
    properties.put("os.name", "Mac OS X");
    properties.put(Launch.LAUNCHER_PROPERTY, "/opt/a&b/bin/hesokuri");
    command().install(false);
    Path agent = home.resolve("Library/LaunchAgents/org.hesokuri.daemon.plist");
    assertThat(Files.readString(agent))
        .startsWith("<?xml")
        .contains(
            "<string>/opt/a&amp;b/bin/hesokuri</string>\n      <string>run</string>",
            "<key>PATH</key>\n      <string>/opt/bin:/bin</string>",
            "<string>" + home + "/Library/Logs/hesokuri.log</string>")
        .doesNotContain("[[");
    assertThat(ran).singleElement().asString().matches("launchctl bootstrap gui/\\d+ " + agent);
    command().uninstall(false);
    assertThat(agent).doesNotExist();
    assertThat(ran).last().asString().matches("launchctl bootout gui/\\d+/org.hesokuri.daemon");
  }

  @Test
  void saysThatOtherSystemsHaveNeither() {
    properties.put("os.name", "Plan 9");
    assertThatThrownBy(() -> command().install(true))
        .isInstanceOf(CannotInstall.class)
        .hasMessageContaining("Plan 9");
  }

  @Test
  void refusesPathsThatWouldBeginALineOfTheirOwn() {
    environment.put("HESOCFG", "/a\nExecStartPre=/bin/evil");
    assertThatThrownBy(() -> command().install(false))
        .isInstanceOf(CannotInstall.class)
        .hasMessageContaining("cannot stand in a unit file");
    assertThat(unit).doesNotExist();
  }

  @Test
  void tellsWhatAProgramThatFailedSaid() {
    assertThatThrownBy(
            () -> Commands.asProcesses(ImmutableList.of("sh", "-c", "echo no bus >&2; exit 3")))
        .isInstanceOf(CannotInstall.class)
        .hasMessageContaining("ended with 3: no bus; log in");
    assertThatThrownBy(() -> Commands.asProcesses(ImmutableList.of("/no/such/program")))
        .isInstanceOf(CannotInstall.class)
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void startsTheJarInALocaleInWhichAllNamesCanBeRead() {
    environment.put("LANG", "de_DE.UTF-8");
    assertThat(Launch.locale(environment, properties)).contains("C.UTF-8");
    properties.put("sun.jnu.encoding", "ANSI_X3.4-1968");
    assertThat(Launch.locale(environment, properties)).contains("C.UTF-8");
    properties.put("sun.jnu.encoding", "UTF-8");
    assertThat(Launch.locale(environment, properties)).contains("de_DE.UTF-8");
    environment.put("LC_ALL", "en_GB.UTF-8");
    assertThat(Launch.locale(environment, properties)).contains("en_GB.UTF-8");
    properties.put("os.name", "Mac OS X");
    assertThat(Launch.locale(environment, properties)).isEmpty();
  }
}
