package org.hesokuri.git.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Somebody who uses ssh: a home folder with an ed25519 key, a {@code ~/.ssh/config} and a {@code
 * ~/.ssh/known_hosts}.
 */
public final class SshUser {

  private final Path home;

  private SshUser(Path home) {
    this.home = home;
  }

  /** Makes the user, whose {@code ~/.ssh/id_ed25519} has no passphrase. */
  public static SshUser in(Path home) throws IOException {
    return in(home, "");
  }

  /** Makes the user, whose {@code ~/.ssh/id_ed25519} has the passphrase. */
  public static SshUser in(Path home, String passphrase) throws IOException {
    SshUser user = new SshUser(home);
    Files.createDirectories(user.sshFolder());
    Programs.makeKey(user.key(), passphrase);
    return user;
  }

  /** The home folder. */
  public Path home() {
    return home;
  }

  /** The folder {@code ~/.ssh}. */
  public Path sshFolder() {
    return home.resolve(".ssh");
  }

  /** The private key. */
  public Path key() {
    return sshFolder().resolve("id_ed25519");
  }

  /** The file {@code known_hosts}. */
  public Path knownHosts() {
    return sshFolder().resolve("known_hosts");
  }

  /**
   * Makes {@code ssh alias} work: the sshd lets the user in, the user knows its key, and the
   * configuration leads to it.
   *
   * @param extraConfig lines for the {@code Host} block of the alias
   */
  public SshUser canReach(String alias, RealSshd sshd, String... extraConfig) throws IOException {
    sshd.authorize(RealSshd.publicKeyOf(key()));
    knows(sshd);
    return findsAt(alias, sshd.host(), sshd.port(), extraConfig);
  }

  /** Makes one more key, {@code ~/.ssh/name}, that ssh uses only where the configuration says. */
  public SshUser anotherKey(String name) {
    Programs.makeKey(sshFolder().resolve(name), "");
    return this;
  }

  /** Replaces the host names in {@code known_hosts} by hashes. */
  public SshUser hashKnownHosts() {
    Programs.run(
        List.of(
            Programs.find("ssh-keygen", "openssh-client").toString(),
            "-H",
            "-f",
            knownHosts().toString()));
    return this;
  }

  /** Writes the sshd's key to {@code known_hosts}. */
  public SshUser knows(RealSshd sshd) throws IOException {
    RealSshd.appendTo(knownHosts(), sshd.knownHostsLine() + "\n");
    return this;
  }

  /** Writes the sshd's key to {@code known_hosts} under a name that is not its address. */
  public SshUser knows(RealSshd sshd, String name) throws IOException {
    String key = sshd.knownHostsLine().split(" ", 2)[1];
    RealSshd.appendTo(knownHosts(), name + " " + key + "\n");
    return this;
  }

  /** Writes where the alias leads to, and nothing else. */
  public SshUser findsAt(String alias, String host, int port, String... extraConfig)
      throws IOException {
    StringBuilder block = new StringBuilder("Host " + alias + "\n");
    block.append("  HostName ").append(host).append('\n');
    block.append("  Port ").append(port).append('\n');
    for (String line : extraConfig) {
      block.append("  ").append(line).append('\n');
    }
    RealSshd.appendTo(sshFolder().resolve("config"), block.toString());
    return this;
  }
}
