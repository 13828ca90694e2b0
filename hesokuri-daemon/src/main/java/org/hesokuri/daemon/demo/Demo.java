package org.hesokuri.daemon.demo;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.git.JGitEnvironment;
import org.hesokuri.web.PortTaken;
import org.hesokuri.web.WebServer;
import org.hesokuri.web.WebSettings;

/**
 * Three machines in one process, each with a repository, an ssh server on loopback and a daemon;
 * commits are made on one after the other and seen arriving on the others. Everything is in a
 * temporary folder that is gone afterwards.
 */
public final class Demo implements AutoCloseable {

  private static final List<String> NAMES = List.of("laptop", "desk", "server");
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(5);
  private static final int USUAL_PORT = 8080;

  private final PrintStream out;
  private final Path folder;
  private final List<DemoMachine> machines = new ArrayList<>();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private int commits;

  private Demo(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /**
   * Switches the three machines on.
   *
   * @param out where people are told what happens
   * @throws IOException if the temporary folder cannot be written or a port cannot be had
   */
  public static Demo start(PrintStream out) throws IOException {
    Path folder = temporaryFolder();
    Demo demo = new Demo(out, folder);
    try {
      demo.switchOn();
      return demo;
    } catch (IOException | RuntimeException e) {
      demo.close();
      throw e;
    } catch (GeneralSecurityException e) {
      demo.close();
      throw new IOException("this Java cannot make ed25519 keys: " + e.getMessage(), e);
    }
  }

  private static Path temporaryFolder() throws IOException {
    try {
      return Files.createTempDirectory("hesokuri-demo-").toRealPath();
    } catch (IOException e) {
      throw new IOException(
          "no folder can be made in "
              + System.getProperty("java.io.tmpdir")
              + "; name another with java -Djava.io.tmpdir=FOLDER -jar hesokuri.jar demo",
          e);
    }
  }

  private void switchOn() throws IOException, GeneralSecurityException {
    JGitEnvironment.install(System.getenv());
    boolean bare = !ProgramPath.has("git");
    say("Three machines in one process: laptop, desk and server. Each has a repository,");
    say("an ssh server on 127.0.0.1 and a daemon; main is live-edit. All of it is in");
    say(folder + ".");
    if (bare) {
      say("There is no git here, so the repositories have no worktrees.");
    }
    for (String name : NAMES) {
      DemoMachine machine = DemoMachine.in(Files.createDirectory(folder.resolve(name)), name, bare);
      machines.add(machine);
      running.push(machine);
    }
    for (DemoMachine machine : machines) {
      machine.openDoor(machines.stream().filter(other -> other != machine).toList());
    }
    Optional<WebServer> page = Optional.empty();
    for (DemoMachine machine : machines) {
      Hesokuri engine = machine.start(configuration(machine.id()));
      if (page.isEmpty()) {
        page = Optional.of(page(engine));
        running.push(page.get());
      }
    }
    page.ifPresent(p -> say("The page of laptop is at http://localhost:" + p.port()));
    say("");
  }

  private static WebServer page(Hesokuri engine) throws IOException {
    try {
      return WebServer.start(engine, WebSettings.onPort(USUAL_PORT));
    } catch (PortTaken usualOneIsInUse) {
      try {
        return WebServer.start(engine, WebSettings.onPort(0));
      } catch (PortTaken e) {
        throw new IOException("no port is free for the page", e);
      }
    }
  }

  private Configuration configuration(PeerId self) {
    ImmutableSortedMap.Builder<PeerId, RepoPath> paths = ImmutableSortedMap.naturalOrder();
    machines.forEach(machine -> paths.put(machine.id(), machine.path()));
    Source project =
        new Source(
            paths.buildOrThrow(),
            new LiveEditRule.Only(ImmutableSortedSet.of(DemoMachine.MAIN)),
            UnwantedRule.NONE,
            Duration.ofDays(90));
    return new Configuration(self, ImmutableList.of(project));
  }

  /**
   * Commits once on each machine and waits until each commit is on all of them.
   *
   * @return whether all three are in step
   */
  public boolean once() throws IOException, InterruptedException {
    for (DemoMachine machine : machines) {
      if (!commitOn(machine)) {
        say("");
        say("They are not in step; the page tells why.");
        return false;
      }
    }
    say("");
    say("All three are in step at " + machines.get(0).main().orElseThrow().name() + ".");
    return true;
  }

  /** Goes on to commit on one machine after the other, until this is closed. */
  public void goOn() {
    say("It goes on with a commit every few seconds.");
    say("Ctrl-C ends it and removes everything.");
    Thread thread = new Thread(this::commitAgainAndAgain, "demo-user");
    thread.setDaemon(true);
    running.push(
        () -> {
          thread.interrupt();
          thread.join(PATIENCE.toMillis());
        });
    thread.start();
  }

  private void commitAgainAndAgain() {
    try {
      for (int i = 0; ; i++) {
        Thread.sleep(BETWEEN_COMMITS.toMillis());
        commitOn(machines.get(i % machines.size()));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      say("The demo cannot go on: " + e.getMessage());
    }
  }

  /** Commits, tells when the commit arrives, and waits until every main has moved to it. */
  private boolean commitOn(DemoMachine machine) throws IOException, InterruptedException {
    commits++;
    String line = "Line " + commits + ", by " + machine.id();
    ObjectId made = DemoCommits.commit(machine, line);
    long began = System.nanoTime();
    StringBuilder told = new StringBuilder();
    for (DemoMachine other : machines) {
      if (other != machine) {
        boolean arrived = await(() -> other.holds(made, machine.id()), began);
        told.append(told.length() == 0 ? "" : ", ").append(other.id()).append(' ');
        told.append(arrived ? "has it after " + millisSince(began) + " ms" : "does not have it");
      }
    }
    say(String.format(Locale.ROOT, "%-6s commits \"%s\": %s", machine.id(), line, told));
    boolean inStep = true;
    for (DemoMachine other : machines) {
      inStep &= await(() -> other.hasSettledAt(made), began);
    }
    return inStep;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static boolean await(Condition condition, long began)
      throws IOException, InterruptedException {
    while (!condition.holds()) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        return false;
      }
      Thread.sleep(2);
    }
    return true;
  }

  private static long millisSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  private void say(String line) {
    out.println(line);
  }

  /** Switches everything off and removes the folder. */
  @Override
  public void close() throws IOException {
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("could not stop " + part.getClass().getSimpleName(), e);
      }
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
