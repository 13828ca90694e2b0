package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.Ports;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.hesokuri.git.testing.TestGit;

/** One machine: a home folder, an sshd, repositories, and a daemon when it is switched on. */
final class Host implements AutoCloseable {

  private final String id;
  private final RealSshd sshd;
  private final SshUser user;
  private final Path log;
  private final int port = Ports.reserve();
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private Optional<DaemonProcess> daemon = Optional.empty();

  Host(Path folder, String id) throws IOException {
    this.id = id;
    this.sshd = RealSshd.start(folder);
    this.user = SshUser.in(sshd.home());
    this.log = Files.createFile(folder.resolve("daemon.log"));
    TestGit.in(home(), home());
  }

  String id() {
    return id;
  }

  Path home() {
    return sshd.home();
  }

  RealSshd sshd() {
    return sshd;
  }

  SshUser user() {
    return user;
  }

  /** The port of its web page. */
  int port() {
    return port;
  }

  // Repositories

  /** Where a source is. */
  Path path(String source) {
    return home().resolve("src").resolve(source);
  }

  /** C git in the repository of a source, which must be there. */
  TestGit git(String source) {
    assertThat(path(source)).isDirectory();
    return TestGit.in(home(), path(source));
  }

  /** Makes the repository of a source, with the branch main not yet born. */
  TestGit init(String source) {
    return TestGit.init(home(), path(source));
  }

  /** Every ref of a source, each with its hash. */
  Map<String, String> refs(String source) {
    Map<String, String> refs = new TreeMap<>();
    git(source)
        .run("for-each-ref", "--format=%(refname) %(objectname)")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> refs.put(line.split(" ")[0], line.split(" ")[1]));
    return refs;
  }

  /** The hash of a branch of a source, or an empty text. */
  String tip(String source, String branch) {
    return Files.isDirectory(path(source)) ? git(source).hashOrNothing("refs/heads/" + branch) : "";
  }

  /** Waits until main is at a hash and its checkout, too, has come to rest there. */
  void awaitCheckout(String source, String hash) {
    awaitTip(source, "main", hash);
    assertClean(source);
  }

  /** The name of the copy that this machine's branch is on others. */
  String copy(String branch) {
    return branch + "_hesokr_" + id;
  }

  /** Waits until a branch is at a hash; an empty one means that the branch is not there. */
  void awaitTip(String source, String branch, String hash) {
    Await.until(
        () ->
            branch
                + " of "
                + source
                + " on "
                + id
                + " is "
                + (hash.isEmpty() ? "gone" : hash)
                + "; its refs are "
                + refs(source),
        () -> tip(source, branch).equals(hash));
  }

  /** The refs that keep displaced tips of a branch, each with its hash. */
  Map<String, String> kept(String source, String branch) {
    Map<String, String> kept = refs(source);
    kept.keySet().removeIf(ref -> !ref.startsWith("refs/hesokuri/kept/" + branch + "/"));
    return kept;
  }

  /** Checks that C git finds every object of a source in order, and no lock left behind. */
  void assertSound(String source) {
    TestGit.Outcome fsck = git(source).attempt("fsck", "--strict", "--no-dangling");
    assertThat(fsck.exitCode()).as("git fsck of %s on %s: %s", source, id, fsck).isZero();
    Path gitDir = Path.of(git(source).run("rev-parse", "--absolute-git-dir"));
    Await.until(
        () -> "no lock is left in " + gitDir + ": " + locks(gitDir), () -> locks(gitDir).isEmpty());
  }

  private static List<Path> locks(Path gitDir) {
    return LiveFolder.files(gitDir).stream()
        .filter(file -> file.toString().endsWith(".lock"))
        .toList();
  }

  /** Waits until index and files of a source are exactly what is checked out. */
  void assertClean(String source) {
    Await.until(
        () -> source + " on " + id + " is clean: " + git(source).run("status", "--porcelain"),
        () -> git(source).run("--no-optional-locks", "status", "--porcelain").isEmpty());
  }

  // The daemon

  /** Sets a variable of the environment in which daemons are started from now on. */
  Host with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Gives daemons that are started from now on an option of the virtual machine. */
  Host withOption(String option) {
    options.add(option);
    return this;
  }

  /** The configuration file, unless a variable says otherwise. */
  Path configuration() {
    return home().resolve(".hesocfg");
  }

  /** Replaces the configuration file in one go, as editors do. */
  void configure(String content) {
    try {
      Path next = configuration().resolveSibling(".hesocfg.new");
      Files.writeString(next, content);
      Files.move(next, configuration(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Switches the daemon on, without waiting for anything. */
  DaemonProcess launch(String... arguments) {
    daemon.ifPresent(DaemonProcess::close);
    Map<String, String> environment = new TreeMap<>(TestGit.environment(home()));
    environment.put("HESOHOST", id);
    environment.put("HESOPORT", Integer.toString(port));
    environment.putAll(variables);
    environment.values().removeIf(String::isEmpty);
    DaemonProcess started = DaemonProcess.start(environment, options, log, arguments);
    daemon = Optional.of(started);
    return started;
  }

  /** Switches the daemon on and waits until it has its configuration. */
  DaemonProcess start() {
    long mark = mark();
    DaemonProcess started = launch();
    awaitLog(mark, "configuration in force");
    return started;
  }

  /** The daemon that was started last. */
  DaemonProcess daemon() {
    return daemon.orElseThrow(() -> new AssertionError(id + " was never started"));
  }

  /** SIGTERM. */
  void stop() {
    assertThat(daemon().terminate()).as("exit code of %s", id).isZero();
  }

  /** How long the log is now, to look only at what comes after. */
  long mark() {
    return logText().length();
  }

  String logText() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the daemon said since the mark. */
  String logSince(long mark) {
    return logText().substring((int) mark);
  }

  /** Waits for a line of the log after the mark that contains the text. */
  void awaitLog(long mark, String text) {
    Await.until(
        () -> id + " says \"" + text + "\"; it said\n" + logSince(mark),
        () -> {
          boolean said = logSince(mark).contains(text);
          if (!said && daemon.filter(DaemonProcess::isAlive).isEmpty()) {
            throw new AssertionError(id + " ended before it said " + text + "\n" + logSince(mark));
          }
          return said;
        });
  }

  /** The lines of the log since the mark that contain the text. */
  List<String> linesSince(long mark, String text) {
    return logSince(mark).lines().filter(line -> line.contains(text)).toList();
  }

  /** Checks that it said the one since the mark, and if it said the other, then later. */
  void assertSaidBefore(long mark, String one, String other) {
    String said = logSince(mark);
    String before = said.contains(other) ? said.substring(0, said.indexOf(other)) : said;
    assertThat(before).as("\"%s\" before \"%s\" in %s", one, other, said).contains(one);
  }

  /** Waits until that many lines of the log after the mark contain the text. */
  void awaitLines(long mark, String text, int number) {
    Await.until(
        () -> number + " times \"" + text + "\" of " + id + "; it said\n" + logSince(mark),
        () -> linesSince(mark, text).size() >= number);
    assertThat(linesSince(mark, text)).hasSize(number);
  }

  /** The whole state of the daemon, as its page tells it. */
  String dump() {
    return WebPage.at(port).dump();
  }

  /** What the dump says of one source. */
  String dumpOf(String source) {
    String dump = dump();
    int begin = dump.indexOf("\nsource " + path(source) + ":");
    assertThat(begin).as("place of %s in %s", source, dump).isNotNegative();
    int end = dump.indexOf("\nsource ", begin + 1);
    return end < 0 ? dump.substring(begin) : dump.substring(begin, end);
  }

  /** Waits until the page's dump contains the text. */
  void awaitDump(String text) {
    Await.until(
        () -> "the dump of " + id + " has \"" + text + "\"; it is\n" + dump(),
        () -> dump().contains(text));
  }

  /** How often somebody ran git here over ssh: pushes, and questions what is here. */
  long visits() {
    return sshd.commands();
  }

  @Override
  public void close() {
    daemon.ifPresent(DaemonProcess::close);
    sshd.close();
  }
}
