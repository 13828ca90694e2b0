package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hesokuri check}, through the real jar. */
final class CheckEndToEndTest {

  @TempDir private Path folder;
  private Path home;
  private static final String ESCAPE = "\u001b";
  private static final String GREEN = ESCAPE + "[32m";
  private static final String RED = ESCAPE + "[1;31m";

  private String printed = "";

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
  }

  private int check(String... more) throws IOException {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "check";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return run(false, Map.of(), arguments);
  }

  private int run(boolean onTerminal, Map<String, String> also, String... arguments)
      throws IOException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("HOME", home.toString());
    environment.put("HESOHOST", "laptop");
    environment.put("PATH", System.getenv("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(also);
    Path log = Files.createTempFile(folder, "check", ".log");
    try (DaemonProcess process =
        onTerminal
            ? DaemonProcess.onTerminal("", environment, List.of(), log, arguments)
            : DaemonProcess.start(environment, List.of(), log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    }
  }

  @Test
  void saysWhatAValidFileMeansForThisMachine() throws IOException {
    Files.writeString(
        home.resolve(".hesocfg"),
        """
        [{:host-to-path {"laptop" "~/code/project" "desk" "/srv/project"}
          :live-edit-branches {:except #{"private"}}
          :unwanted-branches #{"junk"}}
         {"desk" "/srv/other" "nas" "/srv/other"}]
        """);
    assertThat(check()).isZero();
    assertThat(printed)
        .contains("is valid. This machine is laptop; 1 of 2 sources are here:")
        .contains(
            home.resolve("code/project")
                + " with desk; live-edit: all but private; unwanted branches: 1;"
                + " displaced tips are kept for 90 days");
    assertThat(home).isDirectoryNotContaining(path -> path.endsWith(".local"));
  }

  @Test
  void tellsEverythingThatIsWrongWithItsPlace() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("other.edn"),
            """
            [{:host-to-path {"laptop" "code"}}
             {:live-edit-branches {:only "main"}}]
            """);
    assertThat(check(file.toString(), "--json")).isEqualTo(1);
    assertThat(printed).startsWith("{\"valid\":false,\"lines\":[\"");
    assertThat(check(file.toString())).isEqualTo(1);
    assertThat(printed.lines()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(printed).contains(file + ": line 1, column ", file + ": line 2, column ");
  }

  @Test
  void doesNotCallHalfAnAnswerAnAnswer() throws Exception {
    Files.writeString(home.resolve(".hesocfg"), "[{\"laptop\" \"/a\"}]");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path jar = Path.of(System.getProperty("hesokuri.jar", "target/hesokuri.jar"));
    ProcessBuilder config = new ProcessBuilder(java, "-jar", jar.toString(), "config");
    config.environment().put("HOME", home.toString());
    config.redirectOutput(Path.of("/dev/full").toFile());
    Process process = config.start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).as("only who looks for a file is told").isEmpty();
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    assertThat(check()).isEqualTo(1);
    assertThat(printed)
        .isEqualTo(
            "the configuration \""
                + home.resolve(".hesocfg")
                + "\" is not there; hesokuri init writes a first one, or name another file in"
                + " $HESOCFG\n");
  }

  @Test
  void isToldByOtherCommandsALineForEachMistake() throws IOException {
    Files.writeString(home.resolve(".hesocfg"), "[{\"laptop\" \"a\"}\n {\"laptop\" 3}]");
    assertThat(run(false, Map.of(), "doctor")).isEqualTo(1);
    assertThat(printed.lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("hesokuri: " + home.resolve(".hesocfg") + ": line "));
  }

  @Test
  void saysThatTheFileDoesNotNameThisMachine() throws IOException {
    Files.writeString(home.resolve(".hesocfg"), "[{\"desk\" \"/a\" \"nas\" \"/b\"}]");
    assertThat(check()).isEqualTo(1);
    assertThat(printed).contains("laptop", "desk", "nas");
  }

  @Test
  void coloursOnATerminalThatWantsIt() throws IOException {
    Files.writeString(home.resolve(".hesocfg"), "[{\"laptop\" \"/a\"}]");
    Map<String, String> xterm = Map.of("TERM", "xterm");
    assertThat(run(true, xterm, "check")).isZero();
    assertThat(printed).startsWith(GREEN).contains("is valid.");
    assertThat(run(true, Map.of("TERM", "xterm", "NO_COLOR", "1"), "check")).isZero();
    assertThat(printed).doesNotContain(ESCAPE).contains("is valid.");
    assertThat(run(false, xterm, "check")).isZero();
    assertThat(printed).doesNotContain(ESCAPE).contains("is valid.");
    Files.writeString(home.resolve(".hesocfg"), "[{\"laptop\" \"a\"}]");
    assertThat(run(true, xterm, "check")).isEqualTo(1);
    assertThat(printed).startsWith(RED).contains("line 1, column");
  }

  @Test
  void printsTheNormalFormAndChangesNothing() throws IOException {
    String mine = "{:keep-days 7 ; mine\n :sources [{\"nas\" \"/n\" \"laptop\" \"~/n\"}]}";
    Path file = Files.writeString(home.resolve(".hesocfg"), mine);
    assertThat(run(false, Map.of(), "config")).isZero();
    assertThat(printed)
        .isEqualTo(
            """
            [{:host-to-path {"laptop" "~/n"
                             "nas" "/n"}
              :live-edit-branches {:only #{"hesokuri"}}
              :keep-days 7}]
            """);
    assertThat(file).hasContent(mine);
    Path wrong = Files.writeString(folder.resolve("wrong.edn"), "[{}");
    assertThat(run(false, Map.of(), "config", wrong.toString())).isEqualTo(1);
    assertThat(printed).contains(wrong + ": line 1, column ");
  }
}
