package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The shell of the user of a machine, in which a test types what was printed. Some programs in it
 * stand in for those that change a whole machine, which a test may not do; they change that of the
 * test instead, and only if they are told what the real ones would have to be told.
 */
final class UserShell {

  private static final Path INSTALLED = Path.of("/usr/bin");

  private final Path programs;
  private final Map<String, String> environment;

  private UserShell(Path programs, Map<String, String> environment) {
    this.programs = programs;
    this.environment = new TreeMap<>(environment);
  }

  /**
   * The shell of a machine's user, whose {@code ssh} is that of the user.
   *
   * @param peer the machine that lets the user in by password, which its ssh server has no use for
   */
  static UserShell of(Host machine, Host peer, Map<String, String> environment) throws IOException {
    Path programs = Files.createDirectories(machine.home().resolve("programs"));
    UserShell shell = new UserShell(programs, environment);
    shell.environment.put("PATH", programs + ":" + System.getenv("PATH"));
    Path known = machine.user().knownHosts();
    // OpenSSH's home folder is that of the account, whatever HOME says.
    shell.program(
        "ssh",
        "exec env PATH=/usr/local/bin:/usr/bin:/bin ssh -F ~/.ssh/config -i ~/.ssh/id_ed25519"
            + " -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile="
            + known
            + " \"$@\"");
    shell.program("ssh-keygen", "exec /usr/bin/ssh-keygen -f " + known + " \"$@\"");
    shell.program("ssh-copy-id", "cat ~/.ssh/id_ed25519.pub >>" + keys(peer));
    return shell.withSudo();
  }

  /**
   * The shell in which those who log in to a machine by ssh are from now on, with all programs of
   * this machine but some.
   *
   * @param lacking which programs are not there
   */
  static UserShell ofLogins(Host machine, Host from, Predicate<String> lacking) throws IOException {
    Path programs = Files.createDirectories(machine.home().resolve("programs"));
    UserShell shell = new UserShell(programs, Map.of());
    try (Stream<Path> installed = Files.list(INSTALLED)) {
      for (Path program : installed.toList()) {
        if (!lacking.test(program.getFileName().toString())) {
          Files.createSymbolicLink(programs.resolve(program.getFileName()), program);
        }
      }
    }
    shell.withSudo();
    String key = Files.readString(Path.of(from.user().key() + ".pub"));
    String command = "exec env PATH=" + programs + " sh -c \\\"$SSH_ORIGINAL_COMMAND\\\"";
    Files.writeString(keys(machine), "command=\"" + command + "\" " + key);
    return shell;
  }

  /** Lets those who log in to the machine be in an ordinary shell again. */
  void endOfLogins(Host machine, Host from) throws IOException {
    Files.copy(
        Path.of(from.user().key() + ".pub"), keys(machine), StandardCopyOption.REPLACE_EXISTING);
    Network.delete(programs);
  }

  /**
   * Whoever runs the tests may be root: only what stands in for a program is run, never the real
   * one.
   */
  private UserShell withSudo() throws IOException {
    String program = programs + "/\"$1\"";
    return replace("sudo", "[ ! -L " + program + " ] && exec " + programs + "/\"$@\"");
  }

  /** Who may log in to a machine. */
  static Path keys(Host machine) {
    return machine.home().resolveSibling("authorized_keys");
  }

  /** Where programs are that stand in for others. */
  Path programs() {
    return programs;
  }

  /** Makes a program of one line of shell. */
  UserShell program(String name, String line) {
    try {
      Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + line + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a program in place of a link to this machine's. */
  UserShell replace(String name, String line) throws IOException {
    Files.deleteIfExists(programs.resolve(name));
    return program(name, line);
  }

  /** Makes a program that does the line if it is told these words, and otherwise fails. */
  UserShell standIn(String name, String words, String line) throws IOException {
    return replace(
        name,
        "[ \"$*\" = '" + words + "' ] || { echo \"what is " + name + " $*?\"; exit 1; }; " + line);
  }

  /** Types a line, which has to end well. */
  void type(String line) throws IOException {
    ProcessBuilder shell =
        new ProcessBuilder(List.of("sh", "-euc", line)).redirectErrorStream(true);
    shell.environment().clear();
    shell.environment().putAll(environment);
    Process process = shell.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(line + ": " + said).isZero();
  }
}
