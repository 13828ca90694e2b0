package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hesokuri init}, through the real jar, of somebody who has nothing configured yet. */
final class InitEndToEndTest {

  @TempDir private Path home;
  private Path file;
  private String printed = "";

  @BeforeEach
  void nothingIsConfigured() {
    file = home.resolve(".hesocfg");
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(TestGit.environment(home));
    environment.put("HESOHOST", "ant");
    return environment;
  }

  private int run(String... arguments) throws IOException {
    Path log = Files.createTempFile("hesokuri-init", ".log");
    List<String> here = List.of("-Duser.dir=" + home);
    try (DaemonProcess process = DaemonProcess.start(environment(), here, log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  private int typed(String input, Path where, String... arguments) throws IOException {
    Path log = Files.createTempFile("hesokuri-init", ".log");
    List<String> there = List.of("-Duser.dir=" + where);
    try (DaemonProcess process =
        DaemonProcess.onTerminal(input, environment(), there, log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  private TestGit repository(String path) {
    TestGit git = TestGit.init(home, home.resolve(path));
    git.commit("file", "0\n");
    return git;
  }

  @Test
  void writesAFirstConfigurationButNeverOverOne() throws IOException {
    String code = home.resolve("code/a").toString();
    assertThat(run("init", "--peer", "desk", "--peer", "nas", code, "/srv/b")).isZero();
    assertThat(printed)
        .contains("is valid. This machine is ant; 2 of 2 sources are here")
        .contains("put the same file on desk and nas", "hesokuri doctor");
    assertThat(Files.readString(file)).contains("\"desk\" \"~/code/a\"", "\"nas\" \"/srv/b\"");
    String before = Files.readString(file);
    assertThat(run("init", "/srv/c")).isEqualTo(1);
    assertThat(printed).contains("stays as it is", "hesokuri add PATH");
    assertThat(file).hasContent(before);
  }

  @Test
  void findsRepositoriesAndAsksWhichAndWhoElseHoldsThem() throws IOException {
    repository("code/one");
    repository("code/two").run("branch", "-m", "master");
    repository("code/two/inside");
    repository(".hidden/three");
    repository("src/host/user/four");
    assertThat(typed("7\n3 2\na/b\ndesk, nas\n", home, "init")).as(printed).isZero();
    assertThat(printed)
        .contains("1  " + home + "/code/one", "2  " + home + "/code/two")
        .contains("3  " + home + "/src/host/user/four")
        .contains("\"7\" names none of these", "\"a/b\" is no name for a machine")
        .doesNotContain("inside", "hidden");
    assertThat(Files.readString(file))
        .contains("\"ant\" \"~/code/two\"", "\"nas\" \"~/src/host/user/four\"")
        .contains("{:only #{\"main\"}}", "{:only #{\"master\"}}")
        .doesNotContain("code/one");
  }

  @Test
  void takesAllThatIsFoundWithoutAQuestionIfItIsToldTo() throws IOException {
    repository("code/one");
    repository("code/two");
    assertThat(run("init", "--peer", "desk")).isEqualTo(1);
    assertThat(printed).contains("no terminal to ask on", "say --yes for all");
    assertThat(file).doesNotExist();
    assertThat(run("init", "--peer", "desk", "--yes")).as(printed).isZero();
    assertThat(Files.readString(file)).contains("~/code/one", "~/code/two");
  }

  @Test
  void takesTheRepositoryInWhichItIsRun() throws IOException {
    Path inside = Files.createDirectories(repository("code/one").folder().resolve("folder"));
    repository("code/two");
    assertThat(typed("\n\n", inside, "init")).as(printed).isZero();
    assertThat(printed).contains("No other machine holds them yet");
    assertThat(Files.readString(file)).contains("~/code/one\"").doesNotContain("code/two");
  }

  @Test
  void writesNothingThatWouldNotBeValid() throws IOException {
    Path files = Files.createDirectories(home.resolve("files"));
    Files.writeString(files.resolve("notes"), "mine\n");
    assertThat(run("init", "files")).isEqualTo(1);
    assertThat(printed).contains("holds files but no Git repository");
    assertThat(run("init", "--peer", "ant", "code/a")).isEqualTo(1);
    assertThat(printed).contains("\"ant\"", "no such configuration was written");
    assertThat(run("init", "code/a", "code/a/b")).isEqualTo(1);
    assertThat(printed).contains("no such configuration was written");
    assertThat(run("init", "--yes")).isEqualTo(1);
    assertThat(printed).contains("there is no repository in " + home, "hesokuri init PATH");
    assertThat(typed("", home, "init", "code/a")).isEqualTo(1);
    assertThat(printed).contains("no configuration was written");
    assertThat(file).doesNotExist();
  }
}
