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
 * mends it. No daemon runs. Each fault has machines of its own.
 */
final class DoctorEndToEndTest {

  @RegisterExtension final Network network = Network.of("ant", "bee").liveEdit("s");

  private final Map<String, String> environment = new TreeMap<>();
  private Host ant;
  private Host bee;
  private String printed = "";

  @BeforeEach
  void makeEverythingWell() {
    ant = network.host("ant");
    bee = network.host("bee");
    environment.putAll(TestGit.environment(ant.home()));
    environment.put("HESOHOST", "ant");
    network.bornEverywhere();
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

  /**
   * Has the user of the ant type what was printed to mend it.
   *
   * @param filledIn what the user puts for ADDRESS
   */
  private void mendAsPrinted(String filledIn) throws IOException {
    type(printedMend().replace("ADDRESS", filledIn));
  }

  private String printedMend() {
    return printed
        .lines()
        .filter(line -> line.startsWith("      mend it: "))
        .map(line -> line.substring("      mend it: ".length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is said that mends it: " + printed));
  }

  private void type(String line) throws IOException {
    shell().type(line);
  }

  private UserShell shell() throws IOException {
    return UserShell.of(ant, bee, environment);
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
    assertIll("refused the connection; is its ssh server running?", "   # on bee");
    // The shell of somebody who sits at the bee. The package manager has nothing to do, and what
    // systemd is told to start is started by the test.
    UserShell there = UserShell.of(bee, ant, TestGit.environment(bee.home()));
    Path installed = bee.home().resolve("installed");
    Path started = bee.home().resolve("started");
    there.standIn("apt-get", "install -y openssh-server", "touch " + installed);
    there.standIn("systemctl", "enable --now ssh", "test -e " + installed + " && touch " + started);
    there.type(printedMend());
    assertThat(started).exists();
    bee.sshd().startAgain();
    assertWell();
    Network.delete(there.programs());
  }

  @Test
  void findsAHostKeyThatWasNeverAccepted() throws IOException {
    Files.writeString(ant.user().knownHosts(), "");
    assertIll("is not in ~/.ssh/known_hosts; run `ssh ", "once by hand and accept");
    mendAsPrinted("");
    assertWell();
  }

  @Test
  void findsAHostKeyThatChanged() throws IOException {
    bee.sshd().stop();
    bee.sshd().replaceHostKey();
    bee.sshd().startAgain();
    assertIll("is not the one in ~/.ssh/known_hosts", "mend it: ssh-keygen -R '[127.0.0.1]:");
    mendAsPrinted("");
    assertWell();
  }

  @Test
  void findsALoginThatIsRefused() throws IOException {
    Files.writeString(UserShell.keys(bee), "");
    assertIll("accepts none of your keys", "mend it: ssh-copy-id bee");
    mendAsPrinted("");
    assertWell();
  }

  @Test
  void findsANameThatLeadsNowhere() throws IOException {
    Path config = ant.user().sshFolder().resolve("config");
    String before = Files.readString(config);
    Files.writeString(
        config, before.replace("HostName 127.0.0.1", "HostName no-such-host.invalid"));
    assertIll("does not resolve to an address", "# with the address of bee in place of ADDRESS");
    mendAsPrinted("127.0.0.1");
    assertWell();
    Files.writeString(config, before);
  }

  @Test
  void findsARepositoryThatIsMissingOnThePeer() throws IOException {
    Path moved = bee.path("elsewhere");
    Files.move(bee.path("s"), moved);
    assertIll("git cannot open a repository at", "create it, or mend its path");
    mendAsPrinted("");
    assertWell();
    Network.delete(bee.path("s"));
    Files.move(moved, bee.path("s"));
  }

  @Test
  void findsARepositoryThatIsMissingHere() throws IOException {
    Path moved = ant.path("elsewhere");
    Files.move(ant.path("s"), moved);
    assertIll("nothing is there yet");
    mendAsPrinted("");
    assertWell();
    Network.delete(ant.path("s"));
    assertIllOfGone(moved);
  }

  @Test
  void findsThatGitIsMissingOnThePeer() throws IOException {
    UserShell there = UserShell.ofLogins(bee, ant, name -> name.startsWith("git"));
    // In place of a package manager that fetches and unpacks it.
    there.standIn(
        "apt-get", "install -y git", "ln -s /usr/bin/git /usr/bin/git-* " + there.programs());
    assertIll("bee", "has no git-receive-pack", "install git there");
    mendAsPrinted("");
    assertWell();
    there.endOfLogins(bee, ant);
  }

  @Test
  void findsAClockThatIsWrong() throws IOException {
    UserShell there = UserShell.ofLogins(bee, ant, name -> false);
    Path wrong = Files.createFile(bee.home().resolve("clock-is-wrong"));
    // In place of a clock that may not be set here: of the machine, and of what would set it.
    there.replace(
        "date",
        "if test -e " + wrong + "; then set -- -d '2 minutes' \"$@\"; fi; /bin/date \"$@\"");
    there.standIn("timedatectl", "set-ntp true", "rm " + wrong);
    assertIll("bee is 1", " seconds ahead of this machine", "times in logs and commits do not");
    mendAsPrinted("");
    assertWell();
    there.endOfLogins(bee, ant);
  }

  /** What a disk brings that is mounted. */
  private void assertIllOfGone(Path disk) throws IOException {
    Path memory = ant.home().resolve(".local/state/hesokuri/repositories");
    Files.createDirectories(memory.getParent());
    Files.writeString(memory, ant.path("s") + "\n");
    assertIll("a repository was here before and is gone", "mount its disk");
    shell().standIn("mount", "-a", "mv " + disk + " " + ant.path("s"));
    mendAsPrinted("");
    assertWell();
    Network.delete(memory);
  }

  @Test
  void findsChangesThatAnAdvanceWaitsFor() throws IOException {
    TestGit git = ant.git("s");
    git.run("checkout", "-q", "-b", "main_hesokr_bee");
    git.commit("later", "of the bee\n");
    git.run("checkout", "-q", "main");
    assertWell();
    git.write("notes", "not tracked, and not in the way\n");
    assertWell();
    git.write("later", "not committed\n");
    assertIll("main: it waits to move to main_hesokr_bee", "not committed: later;");
    mendAsPrinted("");
    assertWell();
    git.run("stash", "pop");
    git.run("clean", "-q", "-f", "later");
    git.run("add", "notes");
    git.run("commit", "-q", "-m", "Notes");
    assertIll("main: it and main_hesokr_bee have gone two ways");
    mendAsPrinted("");
    assertWell();
    git.run("branch", "-D", "main_hesokr_bee");
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
    mendAsPrinted("");
    assertWell();
  }

  @Test
  void findsThatGitIsNotOnThePath() throws IOException {
    Path path = Files.createDirectories(ant.home().resolve("path"));
    String before = environment.put("PATH", path.toString());
    assertIll("there is no program git on the PATH");
    // In place of a package manager that fetches and unpacks it.
    shell().standIn("apt-get", "install -y git", "ln -s /usr/bin/git " + path);
    mendAsPrinted("");
    assertWell();
    environment.put("PATH", before);
  }

  @Test
  void findsADaemonThatWasKilled() throws IOException {
    ant.start().kill();
    assertIll("no daemon answers at ", "it was killed, so start it again");
    Path started = ant.home().resolve("started-again");
    // The daemon itself would stay in the foreground of this shell.
    shell().standIn("hesokuri", "", "touch " + started);
    mendAsPrinted("");
    assertThat(started).exists();
    ant.start();
    assertWell();
    assertThat(printed).contains("the daemon answers at ");
    ant.stop();
  }

  @Test
  void findsADamagedBranch() throws IOException {
    Path branch = ant.path("s").resolve(".git/refs/heads/broken");
    Files.writeString(branch, "nonsense\n");
    assertIll("broken");
    mendAsPrinted("");
    assertThat(branch).doesNotExist();
    assertThat(ant.path("s").resolve(".git/broken-broken")).hasContent("nonsense\n");
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
