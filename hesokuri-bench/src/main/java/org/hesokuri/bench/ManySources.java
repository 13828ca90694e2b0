package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hesokuri.git.testing.TestGit;

/** One daemon with up to 1,000 sources and 10 peers. */
final class ManySources implements Scenario {

  private static final int PEERS = 10;
  private static final int WARM = 30;
  private static final int ROUNDS = 40;

  /** So long after its start Java still compiles and collects what the start has left. */
  private static final Duration SETTLES = Duration.ofMinutes(2);

  /** In so long each peer is asked once about each source, which belongs to being idle. */
  private static final Duration IDLE = Duration.ofMinutes(3);

  @Override
  public String name() {
    return "many-sources";
  }

  @Override
  public String about() {
    return "1, 100 and 1,000 sources with 10 peers: to be in step, one commit, and idle";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    Samples amongOne = measure(workplace, 1, report);
    measure(workplace, 100, report);
    Samples amongAll = measure(workplace, 1_000, report);
    report.add(
        Figure.beside(name(), "one commit among 1,000 sources", "ms", amongAll, "among 1", amongOne)
            .toReach(1.2));
  }

  private Samples measure(Workplace workplace, int number, Report report) throws IOException {
    List<String> ids = new ArrayList<>(List.of("hub" + number));
    IntStream.rangeClosed(1, PEERS).forEach(i -> ids.add("n" + number + "p" + i));
    List<Machine> all = workplace.network(ids.toArray(String[]::new));
    Machine hub = all.get(0);
    List<Machine> peers = all.subList(1, all.size());
    List<String> sources = IntStream.range(0, number).mapToObj(i -> "s" + i).toList();
    make(hub, peers, sources);
    hub.configure(Machine.configuration(all, sources, ""));
    Daemon daemon = hub.launch("-Xmx64m");
    for (String source : sources) {
      for (Machine peer : peers) {
        Await.until(
            source + " is on " + peer.id(),
            Duration.ofMinutes(30),
            () -> Files.exists(peer.branchFile(source, "main_hesokr_" + hub.id())));
      }
    }
    double seconds = (System.nanoTime() - daemon.startedAt()) / 1e9;
    String with = number + " sources, 10 peers: ";
    report.add(Figure.alone(name(), with + "start to in step", "s", Samples.one(seconds)));
    Samples oneCommit = oneCommit(hub, peers.get(0));
    report.add(Figure.alone(name(), with + "one commit to one peer", "ms", oneCommit));
    idle(daemon, number, with, report);
    all.forEach(Machine::close);
    return oneCommit;
  }

  /** One repository that is made by git, copied a thousand times. */
  private static void make(Machine hub, List<Machine> peers, List<String> sources)
      throws IOException {
    TestGit first = hub.init("first");
    first.commit("file", "0\n");
    Path empty = hub.init("empty").folder();
    for (String source : sources) {
      copy(first.folder(), hub.path(source));
      for (Machine peer : peers) {
        copy(empty, peer.path(source));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (var all = Files.walk(from)) {
      for (Path each : all.filter(path -> !path.toString().contains("/hooks/")).toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  private Samples oneCommit(Machine hub, Machine peer) throws IOException {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < WARM + ROUNDS; i++) {
      long committed = Pushing.commit(hub.git("s0"), i + 1);
      Await.ref(
          peer.branchFile("s0", "main_hesokr_" + hub.id()),
          Pushing.hash(hub.branchFile("s0", "main")));
      if (i >= WARM) {
        took.add(System.nanoTime() - committed);
      }
    }
    return Samples.millis(took);
  }

  private void idle(Daemon daemon, int number, String with, Report report) {
    rest(SETTLES);
    Duration before = daemon.processorTime();
    long begin = System.nanoTime();
    rest(IDLE);
    double percent =
        100.0 * daemon.processorTime().minus(before).toNanos() / (System.nanoTime() - begin);
    boolean all = number == 1_000;
    Figure idle = Figure.alone(name(), with + "idle, of a core", "%", Samples.one(percent));
    report.add(all ? idle.toReach(0.1) : idle);
    Figure memory =
        Figure.alone(name(), with + "resident", "MB", Samples.one(daemon.megabytes("VmRSS")));
    report.add(all ? memory.toReach(150) : memory);
    Figure instances =
        Figure.alone(
            name(),
            with + "inotify instances",
            "",
            Samples.one((double) daemon.openFiles("inotify")));
    report.add(all ? instances.toReach(1) : instances);
    report.add(
        Figure.alone(name(), with + "inotify watches", "", Samples.one((double) daemon.watches())));
    report.add(
        Figure.alone(name(), with + "open files", "", Samples.one((double) daemon.openFiles(""))));
    report.add(
        Figure.alone(
            name(), with + "sockets", "", Samples.one((double) daemon.openFiles("socket:"))));
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
