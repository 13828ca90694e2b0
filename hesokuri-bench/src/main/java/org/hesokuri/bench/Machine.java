package org.hesokuri.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hesokuri.git.testing.Ports;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.hesokuri.git.testing.TestGit;

/** One machine: a home folder, an sshd, repositories, and a daemon when it is switched on. */
final class Machine implements AutoCloseable {

  private final String id;
  private final RealSshd sshd;
  private final SshUser user;
  private final Program program;
  private final Path log;
  private Optional<Daemon> daemon = Optional.empty();

  Machine(Path folder, String id, Program program) throws IOException {
    this.id = id;
    this.program = program;
    this.sshd = RealSshd.start(folder, "MaxSessions 100");
    this.user = SshUser.in(sshd.home());
    this.log = folder.resolve("daemon.log");
    TestGit.in(home(), home());
  }

  String id() {
    return id;
  }

  Path home() {
    return sshd.home();
  }

  void canReach(Machine other) throws IOException {
    user.canReach(other.id, other.sshd);
  }

  /** Where a source is. */
  Path path(String source) {
    return home().resolve("src").resolve(source);
  }

  TestGit git(String source) {
    return TestGit.in(home(), path(source));
  }

  TestGit init(String source) {
    return TestGit.init(home(), path(source));
  }

  /** Clones a source of another machine, without keeping it as a remote. */
  TestGit cloned(String source, Machine from) {
    TestGit git = git(source);
    git.run("clone", "-q", from.path(source).toString(), ".");
    git.run("remote", "remove", "origin");
    return git;
  }

  /** The file of a branch, which is there unless the branch is packed. */
  Path branchFile(String source, String branch) {
    return path(source).resolve(".git/refs/heads").resolve(branch);
  }

  /** The ssh command of C git for this machine's user: OpenSSH does not ask $HOME. */
  String sshCommand(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "ssh",
                "-F",
                user.sshFolder().resolve("config").toString(),
                "-i",
                user.key().toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "UserKnownHostsFile=" + user.knownHosts()));
    words.addAll(Arrays.asList(more));
    return String.join(" ", words);
  }

  /** One connection for all pushes, as long as the benchmark runs. */
  String sharedSshCommand() {
    return sshCommand(
        "-o",
        "ControlMaster=auto",
        "-o",
        "ControlPersist=600",
        "-o",
        "ControlPath=" + home().resolve(".ssh/c-%n"));
  }

  // The daemon

  void configure(String content) {
    try {
      Files.writeString(home().resolve(".hesocfg"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment of a daemon of this machine. */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(TestGit.environment(home()));
    environment.put("HESOHOST", id);
    environment.put("HESOPORT", Integer.toString(Ports.reserve()));
    return environment;
  }

  /** Switches the daemon on, without waiting for anything. */
  Daemon launch(String... jvmOptions) {
    daemon.ifPresent(Daemon::close);
    Daemon started = Daemon.start(program, environment(), log, jvmOptions);
    daemon = Optional.of(started);
    return started;
  }

  /** Switches the daemon on and waits until it works. */
  Daemon start(String... jvmOptions) {
    Daemon started = launch(jvmOptions);
    started.awaitReady();
    return started;
  }

  void stop() {
    daemon.ifPresent(Daemon::close);
    daemon = Optional.empty();
  }

  @Override
  public void close() {
    stop();
    sshd.close();
  }

  /** The configuration of sources that all machines hold. */
  static String configuration(List<Machine> machines, List<String> sources, String options) {
    List<String> definitions = new ArrayList<>();
    for (String source : sources) {
      definitions.add(
          machines.stream()
              .map(machine -> "\"" + machine.id + "\" \"" + machine.path(source) + "\"")
              .collect(Collectors.joining(" ", "{:host-to-path {", "} " + options + "}")));
    }
    return definitions.stream().collect(Collectors.joining("\n ", "[", "]\n"));
  }
}
