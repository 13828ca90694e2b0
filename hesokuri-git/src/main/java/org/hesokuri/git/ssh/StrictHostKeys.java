package org.hesokuri.git.ssh;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.hesokuri.git.ssh.HostKeyVerdict.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts only host keys that known_hosts lists, whatever {@code StrictHostKeyChecking} says, and
 * writes to no file: a program that runs by itself has nobody to ask.
 */
final class StrictHostKeys implements ServerKeyDatabase {

  /** With a name for the host goes none of its ports. */
  private static final int NO_OTHER_PORT = Integer.parseInt(Route.USUAL_PORT);

  private final ServerKeyDatabase files;
  private final UnaryOperator<String> names;
  private final Consumer<HostKeyVerdict> told;

  /**
   * Makes the database.
   *
   * @param files reads the known_hosts files
   * @param names under which name they have a host that is connected to; the same, but for a {@code
   *     HostKeyAlias}
   * @param told hears every verdict, on ssh's own threads
   */
  StrictHostKeys(
      ServerKeyDatabase files, UnaryOperator<String> names, Consumer<HostKeyVerdict> told) {
    this.files = files;
    this.names = names;
    this.told = told;
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    String name = names.apply(connectAddress);
    return files.lookup(name, address(name, connectAddress, remoteAddress), config);
  }

  /** An alias stands for the address, too: what is known of that does not count then. */
  private static InetSocketAddress address(
      String name, String connectAddress, InetSocketAddress remoteAddress) {
    return name.equals(connectAddress)
        ? remoteAddress
        : InetSocketAddress.createUnresolved(name, NO_OTHER_PORT);
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      @Nullable CredentialsProvider nobody) {
    String name = names.apply(connectAddress);
    InetSocketAddress address = address(name, connectAddress, remoteAddress);
    boolean known = files.accept(name, address, serverKey, new OnlyMatching(config), null);
    Answer answer = Answer.KNOWN;
    if (!known) {
      boolean others = !files.lookup(name, address, config).isEmpty();
      answer = others ? Answer.CHANGED : Answer.UNKNOWN;
    }
    told.accept(new HostKeyVerdict(answer, name, KeyUtils.getFingerPrint(serverKey)));
    return known;
  }

  /** The user's configuration, but strict. */
  private record OnlyMatching(Configuration config) implements Configuration {

    @Override
    public List<String> getUserKnownHostsFiles() {
      return config.getUserKnownHostsFiles();
    }

    @Override
    public List<String> getGlobalKnownHostsFiles() {
      return config.getGlobalKnownHostsFiles();
    }

    @Override
    public StrictHostKeyChecking getStrictHostKeyChecking() {
      return StrictHostKeyChecking.REQUIRE_MATCH;
    }

    @Override
    public boolean getHashKnownHosts() {
      return config.getHashKnownHosts();
    }

    @Override
    public String getUsername() {
      return config.getUsername();
    }
  }
}
