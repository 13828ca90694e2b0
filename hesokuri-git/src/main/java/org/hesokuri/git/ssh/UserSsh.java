package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableListMultimap;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.util.FS;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.git.ssh.HostKeyVerdict.Answer;

/**
 * Makes ssh sessions to one peer as the user's own ssh would, from the files of the given home
 * folder; never prompts and never writes.
 */
final class UserSsh extends SshdSessionFactory {

  private static final List<Path> GLOBAL_KNOWN_HOSTS =
      List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2"));

  private final PeerId peer;
  private final SessionThreads threads;
  private final File home;
  private final File sshFolder;
  private final AtomicReference<Optional<HostKeyVerdict>> verdict =
      new AtomicReference<>(Optional.empty());

  UserSsh(PeerId peer, Path home, SessionThreads threads) {
    super(null, null);
    this.peer = peer;
    this.threads = threads;
    this.home = home.toFile();
    this.sshFolder = home.resolve(SshConstants.SSH_DIR).toFile();
    setHomeDirectory(this.home);
    setSshDirectory(sshFolder);
  }

  /** Where the configuration leads at this moment. */
  Route route() {
    SshConfigStore config = createSshConfigStore(home, getSshConfig(sshFolder), getLocalUserName());
    SshConfigStore.HostConfig found = config.lookupDefault(peer.name(), -1, null);
    ImmutableListMultimap.Builder<String, String> options = ImmutableListMultimap.builder();
    new TreeMap<>(found.getOptions()).forEach(options::put);
    new TreeMap<>(found.getMultiValuedOptions()).forEach(options::putAll);
    return new Route(
        peer,
        Optional.ofNullable(found.getValue(SshConstants.HOST_NAME)).orElse(peer.name()),
        Optional.ofNullable(found.getValue(SshConstants.PORT)).orElse(Route.USUAL_PORT),
        options.build());
  }

  /**
   * Logs in. Blocks until the login is done; an interrupt ends it.
   *
   * @param tcpMillis how long the TCP connection alone may take
   */
  Login open(int tcpMillis) throws TransportException {
    verdict.set(Optional.empty());
    URIish address = new URIish().setScheme(SshConstants.SSH_SCHEME).setHost(peer.name());
    return new Login(threads.lendTo(() -> getSession(address, null, FS.DETECTED, tcpMillis)));
  }

  /**
   * What was said of the last host key that {@link #open} met; with a jump host, of the last one
   * that was refused.
   */
  Optional<HostKeyVerdict> verdict() {
    return verdict.get();
  }

  @Override
  protected SshConfigStore createSshConfigStore(
      File homeDir, File configFile, String localUserName) {
    return new QuickCiphers(super.createSshConfigStore(homeDir, configFile, localUserName));
  }

  @Override
  protected ServerKeyDatabase createServerKeyDatabase(File homeDir, File sshDir) {
    return new StrictHostKeys(
        super.createServerKeyDatabase(homeDir, sshDir),
        this::knownAs,
        said ->
            verdict.updateAndGet(
                before ->
                    before.filter(earlier -> earlier.answer() != Answer.KNOWN).isPresent()
                        ? before
                        : Optional.of(said)));
  }

  /** JGit does not know HostKeyAlias; here it counts for the peer, not for a jump host. */
  private String knownAs(String connectAddress) {
    Route now = route();
    return now.connectAddress().equals(connectAddress)
        ? now.hostKeyAlias().orElse(connectAddress)
        : connectAddress;
  }

  @Override
  protected List<Path> getDefaultKnownHostsFiles(File sshDir) {
    List<Path> files = new ArrayList<>(super.getDefaultKnownHostsFiles(sshDir));
    files.addAll(GLOBAL_KNOWN_HOSTS);
    return files;
  }

  @Override
  protected String getDefaultPreferredAuthentications() {
    // Passwords would need somebody to type them.
    return "gssapi-with-mic,publickey";
  }
}
