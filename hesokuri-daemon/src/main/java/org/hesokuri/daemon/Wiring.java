package org.hesokuri.daemon;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InternetDomainName;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.hesokuri.config.MachineNames;
import org.hesokuri.config.WatchedConfiguration;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.daemon.notify.Notifier;
import org.hesokuri.git.JGitBackend;
import org.hesokuri.git.JGitEnvironment;
import org.hesokuri.web.ActivityFile;
import org.hesokuri.web.Encryption;
import org.hesokuri.web.PasswordHash;
import org.hesokuri.web.PortTaken;
import org.hesokuri.web.RemoteAccess;
import org.hesokuri.web.Surroundings;
import org.hesokuri.web.UnusableCertificate;
import org.hesokuri.web.WebServer;
import org.hesokuri.web.WebSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole daemon, put together. To be read from top to bottom. */
final class Wiring implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  /** What runs, the newest first: that is the order in which it is closed. */
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private Wiring() {}

  /**
   * Starts everything.
   *
   * @throws CannotStart with nothing half-started
   */
  static Wiring start(DaemonSettings settings) throws CannotStart {
    Wiring wiring = new Wiring();
    try {
      wiring.putTogether(settings);
      return wiring;
    } catch (CannotStart | RuntimeException e) {
      wiring.close();
      throw e;
    }
  }

  private void putTogether(DaemonSettings settings) throws CannotStart {
    log.info(
        "Hesokuri {} starts, process {}, configuration {}",
        Main.version(),
        ProcessHandle.current().pid(),
        settings.configurationFile());

    // One daemon at a time, and what earlier ones saw.
    StateFolder state = running(StateFolder.hold(settings.stateFolder()));
    SeenRepositories memory = SeenRepositories.in(state.file("repositories"));

    // The engine, on JGit. It works on nothing until it is given a configuration.
    JGitEnvironment.install(settings.environment());
    JGitBackend git = git(settings);
    Hesokuri engine =
        running(
            Hesokuri.builder()
                .backend(git)
                .memory(memory)
                .times(settings.times())
                .origin(settings.configurationFile().toString())
                .build());
    running(engine.listen(new EventLines()));
    ActivityFile activity = running(ActivityFile.open(state.file("activity")));
    running(engine.listen(activity));

    MachineNames names = new MachineNames(settings.environment());

    // The page, before anything is worked on: a port that is taken leaves nothing half-started.
    WebServer web =
        running(
            web(
                engine,
                webSettings(settings, names).withProgramToken(DoorFiles.token(state)),
                new Surroundings(ownName(names), Optional.of(activity))));
    running(DoorFiles.open(state, web.port()));
    log.info("the web page is at http://localhost:{}", web.port());
    settings
        .remote()
        .ifPresent(remote -> log.info("other machines reach it at {}", remote.addresses()));

    // Who is told of trouble while no page is open.
    running(Notifier.start(engine, settings.notification()));

    // The configuration, last: what it brings about finds everything else in place.
    ConfigurationIntake intake = running(new ConfigurationIntake(engine, names, settings.home()));
    running(WatchedConfiguration.start(settings.configurationFile(), git::watchFolder, intake));
  }

  /** What a newcomer may call this machine; whoever gets no suggestion thinks of a name. */
  private static Optional<String> ownName(MachineNames names) {
    try {
      return Optional.of(new PeerId(names.ownName()).name());
    } catch (UncheckedIOException | IllegalArgumentException unusable) {
      log.debug("this machine has no name that could be an identity", unusable);
      return Optional.empty();
    }
  }

  private static WebSettings webSettings(DaemonSettings settings, MachineNames names)
      throws CannotStart {
    WebSettings here = WebSettings.onPort(settings.port());
    if (settings.remote().isEmpty()) {
      return here;
    }
    RemoteSettings remote = settings.remote().get();
    ImmutableSet<String> called =
        ImmutableSet.<String>builder()
            .addAll(remote.names())
            .addAll(
                ownName(names)
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .filter(InternetDomainName::isValid)
                    .stream()
                    .iterator())
            .build();
    PasswordHash password = PagePassword.kept(settings.stateFolder());
    return here.withRemoteAccess(
        new RemoteAccess(remote.addresses(), called, password, encryption(remote)));
  }

  private static Optional<Encryption> encryption(RemoteSettings remote) throws CannotStart {
    if (remote.certificate().isEmpty()) {
      log.warn("the page is reached from other machines without encryption, as was asked for");
      return Optional.empty();
    }
    RemoteSettings.CertificateFiles files = remote.certificate().get();
    try {
      return Optional.of(Encryption.with(files.certificate(), files.key()));
    } catch (UnusableCertificate e) {
      throw CannotStart.because(String.valueOf(e.getMessage()), e);
    }
  }

  private static WebServer web(Hesokuri engine, WebSettings settings, Surroundings surroundings)
      throws CannotStart {
    try {
      return WebServer.start(engine, settings, surroundings);
    } catch (PortTaken e) {
      throw CannotStart.because(
          e.getMessage()
              + " with $HESOPORT"
              + (settings.remote().isPresent() ? " or $HESOBIND" : ""),
          e);
    }
  }

  static JGitBackend git(DaemonSettings settings) throws CannotStart {
    try {
      return new JGitBackend(settings.environment());
    } catch (UncheckedIOException e) {
      throw CannotStart.because(String.valueOf(e.getMessage()), e);
    }
  }

  private <T extends AutoCloseable> T running(T part) {
    running.push(part);
    return part;
  }

  /** Stops everything, the newest first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (Exception bug) {
        // The others are to be closed all the same.
        log.error("{} did not close; please report it", part.getClass().getSimpleName(), bug);
      }
    }
  }
}
