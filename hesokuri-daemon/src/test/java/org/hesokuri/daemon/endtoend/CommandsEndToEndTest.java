package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.Ports;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users ask on the command line, through the real jar, of daemons that run. */
final class CommandsEndToEndTest {

  @RegisterExtension
  static final Network NETWORK =
      Network.of("ant", "bee").impatient().sources("calm", "forked", "lost").liveEdit("moving");

  private String printed = "";

  @BeforeAll
  static void start() {
    NETWORK.bornEverywhere();
    NETWORK.startAll();
  }

  private int run(Map<String, String> environment, String... arguments) throws IOException {
    Path log = Files.createTempFile("hesokuri-command", ".log");
    try (DaemonProcess process = DaemonProcess.start(environment, List.of(), log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  private int onAnt(String... arguments) throws IOException {
    return run(environment(NETWORK.host("ant").home()), arguments);
  }

  private static Map<String, String> environment(Path home) {
    Map<String, String> environment = new TreeMap<>(TestGit.environment(home));
    environment.put("HESOHOST", "ant");
    return environment;
  }

  private void awaitStatus(int code, String source) {
    Await.until(
        () -> "status of " + source + " ends with " + code + ": " + printed,
        () -> onAnt("status", source) == code);
  }

  @Test
  void saysThatAllIsSafeAndWhatIsNot() throws IOException {
    Host ant = NETWORK.host("ant");
    Host bee = NETWORK.host("bee");
    awaitStatus(0, "calm");
    assertThat(printed).startsWith("1 branch of 1 source: every one is on every peer.");
    ant.git("forked").commit("file", "here\n");
    bee.git("forked").commit("file", "there\n");
    awaitStatus(0, "calm");
    awaitStatus(0, "moving");
    assertThat(onAnt("status", "calm", "--json")).isZero();
    assertThat(printed)
        .startsWith(
            "{\"calm\":true,\"sentence\":\"1 branch of 1 source: every one is on every peer.\"");
    assertThat(onAnt("status", "no-such-source")).isEqualTo(2);
    assertThat(printed).contains("no source whose path contains \"no-such-source\"");
    assertThat(onAnt("status", "no-such-source", "--json")).isEqualTo(2);
    assertThat(printed).contains("{\"error\":\"this machine holds no source whose path");
  }

  @Test
  void showsWhatHasGoneTwoWaysWithCommandsThatSettleIt() throws Exception {
    Host ant = NETWORK.host("ant");
    Host bee = NETWORK.host("bee");
    ant.stop();
    ant.git("moving").commit("mine", "here\n");
    bee.git("moving").commit("theirs", "there\n");
    ant.start();
    ant.awaitDump("diverged");
    assertThat(onAnt("diverged")).isZero();
    assertThat(printed).contains("main_hesokr_bee", "log --oneline --graph --left-right");
    assertThat(onAnt("diverged", "--json")).isZero();
    assertThat(printed)
        .contains("\"branch\":\"main\",\"copy\":\"main_hesokr_bee\"", "\"settle\":\"git -C");
    assertThat(onAnt("diverged")).isZero();
    String settle =
        printed
            .lines()
            .filter(line -> line.contains("to settle it"))
            .filter(line -> line.contains("/moving "))
            .map(line -> line.substring(line.indexOf("git -C")))
            .findFirst()
            .orElseThrow();
    ProcessBuilder user =
        new ProcessBuilder("sh", "-c", settle.replace(" merge ", " merge --no-edit "))
            .redirectErrorStream(true);
    // Whoever runs the tests need not have told git who they are.
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      user.environment().put("GIT_" + who + "_NAME", "A user");
      user.environment().put("GIT_" + who + "_EMAIL", "user@example.org");
    }
    Process shell = user.start();
    String said = new String(shell.getInputStream().readAllBytes());
    assertThat(shell.waitFor()).as(said).isZero();
    bee.awaitCheckout("moving", ant.git("moving").hash("main"));
    assertThat(onAnt("diverged")).isZero();
    assertThat(printed).doesNotContain("/moving");
  }

  @Test
  void listsWhatWasDisplacedAndGivesItBack() throws IOException {
    Host ant = NETWORK.host("ant");
    Host bee = NETWORK.host("bee");
    TestGit git = bee.git("lost");
    String first = git.commit("file", "precious\n");
    ant.awaitTip("lost", bee.copy("main"), first);
    git.run("reset", "-q", "--hard", "HEAD~1");
    String second = git.commit("file", "other\n");
    ant.awaitTip("lost", bee.copy("main"), second);
    Path path = ant.path("lost");
    assertThat(onAnt("kept", path.toString())).isZero();
    assertThat(printed).contains(first.substring(0, 10), bee.copy("main"), "Change file");
    assertThat(onAnt("kept", path.toString(), "--json")).isZero();
    assertThat(printed)
        .startsWith("[{\"repository\":\"" + path + "\"")
        .contains("\"tip\":\"" + first + "\",\"keptForSeconds\":", "\"subject\":\"Change file\"");
    assertThat(onAnt("kept")).isZero();
    assertThat(printed).contains(path + ": kept are", ant.path("calm") + ": nothing is kept");
    assertThat(onAnt("restore", path.toString(), first.substring(0, 10), "rescued")).isZero();
    assertThat(ant.tip("lost", "rescued")).isEqualTo(first);
    assertThat(onAnt("restore", path.toString(), first, "rescued")).isEqualTo(1);
    assertThat(printed).contains("rescued", "choose another name");
    assertThat(onAnt("restore", path.toString(), "0123456", "other")).isEqualTo(1);
    assertThat(printed).contains("no kept tip of " + path);
    assertThat(onAnt("restore", path.toString(), first, "a..b")).isEqualTo(1);
    assertThat(printed).contains("no name for a branch");
  }

  @Test
  void pushesWhenToldAndTellsWhatHappened() throws IOException {
    assertThat(onAnt("push", "bee")).isZero();
    assertThat(printed).contains("pushing to bee");
    assertThat(onAnt("push")).isZero();
    assertThat(printed).contains("pushing to bee");
    assertThat(onAnt("push", "nobody")).isEqualTo(2);
    assertThat(printed).contains("with a peer \"nobody\"; the peers are bee");
    assertThat(onAnt("log", "-n", "0")).isEqualTo(2);
    assertThat(printed).contains("-n 0 is no number of events");
    assertThat(onAnt("log")).isZero();
    assertThat(printed).contains("configuration in force", " UTC  ");
    assertThat(onAnt("log", "-n", "1")).isZero();
    assertThat(printed.lines()).hasSize(1);
    assertThat(onAnt("log", "--json", "-n", "2")).isZero();
    assertThat(printed.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"number\":"));
  }

  @Test
  void helpsAndCompletes() throws IOException {
    assertThat(onAnt("help")).isZero();
    assertThat(printed).contains("status", "doctor", "restore", "HESOCFG");
    assertThat(onAnt("help", "restore")).isZero();
    assertThat(printed).contains("HASH", "A branch that is there is left alone.");
    assertThat(onAnt("generate-completion")).isZero();
    assertThat(printed).startsWith("#!/usr/bin/env bash").contains("doctor");
    assertThat(onAnt("no-such-command")).isEqualTo(2);
    assertThat(printed)
        .startsWith("hesokuri: there is no command \"no-such-command\"; ")
        .endsWith("? See hesokuri help\n");
    assertThat(onAnt("help", "nothing")).isEqualTo(2);
    assertThat(printed)
        .startsWith("hesokuri: there is no command \"nothing\"; ")
        .endsWith("? See hesokuri help\n");
    assertThat(onAnt("service", "no-such-command")).isEqualTo(2);
    assertThat(printed).startsWith("hesokuri service: there is no command \"no-such-command\"; ");
    assertThat(onAnt("check", "--bogus")).isEqualTo(2);
    assertThat(printed)
        .isEqualTo("hesokuri check: there is no option \"--bogus\"; see hesokuri help check\n");
    assertThat(onAnt("restore", "a")).isEqualTo(2);
    assertThat(printed).startsWith("hesokuri restore: HASH is missing; see ");
    assertThat(onAnt("add", "a", "--peer")).isEqualTo(2);
    assertThat(printed).startsWith("hesokuri add: --peer lacks its NAME[:PATH]; see ");
    assertThat(onAnt("log", "-n", "abc")).isEqualTo(2);
    assertThat(printed).startsWith("hesokuri log: -n cannot be \"abc\"; see ");
    assertThat(onAnt("check", "a", "b")).isEqualTo(2);
    assertThat(printed).startsWith("hesokuri check: \"b\" is more than it takes; see ");
  }

  @Test
  void saysThatNoDaemonRuns() throws IOException {
    Path home = Files.createTempDirectory("hesokuri-home");
    assertThat(run(environment(home), "status")).isEqualTo(3);
    assertThat(printed).startsWith("hesokuri: no daemon runs");
    assertThat(run(environment(home), "log", "--json")).isEqualTo(3);
    assertThat(printed).contains("{\"error\":\"no daemon runs");
    Files.delete(home);
  }

  @Test
  void saysThatWhatAnswersIsNoDaemon() throws IOException {
    Path home = Files.createTempDirectory("hesokuri-home");
    Path port = home.resolve(".local/state/hesokuri/port");
    Files.createDirectories(port.getParent());
    Files.writeString(port, "nonsense\n");
    assertThat(run(environment(home), "status")).isEqualTo(3);
    assertThat(printed).startsWith("hesokuri: " + port + " holds no port of a daemon; start it");
    Files.writeString(port, Ports.reserve() + "\n");
    assertThat(run(environment(home), "push")).isEqualTo(3);
    assertThat(printed).contains("no daemon answers at", "start it again").doesNotContain("java.");
    HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    byte[] page = "<html>Not here</html>".getBytes(StandardCharsets.UTF_8);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    try {
      Files.writeString(port, other.getAddress().getPort() + "\n");
      assertThat(run(environment(home), "diverged")).isEqualTo(3);
      assertThat(printed).contains("another program answers at").doesNotContain("java.");
    } finally {
      other.stop(0);
    }
    Network.delete(home);
  }
}
