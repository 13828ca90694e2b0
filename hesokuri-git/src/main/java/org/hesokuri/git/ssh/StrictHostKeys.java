package org.hesokuri.git.ssh;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.function.Consumer;
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

  private final ServerKeyDatabase files;
  private final Consumer<HostKeyVerdict> told;

  /**
   * Makes the database.
   *
   * @param files reads the known_hosts files
   * @param told hears every verdict, on ssh's own threads
   */
  StrictHostKeys(ServerKeyDatabase files, Consumer<HostKeyVerdict> told) {
    this.files = files;
    this.told = told;
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return files.lookup(connectAddress, remoteAddress, config);
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      @Nullable CredentialsProvider nobody) {
    boolean known =
        files.accept(connectAddress, remoteAddress, serverKey, new OnlyMatching(config), null);
    Answer answer = Answer.KNOWN;
    if (!known) {
      boolean others = !files.lookup(connectAddress, remoteAddress, config).isEmpty();
      answer = others ? Answer.CHANGED : Answer.UNKNOWN;
    }
    told.accept(new HostKeyVerdict(answer, connectAddress, KeyUtils.getFingerPrint(serverKey)));
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
