package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each line that docs/api.md tells programs to run, run against a daemon. */
final class ApiDocsEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  /** What curl ends with when its time is over, as a stream of events has no end. */
  private static final int TIME_IS_OVER = 28;

  @RegisterExtension static final Network network = Network.of(ALPHA, BETA).sources("good");

  private final Host alpha = network.host(ALPHA);

  @BeforeAll
  static void start() {
    network.bornOn(ALPHA);
    network.startAll();
  }

  @Test
  void tellsProgramsLinesThatWork() throws Exception {
    List<String> lines =
        BLOCK
            .matcher(Files.readString(Path.of("..", "docs", "api.md")))
            .results()
            .flatMap(block -> block.group(1).lines())
            .filter(line -> !line.isBlank())
            .toList();
    List<String> asking = lines.stream().filter(line -> line.startsWith("curl ")).toList();
    assertThat(asking).hasSizeGreaterThanOrEqualTo(10);
    List<String> setting = lines.stream().filter(line -> !line.startsWith("curl ")).toList();
    String begin = String.join("\n", setting) + "\n";
    network.host(BETA).awaitTip("good", alpha.copy("main"), alpha.tip("good", "main"));

    String source = first("\"id\":\"([0-9a-f]{12})\"", ask(begin + "curl -sf \"$api/sources\""));
    String last = first("\"lastEvent\":\"([^\"]+)\"", ask(begin + "curl -sf \"$api/state\""));
    String known = "source=" + source + " peer=" + BETA + " last=" + last + "\n" + begin;
    for (String line : asking) {
      assertThat(ask(known + line)).as(line).isNotBlank();
    }
    assertThat(alpha.logText()).doesNotContain(Files.readString(stateFolder().resolve("token")));
  }

  @Test
  void tellsWhereItServesForAsLongAsItDoes() throws Exception {
    assertThat(stateFolder().resolve("port")).hasContent(Integer.toString(alpha.port()));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(stateFolder().resolve("token"))))
        .isEqualTo("rw-------");
  }

  private Path stateFolder() {
    return alpha.home().resolve(".local").resolve("state").resolve("hesokuri");
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  private String ask(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(TestGit.environment(alpha.home()));
    Process shell = builder.start();
    shell.getOutputStream().close();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(shell.exitValue())
        .as("%s: %s", script, answer)
        .isIn(script.contains("--max-time") ? List.of(TIME_IS_OVER) : List.of(0));
    return answer;
  }
}
