package org.hesokuri.daemon.demo;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.JGitBackend;

/**
 * One machine of the demo: a home folder with ssh's files, a repository, an ssh server, a daemon.
 */
final class DemoMachine implements AutoCloseable {

  static final String MAIN = "main";

  private final PeerId id;
  private final Path home;
  private final Path folder;
  private final Repository repository;
  private final KeyPair key;
  private final KeyPair hostKey;
  private Optional<DemoDoor> door = Optional.empty();
  private Optional<Hesokuri> engine = Optional.empty();

  private DemoMachine(PeerId id, Path home, Repository repository, Path folder)
      throws GeneralSecurityException {
    this.id = id;
    this.home = home;
    this.folder = folder;
    this.repository = repository;
    this.key = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    this.hostKey = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
  }

  /**
   * Makes a machine, still switched off.
   *
   * @param bare whether its repository has no files; those of a worktree need git to be advanced
   */
  static DemoMachine in(Path home, String name, boolean bare)
      throws IOException, GeneralSecurityException {
    Path folder = Files.createDirectories(home.resolve(bare ? "project.git" : "project"));
    RepositoryBuilder builder = new RepositoryBuilder();
    if (bare) {
      builder.setBare().setGitDir(folder.toFile());
    } else {
      builder.setWorkTree(folder.toFile());
    }
    Repository repository = builder.build();
    repository.create(bare);
    repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + MAIN);
    DemoMachine machine = new DemoMachine(new PeerId(name), home, repository, folder);
    machine.writeKey();
    return machine;
  }

  private void writeKey() throws IOException, GeneralSecurityException {
    Path file = sshFolder().resolve("id_ed25519");
    Files.createDirectories(sshFolder());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "demo", null, out);
    }
  }

  private Path sshFolder() {
    return home.resolve(".ssh");
  }

  PeerId id() {
    return id;
  }

  /** Where its repository is. */
  RepoPath path() {
    return new RepoPath(folder.toString());
  }

  Repository repository() {
    return repository;
  }

  PublicKey publicKey() {
    return key.getPublic();
  }

  /** Starts its ssh server, which the others can come in by. */
  void openDoor(List<DemoMachine> others) throws IOException {
    List<PublicKey> letIn = others.stream().map(DemoMachine::publicKey).toList();
    DemoDoor opened = DemoDoor.open(repository, hostKey, letIn);
    door = Optional.of(opened);
    for (DemoMachine other : others) {
      other.learns(id, opened);
    }
  }

  private void learns(PeerId other, DemoDoor opened) throws IOException {
    append("config", opened.configuration(other.name()));
    append("known_hosts", opened.knownHostsLine() + "\n");
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(
        sshFolder().resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Starts its daemon. */
  Hesokuri start(Configuration configuration) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.put("HOME", home.toString());
    Hesokuri started =
        Hesokuri.builder().backend(new JGitBackend(environment)).origin("the demo").build();
    engine = Optional.of(started);
    started.reconfigure(configuration, ImmutableList.of());
    return started;
  }

  /** Whether a commit that the owner made is here, as its copy or already in main. */
  boolean holds(ObjectId commit, PeerId owner) throws IOException {
    String copy = new CopyName(new BranchName(MAIN), owner).asBranch().ref();
    return commit.equals(repository.resolve(copy)) || main().filter(commit::equals).isPresent();
  }

  /** Whether main is there, and its user may go on: index and files have followed. */
  boolean hasSettledAt(ObjectId commit) throws IOException {
    Path lock = repository.getDirectory().toPath().resolve("index.lock");
    return main().filter(commit::equals).isPresent() && !Files.exists(lock);
  }

  /** Where its branch main is. */
  Optional<ObjectId> main() throws IOException {
    return Optional.ofNullable(repository.resolve(Constants.R_HEADS + MAIN));
  }

  @Override
  public void close() throws IOException {
    engine.ifPresent(Hesokuri::close);
    if (door.isPresent()) {
      door.get().close();
    }
    repository.close();
  }
}
