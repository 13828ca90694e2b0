package org.hesokuri.git.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hesokuri.git.ssh.SshTimes;

/**
 * A real OpenSSH sshd with a host key, a port and a home folder of its own; it lets in whom {@link
 * SshUser#canReach} made known to it. It ends with {@link #close}, or at the latest with the JVM.
 */
public final class RealSshd implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(2);

  /** Limits of time for peers at it that are kept however busy the machine is. */
  public static final SshTimes PATIENT = new SshTimes(LONG, LONG, LONG, LONG);

  private static final String HOST = "127.0.0.1";
  private static final int START_ATTEMPTS = 5;
  private static final long DEADLINE_SECONDS = 120;

  private final Path folder;
  private final int port;
  private final Path binary = Programs.find("sshd", "openssh-server");
  private final Thread endWithJvm = new Thread(this::stop, "stop-sshd");
  private Process process;

  private RealSshd(Path folder, int port, List<String> extraConfig) throws IOException {
    this.folder = folder;
    this.port = port;
    Files.createDirectories(home());
    if (!Files.exists(hostKey())) {
      Programs.makeKey(hostKey(), "");
    }
    appendTo(authorizedKeys(), "");
    Files.write(folder.resolve("sshd_config"), config(extraConfig));
    process = launch();
  }

  /**
   * Starts an sshd that keeps everything in the folder.
   *
   * @param folder created if missing
   * @param extraConfig lines of sshd_config that come before, and so win over, the fixture's own
   */
  public static RealSshd start(Path folder, String... extraConfig) throws IOException {
    Files.createDirectories(folder);
    for (int attempt = 1; ; attempt++) {
      RealSshd sshd = new RealSshd(folder, Ports.reserve(), Arrays.asList(extraConfig));
      try {
        sshd.awaitReady();
        Runtime.getRuntime().addShutdownHook(sshd.endWithJvm);
        return sshd;
      } catch (IllegalStateException notReady) {
        sshd.stop();
        // A program that does not ask Ports may have taken it meanwhile.
        boolean portTaken = sshd.log().contains("Address already in use");
        if (!portTaken || attempt == START_ATTEMPTS) {
          throw notReady;
        }
      }
    }
  }

  /** The address it listens at. */
  public String host() {
    return HOST;
  }

  /** The port it listens at. */
  public int port() {
    return port;
  }

  /** What HOME is for the commands that it runs. */
  public Path home() {
    return folder.resolve("home");
  }

  /** The line of a known_hosts file that vouches for it. */
  public String knownHostsLine() throws IOException {
    return "[" + HOST + "]:" + port + " " + Files.readString(publicKeyOf(hostKey())).strip();
  }

  /** Lets in whoever holds the private key of the given public one. */
  public void authorize(Path publicKey) throws IOException {
    appendTo(authorizedKeys(), Files.readString(publicKey).strip() + "\n");
  }

  /** Lets a key in as far as the options of its line in authorized_keys allow. */
  public void authorize(Path publicKey, String options) throws IOException {
    appendTo(authorizedKeys(), options + " " + Files.readString(publicKey).strip() + "\n");
  }

  /** Everything that it logged so far. */
  public String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many commands it ran so far, over whichever connections: git's, for the most part. */
  public long commands() {
    return log().lines().filter(line -> line.startsWith("Starting session:")).count();
  }

  /** How many connections were opened so far, let in or not. */
  public long connections() {
    return log().lines().filter(line -> line.startsWith("Connection from ")).count();
  }

  /** How many connections it let in so far. */
  public long logins() {
    return log().lines().filter(line -> line.startsWith("Accepted publickey")).count();
  }

  /** The processes that serve its connections, with what they run, at this moment. */
  public List<ProcessHandle> sessions() {
    return process.descendants().toList();
  }

  /** Sends a signal ({@code STOP}, {@code CONT}, ...) to each process that serves a connection. */
  public void signalSessions(String signal) throws IOException {
    signal(signal, sessions());
  }

  /** Sends a signal to sshd itself and to each process that serves a connection. */
  public void signalAll(String signal) throws IOException {
    List<ProcessHandle> all = new ArrayList<>(sessions());
    all.add(process.toHandle());
    signal(signal, all);
  }

  private static void signal(String signal, List<ProcessHandle> targets) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    targets.forEach(target -> command.add(Long.toString(target.pid())));
    if (!targets.isEmpty()) {
      // One of them may have ended meanwhile, which is no failure.
      Programs.runQuietly(command);
    }
  }

  /** Ends it and every connection, as a power cut would; {@link #startAgain} brings it back. */
  public void stop() {
    List<ProcessHandle> all = new ArrayList<>(sessions());
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, at the same port with the same host key. */
  public void startAgain() throws IOException {
    process = launch();
    awaitReady();
  }

  /** Replaces its host key, as a reinstalled machine would; takes effect at {@link #startAgain}. */
  public void replaceHostKey() throws IOException {
    Files.delete(hostKey());
    Files.delete(publicKeyOf(hostKey()));
    Programs.makeKey(hostKey(), "");
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(endWithJvm);
    } catch (IllegalStateException jvmIsEnding) {
      // Then the hook has nothing left to stop.
      return;
    }
  }

  private List<String> config(List<String> extra) {
    List<String> lines = new ArrayList<>(extra);
    lines.addAll(
        List.of(
            "ListenAddress " + HOST,
            "Port " + port,
            "HostKey " + hostKey(),
            "PidFile " + folder.resolve("sshd.pid"),
            "AuthorizedKeysFile " + authorizedKeys(),
            "StrictModes no",
            "UsePAM no",
            "PermitRootLogin yes",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "PrintMotd no",
            "UseDNS no",
            "MaxStartups 200",
            "LogLevel VERBOSE",
            // git there must neither read nor write anything of this machine's.
            "SetEnv HOME=" + home() + " GIT_CONFIG_NOSYSTEM=1 XDG_CONFIG_HOME=" + home()));
    return lines;
  }

  private Process launch() throws IOException {
    Path separation = Path.of("/run/sshd");
    if ("root".equals(System.getProperty("user.name")) && !Files.exists(separation)) {
      Files.createDirectories(separation);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            binary.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    Process started = builder.start();
    started.getOutputStream().close();
    return started;
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!greets()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("sshd did not start; its log says:\n" + log());
      }
      pause();
    }
    // Somebody else's sshd may listen at the port that ours did not get.
    if (!process.isAlive()) {
      throw new IllegalStateException("sshd ended at once; its log says:\n" + log());
    }
  }

  private boolean greets() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, port), 1000);
      socket.setSoTimeout(1000);
      InputStream in = socket.getInputStream();
      return in.read() == 'S';
    } catch (IOException notYet) {
      return false;
    }
  }

  static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program started", e);
    }
  }

  private Path hostKey() {
    return folder.resolve("host_ed25519");
  }

  private Path authorizedKeys() {
    return folder.resolve("authorized_keys");
  }

  private Path logFile() {
    return folder.resolve("sshd.log");
  }

  static Path publicKeyOf(Path privateKey) {
    return privateKey.resolveSibling(privateKey.getFileName() + ".pub");
  }

  static void appendTo(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
