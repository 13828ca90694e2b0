package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code hesokuri doctor} before faults that are made on purpose: it names each, and what it says
 * mends it. No daemon runs.
 */
final class DoctorEndToEndTest {

  @RegisterExtension static final Network NETWORK = Network.of("ant", "bee").sources("s");

  private final Map<String, String> environment = new TreeMap<>();
  private Host ant;
  private Host bee;
  private String printed = "";

  @BeforeEach
  void makeEverythingWell() {
    ant = NETWORK.host("ant");
    bee = NETWORK.host("bee");
    environment.putAll(TestGit.environment(ant.home()));
    environment.put("HESOHOST", "ant");
    if (!Files.isDirectory(ant.path("s"))) {
      NETWORK.bornEverywhere();
    }
  }

  private int examine(String... more) throws IOException {
    String[] arguments = Stream.concat(Stream.of("doctor"), Stream.of(more)).toArray(String[]::new);
    Path log = Files.createTempFile("hesokuri-doctor", ".log");
    try (DaemonProcess process = DaemonProcess.start(environment, List.of(), log, arguments)) {
      int code = process.awaitEnd();
      printed = process.log();
      return code;
    } finally {
      Files.delete(log);
    }
  }

  private void assertWell() throws IOException {
    assertThat(examine()).as(printed).isZero();
    assertThat(printed)
        .contains("ok    ", "bee answers", "bee has git 2.", "bee has the same time")
        .doesNotContain("ILL");
  }

  private void assertIll(String... said) throws IOException {
    assertThat(examine()).as(printed).isEqualTo(1);
    assertThat(printed).contains("ILL   ").contains(said).doesNotContain("\tat ");
  }

  @Test
  void saysItToPrograms() throws IOException {
    assertThat(examine("--json")).isZero();
    assertThat(printed).startsWith("[{\"healthy\":true,\"text\":\"").doesNotContain("false");
  }

  @Test
  void findsNothingWrongWhereNothingIs() throws IOException {
    assertWell();
  }

  @Test
  void findsASshServerThatIsOff() throws IOException {
    bee.sshd().stop();
    assertIll("refused the connection; is its ssh server running?");
    bee.sshd().startAgain();
    assertWell();
  }

  @Test
  void findsAHostKeyThatWasNeverAccepted() throws IOException {
    Path known = ant.user().knownHosts();
    String before = Files.readString(known);
    Files.writeString(known, "");
    assertIll("is not in ~/.ssh/known_hosts; run `ssh ", "once by hand and accept");
    Files.writeString(known, before);
    assertWell();
  }

  @Test
  void findsAHostKeyThatChanged() throws IOException {
    Path known = ant.user().knownHosts();
    bee.sshd().stop();
    bee.sshd().replaceHostKey();
    bee.sshd().startAgain();
    assertIll("is not the one in ~/.ssh/known_hosts", "ssh-keygen -R '");
    String mend = printed.substring(printed.indexOf("ssh-keygen -R '"));
    String host = mend.substring("ssh-keygen -R '".length()).split("'")[0];
    assertThat(Files.readString(known)).contains(host);
    Files.writeString(
        known,
        Files.readString(known)
                .lines()
                .filter(line -> !line.startsWith(host + " "))
                .map(line -> line + "\n")
                .reduce("", String::concat)
            + bee.sshd().knownHostsLine()
            + "\n");
    assertWell();
  }

  @Test
  void findsALoginThatIsRefused() throws IOException {
    Path keys = bee.home().resolveSibling("authorized_keys");
    String before = Files.readString(keys);
    Files.writeString(keys, "");
    assertIll("accepts none of your keys", "true` works without asking for anything");
    Files.writeString(keys, before);
    assertWell();
  }

  @Test
  void findsANameThatLeadsNowhere() throws IOException {
    Path config = ant.user().sshFolder().resolve("config");
    String before = Files.readString(config);
    Files.writeString(
        config, before.replace("HostName 127.0.0.1", "HostName no-such-host.invalid"));
    assertIll("does not resolve to an address");
    Files.writeString(config, before);
    assertWell();
  }

  @Test
  void findsARepositoryThatIsMissingOnThePeer() throws IOException {
    Path moved = bee.path("elsewhere");
    Files.move(bee.path("s"), moved);
    assertIll("git cannot open a repository at", "create it, or mend its path");
    Files.move(moved, bee.path("s"));
    assertWell();
  }

  @Test
  void findsARepositoryThatIsMissingHere() throws IOException {
    Path moved = ant.path("elsewhere");
    Files.move(ant.path("s"), moved);
    assertIll("nothing is there yet");
    Files.move(moved, ant.path("s"));
    assertWell();
  }

  @Test
  void findsARepositoryOfAKindThatWouldBeMisread() throws IOException {
    Path config = ant.path("s").resolve(".git/config");
    String before = Files.readString(config);
    Files.writeString(
        config,
        before.replaceAll("repositoryformatversion = \\d", "repositoryformatversion = 1")
            + "[extensions]\n\tnoSuchThing = true\n");
    assertIll("it needs the unknown extension noSuchThing");
    Files.writeString(config, before);
    assertWell();
  }

  @Test
  void findsACheckoutThatIsInTheMiddleOfSomething() throws IOException {
    TestGit git = ant.git("s");
    git.run("bisect", "start");
    assertIll("what is checked out there stays until that is ended");
    git.run("bisect", "reset");
    assertWell();
  }

  @Test
  void findsThatGitIsNotOnThePath() throws IOException {
    String before = environment.put("PATH", "/nowhere");
    assertIll("there is no program git on the PATH", "apt install git");
    environment.put("PATH", before);
    assertWell();
  }

  @Test
  void findsADamagedBranch() throws IOException {
    Path branch = ant.path("s").resolve(".git/refs/heads/broken");
    Files.writeString(branch, "nonsense\n");
    assertIll("broken");
    Files.delete(branch);
    assertWell();
  }

  @Test
  void tellsWhatIsWrongWithTheConfigurationFirst() throws IOException {
    String before = Files.readString(ant.configuration());
    ant.configure("[{:host-to-path {\"ant\" \"relative\"}}]");
    assertThat(examine()).isEqualTo(1);
    assertThat(printed).contains(".hesocfg: line 1, column ");
    ant.configure(before);
    assertWell();
  }
}
