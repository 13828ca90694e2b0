package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.hesokuri.core.contract.BackendFixture;
import org.hesokuri.core.contract.UserRepository;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.hesokuri.git.testing.TestGit;

/**
 * This machine with its JGit backend, and a peer with a real sshd. Making them takes long, so that
 * many tests share them; each has folders of its own.
 */
final class RealMachines implements AutoCloseable {

  private static final PeerId PEER = new PeerId("beta");

  private final Path folder;
  private final UserEnvironment environment;
  private final RealSshd sshd;
  private final Path home;
  private final JGitBackend backend;
  private final Templates templates;
  private final AtomicInteger fixtures = new AtomicInteger();

  RealMachines(Path folder) throws IOException {
    this.folder = folder;
    sshd = RealSshd.start(folder.resolve("sshd"));
    home = SshUser.in(folder.resolve("user")).canReach(PEER.name(), sshd).home();
    templates = new Templates(home, folder.resolve("templates"));
    environment = UserEnvironment.of(home);
    // Users of the contract are at work all the time, and nothing waits until they rest.
    backend = new JGitBackend(environment.variables(), Duration.ZERO, RealSshd.PATIENT);
  }

  /** Empty folders on both, for one test. */
  BackendFixture newFixture() {
    return new Fixture(folder.resolve("test" + fixtures.incrementAndGet()));
  }

  @Override
  public void close() {
    backend.close();
    environment.close();
    sshd.close();
  }

  private final class Fixture implements BackendFixture {

    private final Path place;

    Fixture(Path place) {
      this.place = place;
    }

    @Override
    public GitBackend backend() {
      return backend;
    }

    @Override
    public PeerId peer() {
      return PEER;
    }

    private UserRepository make(Path there, boolean bare) {
      templates.copy(bare, there);
      return new RealUserRepository(TestGit.in(home, there), bare, templates);
    }

    @Override
    public UserRepository init(String name, boolean bare) {
      return make(place.resolve("here").resolve(name), bare);
    }

    @Override
    public UserRepository initOnPeer(String name, boolean bare) {
      return make(place.resolve("there").resolve(name), bare);
    }

    @Override
    public RepoPath nowhere() {
      return new RepoPath(place.resolve("nowhere/at/all").toString());
    }

    @Override
    public void close() {
      // What the tests share ends after the last of them.
    }
  }
}
