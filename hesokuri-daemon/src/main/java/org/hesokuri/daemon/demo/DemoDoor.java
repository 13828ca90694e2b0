package org.hesokuri.daemon.demo;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.eclipse.jgit.lib.Repository;

/**
 * The ssh server of one machine of the demo, on loopback. It lets in a few keys, and whoever comes
 * in can do one thing: push to the one repository that is there.
 */
final class DemoDoor implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey;

  private DemoDoor(KeyPair hostKey) {
    this.hostKey = hostKey;
  }

  /**
   * Opens one, at a port that the system chooses.
   *
   * @param letIn the keys of those who may come in
   */
  static DemoDoor open(Repository repository, KeyPair hostKey, List<PublicKey> letIn)
      throws IOException {
    DemoDoor door = new DemoDoor(hostKey);
    SshServer server = door.server;
    server.setHost(LOOPBACK);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(null);
    server.setKeyboardInteractiveAuthenticator(null);
    server.setPublickeyAuthenticator(
        (user, key, session) -> letIn.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
    server.setCommandFactory((channel, command) -> new ReceivePackCommand(command, repository));
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.start();
    return door;
  }

  int port() {
    return server.getPort();
  }

  /** The line of a known_hosts file that vouches for it. */
  String knownHostsLine() {
    return "[" + LOOPBACK + "]:" + port() + " " + PublicKeyEntry.toString(hostKey.getPublic());
  }

  /** What leads to it in the configuration of ssh. */
  String configuration(String alias) {
    return "Host " + alias + "\n  HostName " + LOOPBACK + "\n  Port " + port() + "\n";
  }

  /** Stops to listen and ends what is connected, as a machine that is switched off. */
  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
