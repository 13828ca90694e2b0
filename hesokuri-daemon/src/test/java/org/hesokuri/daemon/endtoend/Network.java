package org.hesokuri.daemon.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Machines that reach each other by ssh and have the same configuration file. In a static field
 * they are there for all tests of a class, each of which works on sources of its own and leaves the
 * machines as they were. Tests that do something to the machines themselves have a network in a
 * field of the instance, which is a new one for each. If a test fails, all logs are printed.
 */
final class Network
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  /** After how long an impatient machine tries again what was blocked. */
  static final Duration BLOCKED_RETRY = Duration.ofMillis(500);

  private static final String SIMPLE = "simple";

  private final List<String> ids;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<String> jvmOptions = new ArrayList<>();
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private Optional<Path> folder = Optional.empty();
  private boolean ofOneTest;

  private Network(List<String> ids) {
    this.ids = ids;
  }

  /** Machines of the given identities. */
  static Network of(String... ids) {
    return new Network(List.of(ids));
  }

  /** Short pauses, for tests of what happens after one. */
  Network impatient() {
    jvmOptions.add("-Dhesokuri.first-pause=PT0.5S");
    jvmOptions.add("-Dhesokuri.retry-period=PT3S");
    jvmOptions.add("-Dhesokuri.blocked-retry=" + BLOCKED_RETRY);
    return this;
  }

  /** Gives every daemon an option of the virtual machine. */
  Network jvmOption(String option) {
    jvmOptions.add(option);
    return this;
  }

  /** Adds sources, which every machine holds, without any option. */
  Network sources(String... names) {
    Stream.of(names).forEach(name -> options.put(name, ""));
    return this;
  }

  /**
   * Adds a source, which every machine holds.
   *
   * @param definition what its definition holds beside {@code :host-to-path}
   */
  Network source(String name, String definition) {
    options.put(name, definition);
    return this;
  }

  /** Adds a source in the simple form, which is nothing but its paths. */
  Network simpleSource(String name) {
    return source(name, SIMPLE);
  }

  /** Adds sources of which every branch is live-edit. */
  Network liveEdit(String... names) {
    Stream.of(names).forEach(name -> source(name, ":live-edit-branches {:except #{}}"));
    return this;
  }

  Host host(String id) {
    return hosts.get(id);
  }

  List<Host> hosts() {
    return List.copyOf(hosts.values());
  }

  /** The definition of a source that every machine holds. */
  String definition(String name) {
    String more = options.getOrDefault(name, "");
    return more.equals(SIMPLE) ? paths(name) : "{:host-to-path " + paths(name) + " " + more + "}";
  }

  /** The map of every identity to the path of a source there. */
  String paths(String name) {
    return hosts.values().stream()
        .map(host -> "\"" + host.id() + "\" \"" + host.path(name) + "\"")
        .collect(Collectors.joining(" ", "{", "}"));
  }

  /** The configuration with all sources. */
  String configuration() {
    return options.keySet().stream()
        .map(this::definition)
        .collect(Collectors.joining("\n ", "[", "]\n"));
  }

  /** Makes the repository of every source on one machine, each with a first commit on main. */
  void bornOn(String id) {
    options.keySet().forEach(source -> host(id).init(source).commit("file", "0\n"));
  }

  /** Makes the repository of every source on every machine, all with the same first commit. */
  void bornEverywhere() {
    Host first = hosts().get(0);
    bornOn(first.id());
    for (Host host : hosts().subList(1, hosts.size())) {
      for (String source : options.keySet()) {
        TestGit git = TestGit.in(host.home(), host.path(source));
        git.run("clone", "-q", first.path(source).toString(), ".");
        git.run("remote", "remove", "origin");
      }
    }
  }

  /** Switches on every daemon and waits until each has its configuration. */
  void startAll() {
    List<Long> marks = hosts().stream().map(Host::mark).toList();
    hosts().forEach(Host::launch);
    for (int i = 0; i < marks.size(); i++) {
      hosts().get(i).awaitLog(marks.get(i), "configuration in force");
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    setUp();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (hosts.isEmpty()) {
      ofOneTest = true;
      setUp();
    }
  }

  private void setUp() throws IOException {
    Path made = Files.createTempDirectory("hesokuri-end-to-end-");
    folder = Optional.of(made);
    for (String id : ids) {
      hosts.put(id, new Host(made.resolve(id), id));
    }
    for (Host from : hosts.values()) {
      jvmOptions.forEach(from::withOption);
      for (Host to : hosts.values()) {
        if (from != to) {
          from.user().canReach(to.id(), to.sshd());
        }
      }
    }
    hosts.values().forEach(host -> host.configure(configuration()));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isPresent()) {
      for (Host host : hosts.values()) {
        System.out.println("---- " + context.getDisplayName() + ": log of " + host.id());
        System.out.println(host.logText());
      }
    }
    if (ofOneTest) {
      tearDown();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    tearDown();
  }

  private void tearDown() throws IOException {
    hosts.values().forEach(Host::close);
    if (folder.isPresent()) {
      delete(folder.get());
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
